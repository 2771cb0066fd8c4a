//! One member's record.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::PersonId;
use congdoan_domain::member::Member;
use rusqlite::Connection;

/// # Errors
/// The file cannot be read.
pub fn member(db: &Connection, id: PersonId) -> Result<Option<Member>, StoreError> {
    view::get(db, id)
}
