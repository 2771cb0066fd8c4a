//! Reading effective rows.

use crate::error::StoreError;
use congdoan_domain::{Facts, Row, RowBody, RowKey};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

/// Facts for a local decision: the view as it stands.
///
/// A row that cannot be read (of a newer program) counts as not known here; the server decides in the end.
pub struct ViewFacts<'a>(pub &'a Connection);

impl Facts for ViewFacts<'_> {
    fn row(&self, key: RowKey) -> Option<Row> {
        let body = body(self.0, key.kind.as_str(), key.id).ok().flatten()?;
        Row::decode(key.kind.as_str(), &body).ok()
    }
}

/// The effective body of a row.
pub(crate) fn body(db: &Connection, kind: &str, id: Uuid) -> Result<Option<Vec<u8>>, rusqlite::Error> {
    let overlay: Option<Option<Vec<u8>>> = db
        .prepare_cached("SELECT body FROM overlay WHERE kind = ?1 AND id = ?2")?
        .query_row((kind, id.as_bytes()), |row| row.get(0))
        .optional()?;
    match overlay {
        Some(body) => Ok(body),
        None => db
            .prepare_cached("SELECT body FROM base WHERE kind = ?1 AND id = ?2")?
            .query_row((kind, id.as_bytes()), |row| row.get(0))
            .optional(),
    }
}

/// One row of a room, typed.
pub(crate) fn get<T: RowBody>(db: &Connection, id: impl Into<Uuid>) -> Result<Option<T>, StoreError> {
    let body = body(db, T::KIND, id.into())?;
    Ok(body
        .and_then(|body| Row::decode(T::KIND, &body).ok())
        .and_then(T::from_row))
}

/// All rows of a kind: for kinds of which a device holds few.
pub(crate) fn all<T: RowBody>(db: &Connection) -> Result<Vec<T>, StoreError> {
    let mut statement = db.prepare_cached("SELECT body FROM effective WHERE kind = ?1 ORDER BY id")?;
    let bodies = statement.query_map([T::KIND], |row| row.get::<_, Vec<u8>>(0))?;
    let mut rows = vec![];
    for body in bodies {
        rows.extend(Row::decode(T::KIND, &body?).ok().and_then(T::from_row));
    }
    Ok(rows)
}
