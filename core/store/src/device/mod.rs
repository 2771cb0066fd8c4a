//! Devices on this device: one's own, and those of an office's members.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::device::Device;
use congdoan_domain::{DeviceId, PersonId};
use rusqlite::Connection;

/// The devices of a person, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn of_person(db: &Connection, person: PersonId) -> Result<Vec<Device>, StoreError> {
    let mut devices: Vec<Device> = view::all(db)?;
    devices.retain(|device| device.person == person);
    devices.sort_by_key(|device| std::cmp::Reverse(device.enrolled_at));
    Ok(devices)
}

/// # Errors
/// The file cannot be read.
pub fn device(db: &Connection, id: DeviceId) -> Result<Option<Device>, StoreError> {
    view::get(db, id)
}
