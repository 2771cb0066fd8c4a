//! Invitations of an office.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::UnitId;
use congdoan_domain::invitation::Invitation;
use rusqlite::Connection;

/// The invitations of a unit, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn of_unit(db: &Connection, unit: UnitId) -> Result<Vec<Invitation>, StoreError> {
    let mut found: Vec<Invitation> = view::all(db)?;
    found.retain(|invitation| invitation.unit == unit);
    found.sort_by_key(|invitation| std::cmp::Reverse(invitation.made_at));
    Ok(found)
}
