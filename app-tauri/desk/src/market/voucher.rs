use super::double_use_of;
use crate::desk::Desk;
use crate::said::Said;
use crate::shape::{NoArguments, Sending};
use crate::{outbox, qr};
use congdoan_client::domain::market::{
    Offer, REDEEM_GRACE_HOURS, TakeVoucher, Voucher as Row, VoucherState as Known,
};
use congdoan_client::domain::{Command, CommandId, Date, Instant, OfferId, VoucherId};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VoucherState {
    Ready,
    Used,
    Expired,
    /// The server did not give it.
    Refused,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct Voucher {
    pub id: String,
    pub offer_id: String,
    pub title: Said,
    pub provider_name: String,
    pub double_use: Said,
    pub state: VoucherState,
    #[ts(type = "Instant")]
    pub taken_at: Instant,
    #[ts(type = "CivilDate | null")]
    pub expires_on: Option<Date>,
    #[ts(type = "Instant | null")]
    pub used_at: Option<Instant>,
    pub used_place: Option<String>,
    pub refusal: Option<Said>,
    /// Only while it can be used.
    pub qr_svg: Option<String>,
    pub qr_text: Option<String>,
    /// Null once the server has it.
    pub sending: Option<Sending>,
}

fn title(offer: Option<&Offer>) -> Said {
    match offer {
        Some(offer) => Said::name(offer.terms.title.clone()),
        None => Said::new(
            "Ưu đãi không còn trên máy này",
            "The offer is no longer on this device",
        ),
    }
}

fn offer(client: &Client, id: OfferId) -> Result<Option<Offer>, ApiError> {
    let found = client.read(|db| congdoan_client::store::market::offer(db, id))?;
    Ok(found.map(|(offer, _)| offer))
}

/// The last day on which a voucher is good: an offer that was ended early cuts it short.
fn last_day(voucher: &Row, offer: Option<&Offer>) -> Date {
    let ended = offer.and_then(|offer| offer.ended_at);
    let grace = ended.map(|at| at.plus_hours(REDEEM_GRACE_HOURS).date());
    grace.map_or(voucher.expires_on, |day| day.min(voucher.expires_on))
}

fn view(client: &Client, voucher: &Row, sending: Option<Sending>) -> Result<Voucher, ApiError> {
    let offer = offer(client, voucher.offer)?;
    let expires_on = last_day(voucher, offer.as_ref());
    let (state, used_at) = match voucher.state {
        Known::Redeemed { at, .. } => (VoucherState::Used, Some(at)),
        Known::Taken if client.server_now().date() > expires_on => (VoucherState::Expired, None),
        Known::Taken => (VoucherState::Ready, None),
    };
    let text = (state == VoucherState::Ready).then(|| Client::voucher_text(voucher));
    let offer = offer.as_ref();
    Ok(Voucher {
        id: voucher.id.to_string(),
        offer_id: voucher.offer.to_string(),
        title: title(offer),
        provider_name: offer.map(|offer| offer.provider_name.clone()).unwrap_or_default(),
        double_use: offer.map(double_use_of).unwrap_or_default(),
        state,
        taken_at: voucher.taken_at,
        expires_on: Some(expires_on),
        used_at,
        used_place: offer
            .filter(|_| used_at.is_some())
            .map(|offer| offer.provider_name.clone()),
        refusal: None,
        qr_svg: text.as_deref().and_then(qr::svg),
        qr_text: text,
        sending,
    })
}

/// A voucher that the server did not give.
fn refused(client: &Client, entry: &OutboxEntry, taken: &TakeVoucher) -> Result<Voucher, ApiError> {
    let offer = offer(client, taken.offer)?;
    let offer = offer.as_ref();
    let sending = outbox::sending(entry);
    Ok(Voucher {
        id: VoucherId::of(taken.offer, client.home().person, taken.n).to_string(),
        offer_id: taken.offer.to_string(),
        title: title(offer),
        provider_name: offer.map(|offer| offer.provider_name.clone()).unwrap_or_default(),
        double_use: offer.map(double_use_of).unwrap_or_default(),
        state: VoucherState::Refused,
        taken_at: taken.taken_at,
        expires_on: None,
        used_at: None,
        used_place: None,
        refusal: sending.reason.clone(),
        qr_svg: None,
        qr_text: None,
        sending: Some(sending),
    })
}

/// Those that can be used first, then by when they were taken, newest first.
pub fn vouchers(desk: &Desk, _: NoArguments) -> Result<Vec<Voucher>, ApiError> {
    let client = desk.client()?;
    let mine = client.my_vouchers()?;
    let person = client.home().person;
    let taken: Vec<_> = outbox::unsettled(&client)?
        .into_iter()
        .filter_map(|entry| match entry.command() {
            Some(Command::TakeVoucher(body)) => {
                Some((VoucherId::of(body.offer, person, body.n), entry, body))
            }
            _ => None,
        })
        .collect();
    let mut shown = vec![];
    for voucher in &mine {
        let waits = taken
            .iter()
            .find(|(id, entry, _)| *id == voucher.id && entry.state == CommandState::Waiting);
        shown.push(view(
            &client,
            voucher,
            waits.map(|(_, entry, _)| outbox::sending(entry)),
        )?);
    }
    for (_, entry, body) in &taken {
        if entry.state == CommandState::Refused {
            shown.push(refused(&client, entry, body)?);
        }
    }
    shown.sort_by_key(|voucher| {
        (
            voucher.state != VoucherState::Ready,
            std::cmp::Reverse(voucher.taken_at),
        )
    });
    Ok(shown)
}

#[derive(Deserialize, TS)]
pub struct VoucherTake {
    #[ts(type = "string")]
    offer_id: OfferId,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn take(desk: &Desk, asked: VoucherTake) -> Result<Voucher, ApiError> {
    let client = desk.client()?;
    let (id, command) = client.take_voucher_mending(asked.offer_id, asked.mends)?;
    let row = client.read(|db| congdoan_client::store::market::voucher(db, id))?;
    let entry = client.store().outbox_entry(command)?;
    let sending = entry.as_ref().map(outbox::sending);
    view(&client, &row.ok_or_else(ApiError::not_found)?, sending)
}
