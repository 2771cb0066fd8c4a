//! The tree of units, and one unit. A device holds those above and below its own: few.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::UnitId;
use congdoan_domain::unit::Unit;
use rusqlite::Connection;

/// # Errors
/// The file cannot be read.
pub fn unit(db: &Connection, id: UnitId) -> Result<Option<Unit>, StoreError> {
    view::get(db, id)
}

/// # Errors
/// The file cannot be read.
pub fn units(db: &Connection) -> Result<Vec<Unit>, StoreError> {
    let mut units: Vec<Unit> = view::all(db)?;
    units.sort_by_key(|unit| (unit.path.len(), unit.name.clone()));
    Ok(units)
}
