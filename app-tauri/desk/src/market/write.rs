use super::draft;
use crate::desk::Desk;
use crate::outbox::saved;
use crate::shape::Saved;
use congdoan_client::ApiError;
use congdoan_client::domain::{CommandId, OfferId};
use serde::Deserialize;
use ts_rs::TS;

#[derive(Deserialize, TS)]
pub struct OfferSend {
    #[ts(type = "string")]
    id: OfferId,
    /// The refused command that this one replaces.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

#[derive(Deserialize, TS)]
pub struct OfferDecide {
    #[ts(type = "string")]
    id: OfferId,
    approve: bool,
    /// Needed when not approving; the provider reads it.
    reason: String,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

/// Names the form's field that a refusal is about.
fn at_field(mut error: ApiError) -> ApiError {
    let field = match error.code.as_str() {
        "offer_dates" | "offer_passed" => "ends_on",
        "offer_price" => "price_for_members",
        "offer_fee" => "extra_fees",
        "offer_limit" => "per_member",
        _ => return error,
    };
    error.args.insert("field".to_owned(), field.to_owned());
    error
}

/// Sends the draft to the office that decides. It stays here too: a refused offer is opened from it again.
pub fn offer_send(desk: &Desk, asked: OfferSend) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let form = draft::read(&client, asked.id)?.ok_or_else(ApiError::not_found)?;
    let command = client
        .submit_offer_as(asked.id, form.terms()?, asked.mends)
        .map_err(at_field)?;
    saved(&client, command, asked.id)
}

pub fn offer_decide(desk: &Desk, asked: OfferDecide) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let because = (!asked.approve).then_some(asked.reason);
    let command = client.decide_offer(asked.id, because, asked.mends)?;
    saved(&client, command, asked.id)
}

/// Ends an approved offer; vouchers already taken stay good for three days.
pub fn offer_end(desk: &Desk, asked: OfferSend) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = client.end_offer(asked.id, asked.mends)?;
    saved(&client, command, asked.id)
}
