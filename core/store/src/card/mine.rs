//! The card a person shows.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::PersonId;
use congdoan_domain::card::{Card, CardHead};
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
