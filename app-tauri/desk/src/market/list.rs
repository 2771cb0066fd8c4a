use super::draft::{self, OfOffer};
use super::offer::{Offer, OfferState, Viewer};
use crate::desk::Desk;
use congdoan_client::ApiError;
use congdoan_client::domain::market::{ApproveOffer, Offer as Row, OfferState as Known};
use congdoan_client::domain::text::fold;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OfferList {
    /// What a member can take, and what they hold a voucher of.
    Member,
    /// What this provider wrote.
    Provider,
    /// What this office decides on or has decided.
    Approval,
}

#[derive(Deserialize, TS)]
pub struct OfferQuery {
    list: OfferList,
    #[serde(default)]
    #[ts(optional = nullable)]
    query: Option<String>,
}

fn found(offer: &Offer, words: &str) -> bool {
    let form = &offer.form;
    [&form.title, &form.what, &form.place, &offer.provider.name]
        .iter()
        .any(|text| fold(text).contains(words))
}

pub fn offers(desk: &Desk, asked: OfferQuery) -> Result<Vec<Offer>, ApiError> {
    let client = desk.client()?;
    let viewer = Viewer::of(&client)?;
    let today = client.server_now().date();
    let own = viewer.provider.as_ref().map(|own| own.id.clone());
    let held = |offer: &Row| viewer.vouchers.iter().any(|voucher| voucher.offer == offer.id);
    // Who may decide at all, whatever became of the offer: the rule answers by another refusal than "not yours".
    let decides = |offer: &Row| match client.consider(ApproveOffer { id: offer.id }) {
        Ok(()) => true,
        Err(error) => error.code == "offer_not_submitted",
    };
    let belongs = |offer: &Row| match asked.list {
        OfferList::Member => held(offer) || (offer.state == Known::Approved && offer.terms.ends_on >= today),
        OfferList::Provider => Some(offer.provider.to_string()) == own,
        OfferList::Approval => offer.state != Known::Draft && decides(offer),
    };
    let known = client.offers()?;
    let mut offers = vec![];
    if asked.list == OfferList::Provider {
        for id in draft::ids(&client)? {
            if !known.iter().any(|(offer, _)| offer.id == id) {
                offers.extend(viewer.draft(id)?);
            }
        }
    }
    for offer in known.into_iter().filter(|(offer, _)| belongs(offer)) {
        offers.push(viewer.known(offer)?);
    }
    if asked.list == OfferList::Approval {
        offers.sort_by_key(|offer| offer.state != OfferState::Waiting);
    }
    let words = fold(asked.query.as_deref().unwrap_or_default().trim());
    offers.retain(|offer| found(offer, &words));
    Ok(offers)
}

pub fn offer(desk: &Desk, asked: OfOffer) -> Result<Offer, ApiError> {
    let client = desk.client()?;
    let viewer = Viewer::of(&client)?;
    let known = client.read(|db| congdoan_client::store::market::offer(db, asked.id))?;
    match known {
        Some(offer) => viewer.known(offer),
        None => viewer.draft(asked.id)?.ok_or_else(ApiError::not_found),
    }
}
