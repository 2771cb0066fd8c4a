//! The vouchers of a person and those at a provider, which may be many: only theirs are opened.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::market::Voucher;
use congdoan_domain::{PersonId, UnitId, VoucherId};
use rusqlite::Connection;
use uuid::Uuid;

/// # Errors
/// The file cannot be read.
pub fn voucher(db: &Connection, id: VoucherId) -> Result<Option<Voucher>, StoreError> {
    view::get(db, id)
}

/// A person's vouchers, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn vouchers_of(db: &Connection, person: PersonId) -> Result<Vec<Voucher>, StoreError> {
    let query = "SELECT id FROM voucher_list WHERE person = ?1 ORDER BY taken_at DESC, id";
    found(db, query, person.0)
}

/// The vouchers of a provider, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn vouchers_at(db: &Connection, provider: UnitId) -> Result<Vec<Voucher>, StoreError> {
    let query = "SELECT id FROM voucher_list WHERE provider = ?1 ORDER BY taken_at DESC, id";
    found(db, query, provider.0)
}

fn found(db: &Connection, query: &str, of: Uuid) -> Result<Vec<Voucher>, StoreError> {
    let mut statement = db.prepare_cached(query)?;
    let ids = statement.query_map([of.as_bytes()], |row| Ok(Uuid::from_bytes(row.get(0)?)))?;
    let mut found = vec![];
    for id in ids {
        found.extend(view::get::<Voucher>(db, id?)?);
    }
    Ok(found)
}
