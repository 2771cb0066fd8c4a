//! The devices of a person, and one device.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::device::Device;
use congdoan_domain::{DeviceId, PersonId};
use rusqlite::Connection;
use uuid::Uuid;

/// The devices of a person, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn of_person(db: &Connection, person: PersonId) -> Result<Vec<Device>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM device_list WHERE person = ?1")?;
    let ids = statement
        .query_map([person.0.as_bytes()], |row| Ok(Uuid::from_bytes(row.get(0)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut devices: Vec<Device> = vec![];
    for id in ids {
        devices.extend(view::get::<Device>(db, id)?);
    }
    devices.sort_by_key(|device| std::cmp::Reverse(device.enrolled_at));
    Ok(devices)
}

/// How many devices of a person may still come.
///
/// # Errors
/// The file cannot be read.
pub fn count_of(db: &Connection, person: PersonId) -> Result<u64, StoreError> {
    let count: i64 = db
        .prepare_cached("SELECT count(*) FROM device_list WHERE person = ?1 AND active")?
        .query_row([person.0.as_bytes()], |row| row.get(0))?;
    Ok(count.try_into().unwrap_or(0))
}

/// # Errors
/// The file cannot be read.
pub fn device(db: &Connection, id: DeviceId) -> Result<Option<Device>, StoreError> {
    view::get(db, id)
}
