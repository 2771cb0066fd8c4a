use congdoan_domain::Row;
use congdoan_domain::device::DeviceState;
use rusqlite::Transaction;
use uuid::Uuid;

pub(crate) const SCHEMA_1: &str = include_str!("devices_1.sql");

pub(crate) fn project(tx: &Transaction<'_>, id: Uuid, row: Option<&Row>) -> Result<(), rusqlite::Error> {
    let Some(Row::Device(device)) = row else {
        tx.prepare_cached("DELETE FROM device_list WHERE id = ?1")?
            .execute([id.as_bytes()])?;
        return Ok(());
    };
    tx.prepare_cached("INSERT OR REPLACE INTO device_list (id, person, active) VALUES (?1, ?2, ?3)")?
        .execute((
            id.as_bytes(),
            device.person.0.as_bytes(),
            device.state == DeviceState::Active,
        ))?;
    Ok(())
}
