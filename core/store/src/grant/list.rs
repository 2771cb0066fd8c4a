//! Who may do what, where: of one person, of one unit, all. A device holds few.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::device::Device;
use congdoan_domain::grant::Grant;
use congdoan_domain::unit::Unit;
use congdoan_domain::{DeviceId, Instant, PersonId, UnitId};
use rusqlite::Connection;

/// The active grants of a person that their device carries. A device whose row is not here yet is taken to carry all:
/// the server gives it no desk that is not its own.
///
/// # Errors
/// The file cannot be read.
pub fn active(
    db: &Connection,
    person: PersonId,
    device: DeviceId,
    at: Instant,
) -> Result<Vec<Grant>, StoreError> {
    let device: Option<Device> = view::get(db, device)?;
    let standing = device.and_then(|device| device.standing);
    let mut found = vec![];
    for grant in view::all::<Grant>(db)? {
        if grant.person != person || !grant.active_at(at) {
            continue;
        }
        let unit: Option<Unit> = view::get(db, grant.unit)?;
        let units: Vec<_> = unit.map_or_else(|| vec![grant.unit], |unit| unit.self_and_above().collect());
        if standing.is_none_or(|standing| standing.carries(&grant, units.into_iter())) {
            found.push(grant);
        }
    }
    Ok(found)
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
