//! Offers that are still being written: they stay on this device until they are sent.

use super::form::OfferForm;
use crate::desk::Desk;
use congdoan_client::domain::{Instant, OfferId};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const INDEX: &str = "market-offer-drafts";

fn key(id: OfferId) -> String {
    format!("market-offer/{id}")
}

pub(super) fn ids(client: &Client) -> Result<Vec<OfferId>, ApiError> {
    let bytes = client.store().draft(INDEX)?.unwrap_or_default();
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}

/// How many offers are being written here and were never sent.
pub(crate) fn unsent(client: &Client) -> Result<usize, ApiError> {
    let known = client.offers()?;
    let sent = |id: &OfferId| known.iter().any(|(offer, _)| offer.id == *id);
    Ok(ids(client)?.iter().filter(|id| !sent(id)).count())
}

pub(super) fn read(client: &Client, id: OfferId) -> Result<Option<OfferForm>, ApiError> {
    let bytes = client.store().draft(&key(id))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn put(client: &Client, key: &str, value: &impl Serialize) -> Result<(), ApiError> {
    let bytes = serde_json::to_vec(value).expect("plain data");
    Ok(client.store().put_draft(key, &bytes, client.now())?)
}

#[derive(Deserialize, TS)]
pub struct OfferSave {
    /// Null makes a new one.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    id: Option<OfferId>,
    form: OfferForm,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OfferSaved {
    pub id: String,
    #[ts(type = "Instant")]
    pub saved_at: Instant,
}

/// Keeps a draft on this device, complete or not.
pub fn offer_save(desk: &Desk, asked: OfferSave) -> Result<OfferSaved, ApiError> {
    let client = desk.client()?;
    let id = asked.id.unwrap_or_else(|| OfferId(client.ports().id()));
    put(&client, &key(id), &asked.form)?;
    let mut known = ids(&client)?;
    if !known.contains(&id) {
        known.push(id);
        put(&client, INDEX, &known)?;
    }
    desk.changed(&["market"]);
    Ok(OfferSaved {
        id: id.to_string(),
        saved_at: client.now(),
    })
}

#[derive(Deserialize, TS)]
pub struct OfOffer {
    #[ts(type = "string")]
    pub(super) id: OfferId,
}

/// Drops a draft of this device.
pub fn offer_draft_delete(desk: &Desk, asked: OfOffer) -> Result<(), ApiError> {
    let client = desk.client()?;
    let mut known = ids(&client)?;
    known.retain(|id| *id != asked.id);
    put(&client, INDEX, &known)?;
    client.store().drop_draft(&key(asked.id))?;
    desk.changed(&["market"]);
    Ok(())
}
