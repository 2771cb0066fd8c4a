//! The overlay: what the waiting commands do to the received rows.

use super::view::ViewFacts;
use super::{EngineKey, Project, Store, lock};
use crate::error::StoreError;
use congdoan_domain::{Actor, Change, Command, CommandId, Envelope, Instant, Row};
use rusqlite::{Connection, Transaction};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A command as the replay needs it.
pub(super) struct Waiting {
    pub id: CommandId,
    pub made_at: Instant,
    pub at: Instant,
    pub name: String,
    pub body: Vec<u8>,
}

impl Store {
    /// Rewinds and replays the whole outbox, leaving out commands whose receipt is being applied.
    pub(super) fn replay(&self, done: &BTreeSet<CommandId>) -> Result<(), StoreError> {
        let Some(actor) = self.actor() else { return Ok(()) };
        // The cache's lock first: a command made meanwhile must not be rewound without being replayed.
        let mut cache = lock(&self.cache);
        let waiting = self.waiting(done)?;
        let tx = cache.transaction()?;
        let mut touched = rewind(&tx)?;
        replay_over(&tx, actor, &waiting, &mut touched)?;
        project(&tx, &touched, self.projection.project)?;
        tx.commit()?;
        Ok(())
    }

    pub(super) fn waiting(&self, done: &BTreeSet<CommandId>) -> Result<Vec<Waiting>, StoreError> {
        let outbox = lock(&self.outbox);
        let mut statement = outbox.prepare_cached(
            "SELECT id, made_at, at, name, body FROM command WHERE state = 'waiting' ORDER BY n",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Waiting {
                id: CommandId(Uuid::from_bytes(row.get(0)?)),
                made_at: Instant(row.get(1)?),
                at: Instant(row.get(2)?),
                name: row.get(3)?,
                body: row.get(4)?,
            })
        })?;
        let mut waiting = vec![];
        for row in rows {
            let row = row?;
            if !done.contains(&row.id) {
                waiting.push(row);
            }
        }
        Ok(waiting)
    }
}

/// Takes the overlay away. Returns the rows that change by it.
pub(super) fn rewind(tx: &Transaction<'_>) -> Result<BTreeSet<EngineKey>, StoreError> {
    let mut touched = BTreeSet::new();
    {
        let mut statement = tx.prepare_cached("SELECT kind, id FROM overlay")?;
        let keys = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, Uuid::from_bytes(row.get(1)?)))
        })?;
        for key in keys {
            touched.insert(key?);
        }
    }
    tx.execute("DELETE FROM overlay", [])?;
    Ok(touched)
}

/// Runs the waiting commands in their order. One that the rules now refuse has no effect here and stays waiting:
/// only the server's receipt ends a command.
pub(super) fn replay_over(
    tx: &Transaction<'_>,
    actor: Actor,
    waiting: &[Waiting],
    touched: &mut BTreeSet<EngineKey>,
) -> Result<(), StoreError> {
    for command in waiting {
        let Ok(decoded) = Command::decode(&command.name, &command.body) else {
            continue;
        };
        let envelope = Envelope {
            id: command.id,
            actor,
            made_at: command.made_at,
            command: decoded,
        };
        if let Ok(changes) = ViewFacts::new(tx).decide(&envelope, command.at)? {
            lay_over(tx, &changes, touched)?;
        }
    }
    Ok(())
}

/// Writes a decision's changes into the overlay.
pub(super) fn lay_over(
    tx: &Transaction<'_>,
    changes: &[Change],
    touched: &mut BTreeSet<EngineKey>,
) -> Result<(), StoreError> {
    let mut insert =
        tx.prepare_cached("INSERT INTO overlay (kind, id, body) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET body = excluded.body")?;
    for change in changes {
        let key = change.key();
        let body = match change {
            Change::Put(row) => Some(row.encode()),
            Change::Delete(_) => None,
        };
        insert.execute((key.kind.as_str(), key.id.as_bytes(), body))?;
        touched.insert((key.kind.as_str().to_owned(), key.id));
    }
    Ok(())
}

/// Brings the rooms' tables up to date for the rows that changed.
pub(super) fn project(
    tx: &Transaction<'_>,
    touched: &BTreeSet<EngineKey>,
    project: Project,
) -> Result<(), StoreError> {
    for (kind, id) in touched {
        let row = super::view::body(tx, kind, *id)?.and_then(|body| Row::decode(kind, &body).ok());
        project(tx, kind, *id, row.as_ref())?;
    }
    Ok(())
}

/// Fills the rooms' tables anew, after they were added by a migration.
pub(super) fn project_all(tx: &Transaction<'_>, with: Project) -> Result<(), StoreError> {
    let keys = all_keys(tx)?;
    project(tx, &keys, with)
}

pub(super) fn all_keys(db: &Connection) -> Result<BTreeSet<EngineKey>, StoreError> {
    let mut statement = db.prepare("SELECT kind, id FROM effective")?;
    let keys = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, Uuid::from_bytes(row.get(1)?)))
    })?;
    Ok(keys.collect::<Result<_, _>>()?)
}
