use super::CardStatus;
use crate::desk::Desk;
use congdoan_client::ApiError;
use congdoan_client::domain::card::Card;
use congdoan_client::domain::{Date, Instant};
use congdoan_client::store::card::{self, IssuedQuery, Standing};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Deserialize, TS)]
pub struct CardQuery {
    #[serde(default)]
    #[ts(optional = nullable)]
    query: Option<String>,
    #[serde(default)]
    #[ts(optional = nullable)]
    status: Option<CardStatus>,
    offset: usize,
    limit: usize,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CardRow {
    pub card_id: String,
    pub member_id: String,
    pub name: String,
    pub member_code: String,
    #[ts(type = "Instant | null")]
    pub issued_at: Option<Instant>,
    #[ts(type = "CivilDate | null")]
    pub valid_until: Option<Date>,
    pub status: CardStatus,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CardCount {
    pub status: CardStatus,
    pub count: usize,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CardPage {
    pub rows: Vec<CardRow>,
    pub offset: usize,
    pub total: usize,
    /// Of all that the words find, whatever the status asked for.
    pub counts: Vec<CardCount>,
}

/// The newest card of each member of this office.
pub fn issued(desk: &Desk, asked: CardQuery) -> Result<CardPage, ApiError> {
    let client = desk.client()?;
    client.check_fresh()?;
    let today = client.server_now().date();
    let Some(unit) = client.me()?.unit else {
        return Err(ApiError::not_found());
    };
    let query = IssuedQuery {
        unit: unit.id,
        today,
        text: asked.query.unwrap_or_default(),
        standing: asked.status.map(Standing::from),
        offset: asked.offset,
        limit: asked.limit,
    };
    let found = client.read(|db| card::issued(db, &query))?;
    let row = |card: Card| CardRow {
        card_id: card.id.to_string(),
        member_id: card.person.to_string(),
        status: CardStatus::of(&card, today),
        issued_at: card.signed.as_ref().map(|_| card.issued_at),
        valid_until: Some(card.expires_on),
        name: card.name,
        member_code: card.number.unwrap_or_default(),
        reason: None,
    };
    let count = |(standing, count): (Standing, usize)| CardCount {
        status: standing.into(),
        count,
    };
    Ok(CardPage {
        total: found.total,
        offset: asked.offset,
        rows: found.cards.into_iter().map(row).collect(),
        counts: found.counts.into_iter().map(count).collect(),
    })
}
