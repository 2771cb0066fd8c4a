use super::token::Claims;
use crate::row::row_body;
use crate::time::end_of;
use crate::{CardId, Date, Instant, PersonId, Scope, UnitId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long a card is good. No source fixes a term; two years is the project's parameter.
pub const VALID_YEARS: i16 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    Active,
    /// Like the member; becomes active again with the same signature.
    Paused,
    /// For good: another serial takes its place, or none.
    Revoked,
}

/// One card of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub id: CardId,
    pub person: PersonId,
    pub unit: UnitId,
    /// The union's name as printed: the full legal one where the QR has room for it, else the short one.
    pub unit_name: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// 1, 2, 3 … for each person.
    pub serial: u32,
    pub issued_at: Instant,
    /// Last day on which it is good, to its end in Việt Nam.
    pub expires_on: Date,
    pub state: CardState,
    pub state_since: Instant,
    /// The token as bytes; `None` until the server has signed. Only signed cards are shown.
    #[serde(default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub signed: Option<Vec<u8>>,
}

impl Card {
    /// What the token of this card says; `server` is the issuing server's id.
    pub fn claims(&self, server: Uuid) -> Claims {
        Claims {
            issuer: Claims::issuer_of(server),
            card: self.id,
            name: self.name.clone(),
            number: self.number.clone(),
            unit: self.unit,
            unit_name: self.unit_name.clone(),
            issued_at: self.issued_at.0.div_euclid(1000),
            expires_at: (end_of(self.expires_on).0 + 1).div_euclid(1000),
        }
    }

    /// Whether the server has to sign this row before it is written.
    pub fn wants_signature(&self) -> bool {
        self.signed.is_none() && self.state != CardState::Revoked
    }
}

/// Which card of a person is the newest: rules read rows by key, so the way to it is a row of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardHead {
    pub id: PersonId,
    pub unit: UnitId,
    pub serial: u32,
    pub card: CardId,
}

row_body!(Card, CardId, "card", Office, |card: &Card| vec![
    Scope::Desk(card.unit),
    Scope::Member(card.person)
]);

row_body!(CardHead, PersonId, "card_head", Office, |head: &CardHead| vec![
    Scope::Desk(head.unit),
    Scope::Member(head.id)
]);
