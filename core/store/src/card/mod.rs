//! Cards on this device.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::card::{Card, CardHead};
use congdoan_domain::member::name_sort_key;
use congdoan_domain::{CardId, PersonId, UnitId};
use rusqlite::Connection;
use std::collections::BTreeSet;

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

/// The newest card of each person of a unit, by name.
///
/// # Errors
/// The file cannot be read.
pub fn of_unit(db: &Connection, unit: UnitId) -> Result<Vec<Card>, StoreError> {
    let heads: Vec<CardHead> = view::all(db)?;
    let newest: BTreeSet<CardId> = heads.iter().map(|head| head.card).collect();
    let mut cards: Vec<Card> = view::all(db)?;
    cards.retain(|card| card.unit == unit && newest.contains(&card.id));
    cards.sort_by_cached_key(|card| (name_sort_key(&card.name), card.id));
    Ok(cards)
}
