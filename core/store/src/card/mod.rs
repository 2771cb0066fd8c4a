//! Cards on this device.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::card::{Card, CardHead};
use congdoan_domain::{PersonId, UnitId};
use rusqlite::Connection;

/// A person's newest card.
///
/// # Errors
/// The file cannot be read.
pub fn of_person(db: &Connection, person: PersonId) -> Result<Option<Card>, StoreError> {
    match view::get::<CardHead>(db, person)? {
        Some(head) => view::get(db, head.card),
        None => Ok(None),
    }
}

/// The cards of a unit, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn of_unit(db: &Connection, unit: UnitId) -> Result<Vec<Card>, StoreError> {
    let mut cards: Vec<Card> = view::all(db)?;
    cards.retain(|card| card.unit == unit);
    cards.sort_by_key(|card| std::cmp::Reverse(card.issued_at));
    Ok(cards)
}
