//! Which waiting commands need what another waiting command makes. The engine knows no room: a command makes what it is
//! the first to name and the server does not have.

use super::{CommandState, OutboxEntry, Store};
use crate::error::StoreError;
use ciborium::Value;
use congdoan_domain::CommandId;
use rusqlite::Connection;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Store {
    /// Waiting commands that the server would refuse if this waiting one were taken back, in their order; also those that
    /// hang on it through another one.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn hanging(&self, on: CommandId) -> Result<Vec<OutboxEntry>, StoreError> {
        let waiting = self.outbox(CommandState::Waiting, usize::MAX)?;
        let (mut known, mut made, mut hanging) = (BTreeSet::new(), BTreeSet::new(), vec![]);
        for entry in waiting {
            let named = named(&entry.body);
            let hangs = !named.is_disjoint(&made);
            if entry.id == on || hangs {
                let first = named.difference(&known).copied();
                made.extend(self.read(|db| unreceived(db, first))?);
            } else {
                known.extend(named);
            }
            if hangs {
                hanging.push(entry);
            }
        }
        Ok(hanging)
    }
}

/// Of these ids, those of which nothing was received.
fn unreceived(db: &Connection, ids: impl Iterator<Item = Uuid>) -> Result<Vec<Uuid>, StoreError> {
    let mut received = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM base WHERE id = ?1)")?;
    let mut found = vec![];
    for id in ids {
        if !received.query_row([id.as_bytes()], |row| row.get::<_, bool>(0))? {
            found.push(id);
        }
    }
    Ok(found)
}

/// The ids in a command's body: strings of 16 bytes. One that is none makes no difference, nobody else names it.
fn named(body: &[u8]) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    if let Ok(value) = ciborium::from_reader::<Value, _>(body) {
        gather(&value, &mut found);
    }
    found
}

fn gather(value: &Value, found: &mut BTreeSet<Uuid>) {
    match value {
        Value::Bytes(bytes) => found.extend(Uuid::from_slice(bytes)),
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Map(fields) => fields.iter().for_each(|(_, field)| gather(field, found)),
        Value::Tag(_, inner) => gather(inner, found),
        _ => {}
    }
}
