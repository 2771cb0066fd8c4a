//! Who may do what, where: of one person, of one unit, all. A device holds few.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::grant::Grant;
use congdoan_domain::{Instant, PersonId, UnitId};
use rusqlite::Connection;

/// The active grants of a person.
///
/// # Errors
/// The file cannot be read.
pub fn active(db: &Connection, person: PersonId, at: Instant) -> Result<Vec<Grant>, StoreError> {
    let grants: Vec<Grant> = view::all(db)?;
    Ok(grants
        .into_iter()
        .filter(|grant| grant.person == person && grant.active_at(at))
        .collect())
}

/// Every grant that this device holds, also proposed and ended ones.
///
/// # Errors
/// The file cannot be read.
pub fn all(db: &Connection) -> Result<Vec<Grant>, StoreError> {
    view::all(db)
}

/// All grants at a unit, also proposed and ended ones.
///
/// # Errors
/// The file cannot be read.
pub fn of_unit(db: &Connection, unit: UnitId) -> Result<Vec<Grant>, StoreError> {
    let grants: Vec<Grant> = view::all(db)?;
    Ok(grants.into_iter().filter(|grant| grant.unit == unit).collect())
}
