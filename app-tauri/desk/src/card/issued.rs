use super::CardStatus;
use crate::desk::Desk;
use congdoan_client::ApiError;
use congdoan_client::domain::text::fold;
use congdoan_client::domain::{Date, Instant};
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
    let words = fold(asked.query.as_deref().unwrap_or_default().trim());
    let mut rows: Vec<CardRow> = client
        .read(|db| congdoan_client::store::card::of_unit(db, unit.id))?
        .into_iter()
        .filter(|card| {
            let number = card.number.as_deref().unwrap_or_default();
            fold(&card.name).contains(&words) || fold(number).contains(&words)
        })
        .map(|card| CardRow {
            card_id: card.id.to_string(),
            member_id: card.person.to_string(),
            status: CardStatus::of(&card, today),
            issued_at: card.signed.as_ref().map(|_| card.issued_at),
            valid_until: Some(card.expires_on),
            name: card.name,
            member_code: card.number.unwrap_or_default(),
            reason: None,
        })
        .collect();
    let counts = CardStatus::ALL
        .map(|status| CardCount {
            status,
            count: rows.iter().filter(|row| row.status == status).count(),
        })
        .into_iter()
        .filter(|counted| counted.count > 0)
        .collect();
    rows.retain(|row| asked.status.is_none_or(|status| row.status == status));
    Ok(CardPage {
        total: rows.len(),
        offset: asked.offset,
        rows: rows.into_iter().skip(asked.offset).take(asked.limit).collect(),
        counts,
    })
}
