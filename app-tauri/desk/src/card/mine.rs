use super::CardStatus;
use crate::desk::Desk;
use crate::qr;
use crate::shape::NoArguments;
use congdoan_client::ApiError;
use congdoan_client::domain::card::token;
use congdoan_client::domain::{Date, Instant};
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct MyCard {
    pub name: String,
    pub member_code: String,
    pub unit_name: String,
    pub status: CardStatus,
    #[ts(type = "Instant | null")]
    pub status_as_of: Option<Instant>,
    /// Null until the server has signed it.
    #[ts(type = "Instant | null")]
    pub issued_at: Option<Instant>,
    #[ts(type = "CivilDate | null")]
    pub valid_until: Option<Date>,
    /// Null where showing it would help nobody: unsigned, revoked or expired.
    pub qr_svg: Option<String>,
    pub qr_text: Option<String>,
    pub signed_by: Option<String>,
    /// Names the key that signed it, as a person compares it: "7c1e 90ab 44d2 0f31".
    pub key_digest: Option<String>,
}

/// A key as a person compares it: "7c1e 90ab 44d2 0f31".
pub(crate) fn grouped(bytes: &[u8]) -> String {
    let pairs = bytes.chunks(2);
    let words: Vec<String> = pairs.map(congdoan_client::hex::encode).collect();
    words.join(" ")
}

pub fn mine(desk: &Desk, _: NoArguments) -> Result<Option<MyCard>, ApiError> {
    let client = desk.client()?;
    let Some((card, text)) = client.my_card()? else {
        return Ok(None);
    };
    let status = CardStatus::of(&card, client.server_now().date());
    let shown = matches!(status, CardStatus::Valid | CardStatus::Paused);
    let text = text.filter(|_| shown);
    let signed = card.signed.as_deref();
    let kid = signed
        .and_then(|bytes| token::parse(bytes).ok())
        .map(|read| read.kid);
    Ok(Some(MyCard {
        name: card.name,
        member_code: card.number.unwrap_or_default(),
        status,
        status_as_of: client.store().last_settled()?,
        issued_at: signed.map(|_| card.issued_at),
        valid_until: Some(card.expires_on),
        qr_svg: text.as_deref().and_then(qr::svg),
        qr_text: text,
        signed_by: kid.map(|_| card.unit_name.clone()),
        key_digest: kid.map(|kid| grouped(&kid)),
        unit_name: card.unit_name,
    }))
}
