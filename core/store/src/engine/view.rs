//! Reading effective rows.

use crate::error::StoreError;
use congdoan_domain::{Change, Envelope, Facts, Instant, Rejection, Row, RowBody, RowKey, decide};
use rusqlite::{Connection, OptionalExtension};
use std::cell::RefCell;
use uuid::Uuid;

/// Facts for a local decision: the view as it stands.
///
/// A row whose body cannot be read (of a newer program) counts as not known here; the server decides in the end. A
/// file that cannot be read is no such thing: a decision that met it is no decision, see [`Self::decide`].
pub struct ViewFacts<'a> {
    db: &'a Connection,
    failure: RefCell<Option<rusqlite::Error>>,
}

impl<'a> ViewFacts<'a> {
    pub fn new(db: &'a Connection) -> Self {
        Self {
            db,
            failure: RefCell::new(None),
        }
    }

    /// What the rules say, over this view.
    ///
    /// # Errors
    /// A row could not be read from the file: what the rules said without it means nothing.
    pub fn decide(
        self,
        envelope: &Envelope,
        at: Instant,
    ) -> Result<Result<Vec<Change>, Rejection>, StoreError> {
        let decided = decide(envelope, at, &self);
        match self.failure.into_inner() {
            Some(error) => Err(error.into()),
            None => Ok(decided),
        }
    }
}

impl Facts for ViewFacts<'_> {
    fn row(&self, key: RowKey) -> Option<Row> {
        let body = body(self.db, key.kind.as_str(), key.id).unwrap_or_else(|error| {
            self.failure.borrow_mut().get_or_insert(error);
            None
        });
        Row::decode(key.kind.as_str(), &body?).ok()
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
