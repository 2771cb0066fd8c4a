//! Taking in an answer of the server: rewind, apply, replay, compare, in one transaction (law 5).

use super::replay::{project, replay_over, rewind};
use super::{EngineKey, Store, lock};
use crate::error::StoreError;
use congdoan_domain::{CommandId, Instant, Scope};
use congdoan_wire::checksum::Checksum;
use congdoan_wire::{CommandMsg, Cursor, Page, Receipt, ScopeSum, WireRow};
use rusqlite::{OptionalExtension, Transaction};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the next request carries.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub incarnation: Option<Uuid>,
    pub commands: Vec<CommandMsg>,
    pub waiting: Vec<CommandId>,
    pub cursors: Vec<Cursor>,
}

/// An answer that the sync engine has checked.
#[derive(Clone, Debug)]
pub struct Incoming<'a> {
    pub incarnation: Uuid,
    /// The server's life is another than the cursors belong to.
    pub fresh: bool,
    pub pages: &'a [Page],
    pub gone: &'a [Scope],
    pub sums: &'a [ScopeSum],
    /// Empty unless the answer is settled.
    pub receipts: &'a [Receipt],
    pub settled: bool,
    /// The server's clock: the only one that ages the journal; a device's may be wrong by a year.
    pub server_time: Instant,
}

/// What an answer changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Kinds of rows that changed, for the screens that show them.
    pub kinds: BTreeSet<String>,
    pub receipts: usize,
    /// Scopes whose checksum differed; they will be read again from zero.
    pub repairs: Vec<Scope>,
    pub gone: Vec<Scope>,
}

/// One scope as this device has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CursorState {
    pub cursor: Cursor,
    /// Being read from zero.
    pub reading: bool,
    gen_: i64,
}

impl Store {
    /// What to send now. Commands in `delivered` were in an answered request of this exchange: only their receipt
    /// is asked for.
    ///
    /// # Errors
    /// The files cannot be read or written.
    pub fn outgoing(
        &self,
        delivered: &BTreeSet<CommandId>,
        most: usize,
        bytes: usize,
    ) -> Result<Outgoing, StoreError> {
        self.watch(self.outgoing_unwatched(delivered, most, bytes))
    }

    fn outgoing_unwatched(
        &self,
        delivered: &BTreeSet<CommandId>,
        most: usize,
        bytes: usize,
    ) -> Result<Outgoing, StoreError> {
        let (mut commands, waiting) = self.take_for_sending(most, bytes)?;
        commands.retain(|command| !delivered.contains(&command.id));
        let life = self.known_life()?;
        let cache = lock(&self.cache);
        // A lost cache must not make this device forget which life of the server accepted its journal.
        let incarnation = meta(&cache, "incarnation")?
            .and_then(|bytes| Uuid::from_slice(&bytes).ok())
            .or(life);
        let mut statement = cache.prepare_cached("SELECT scope FROM cursor ORDER BY scope")?;
        let names = statement
            .query_map([], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut cursors = vec![];
        for name in names {
            cursors.extend(cursor(&cache, &name)?.map(|state| state.cursor));
        }
        Ok(Outgoing {
            incarnation,
            commands,
            waiting,
            cursors,
        })
    }

    /// Applies an answer.
    ///
    /// # Errors
    /// The files cannot be written; nothing of the answer was applied.
    pub fn apply(&self, incoming: &Incoming<'_>) -> Result<Applied, StoreError> {
        self.watch(self.apply_unwatched(incoming))
    }

    fn apply_unwatched(&self, incoming: &Incoming<'_>) -> Result<Applied, StoreError> {
        let actor = self.signed_in()?;
        // The outbox first: a crash after this only sends more than needed.
        self.meet_life(incoming.incarnation, incoming.fresh)?;
        let done: BTreeSet<CommandId> = incoming.receipts.iter().map(|receipt| receipt.id).collect();
        let mut applied = Applied {
            receipts: done.len(),
            ..Applied::default()
        };
        {
            let mut cache = lock(&self.cache);
            let waiting = self.waiting(&done)?;
            let tx = cache.transaction()?;
            let mut touched = rewind(&tx)?;
            if incoming.fresh {
                forget_readings(&tx)?;
            }
            for scope in incoming.gone {
                if drop_scope(&tx, *scope, &mut touched)? {
                    applied.gone.push(*scope);
                }
            }
            for page in incoming.pages {
                apply_page(&tx, page, &mut touched)?;
            }
            for sum in incoming.sums {
                if differs(&tx, sum)? {
                    restart(&tx, &sum.scope.to_string(), 0, 0)?;
                    applied.repairs.push(sum.scope);
                }
            }
            replay_over(&tx, actor, &waiting, &mut touched)?;
            project(&tx, &touched, self.projection.project)?;
            set_meta(&tx, "incarnation", incoming.incarnation.as_bytes())?;
            if incoming.settled && applied.repairs.is_empty() {
                set_meta(&tx, "settled", &incoming.server_time.0.to_be_bytes())?;
            }
            tx.commit()?;
            // Before anybody else may lay the outbox over the view: a command that this answer refused would be in
            // effect again, and shown as refused at once.
            if !incoming.receipts.is_empty() {
                self.settle(incoming.receipts, incoming.server_time)?;
            }
            applied.kinds = touched.into_iter().map(|(kind, _)| kind).collect();
        }
        if incoming.settled && applied.repairs.is_empty() {
            // Everything is here again, and what existed only on this device was never in the cache. What cannot be
            // deleted now is tried at the next settled answer: this one was applied.
            let _ = super::open::drop_damaged(&self.dir, i64::MAX);
        }
        Ok(applied)
    }

    /// The server's clock when this device last had everything.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn last_settled(&self) -> Result<Option<Instant>, StoreError> {
        let bytes = self.watch(meta(&lock(&self.cache), "settled").map_err(StoreError::from))?;
        Ok(bytes
            .and_then(|b| b.try_into().ok())
            .map(|b| Instant(i64::from_be_bytes(b))))
    }

    /// The scopes on this device.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn scopes(&self) -> Result<Vec<CursorState>, StoreError> {
        self.watch(self.scopes_unwatched())
    }

    fn scopes_unwatched(&self) -> Result<Vec<CursorState>, StoreError> {
        let cache = lock(&self.cache);
        let mut statement = cache.prepare_cached("SELECT scope FROM cursor ORDER BY scope")?;
        let names = statement
            .query_map([], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut states = vec![];
        for name in names {
            states.extend(cursor(&cache, &name)?);
        }
        Ok(states)
    }
}

fn meta(db: &rusqlite::Connection, key: &str) -> Result<Option<Vec<u8>>, rusqlite::Error> {
    db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

fn set_meta(db: &rusqlite::Connection, key: &str, value: &[u8]) -> Result<(), rusqlite::Error> {
    db.prepare_cached(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute((key, value))?;
    Ok(())
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX) // numbers are counters; the server never comes near 2^63
}

fn cursor(db: &rusqlite::Connection, name: &str) -> Result<Option<CursorState>, StoreError> {
    let Ok(scope) = name.parse::<Scope>() else {
        return Ok(None);
    };
    let found = db
        .prepare_cached("SELECT epoch, seq, floor, sum, gen, reading FROM cursor WHERE scope = ?1")?
        .query_row([name], |row| {
            Ok(CursorState {
                cursor: Cursor {
                    scope,
                    epoch: row.get::<_, i64>(0)?.try_into().unwrap_or(0),
                    seq: row.get::<_, i64>(1)?.try_into().unwrap_or(0),
                    floor: row.get::<_, i64>(2)?.try_into().unwrap_or(0),
                    sum: Checksum::from_bytes(row.get(3)?),
                },
                gen_: row.get(4)?,
                reading: row.get::<_, i64>(5)? != 0,
            })
        })
        .optional()?;
    Ok(found)
}

fn save_cursor(tx: &Transaction<'_>, state: &CursorState) -> Result<(), StoreError> {
    let c = &state.cursor;
    tx.prepare_cached("INSERT OR REPLACE INTO cursor (scope, epoch, seq, floor, sum, gen, reading) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute((
            c.scope.to_string(),
            number(c.epoch),
            number(c.seq),
            number(c.floor),
            c.sum.to_bytes(),
            state.gen_,
            i64::from(state.reading),
        ))?;
    Ok(())
}

/// Begins reading a scope from zero. What is here stays on screen until the reading ends.
fn restart(tx: &Transaction<'_>, scope: &str, epoch: u64, floor: u64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO cursor (scope, epoch, seq, floor, sum, gen, reading) VALUES (?1, ?2, 0, ?3, ?4, 1, 1)
         ON CONFLICT DO UPDATE SET epoch = excluded.epoch, seq = 0, floor = excluded.floor, sum = excluded.sum, gen = gen + 1, reading = 1",
    )?
    .execute((scope, number(epoch), number(floor), Checksum::default().to_bytes()))?;
    Ok(())
}

/// The server's numbers mean something else now: every scope is read again, and any revision it sends wins.
fn forget_readings(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE cursor SET epoch = 0, seq = 0, floor = 0, sum = ?1, gen = gen + 1, reading = 1",
        [Checksum::default().to_bytes()],
    )?;
    tx.execute("UPDATE base SET rev = 0", [])?;
    Ok(())
}

fn apply_page(
    tx: &Transaction<'_>,
    page: &Page,
    touched: &mut BTreeSet<EngineKey>,
) -> Result<(), StoreError> {
    let scope = page.scope.to_string();
    if page.from == 0 {
        restart(tx, &scope, page.epoch, page.head)?;
    }
    let Some(mut state) = cursor(tx, &scope)? else {
        return Ok(());
    };
    for row in &page.rows {
        apply_row(tx, &scope, &mut state, row, touched)?;
    }
    state.cursor.seq = page.to;
    if state.reading && page.to >= page.head {
        drop_stale(tx, &scope, state.gen_, touched)?;
        state.reading = false;
    }
    save_cursor(tx, &state)
}

fn apply_row(
    tx: &Transaction<'_>,
    scope: &str,
    state: &mut CursorState,
    row: &WireRow,
    touched: &mut BTreeSet<EngineKey>,
) -> Result<(), StoreError> {
    let id = row.id.as_bytes();
    let before: Option<([u8; 16], i64)> = tx
        .prepare_cached("SELECT hash, gen FROM place WHERE scope = ?1 AND kind = ?2 AND id = ?3")?
        .query_row((scope, &row.kind, id), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if let Some((hash, gen_)) = before
        && gen_ == state.gen_
    {
        state.cursor.sum = state.cursor.sum.without(Checksum::from_bytes(hash));
    }
    match &row.body {
        Some(body) => {
            let hash = Checksum::of_row(&row.kind, row.id, row.rev, body);
            state.cursor.sum = state.cursor.sum.with(hash);
            tx.prepare_cached("INSERT OR REPLACE INTO place (scope, kind, id, seq, rev, hash, gen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
                .execute((scope, &row.kind, id, number(row.seq), number(row.rev), hash.to_bytes(), state.gen_))?;
            tx.prepare_cached(
                "INSERT INTO base (kind, id, rev, body) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET rev = excluded.rev, body = excluded.body WHERE excluded.rev >= base.rev",
            )?
            .execute((&row.kind, id, number(row.rev), body.as_slice()))?;
        }
        None => unplace(tx, scope, &row.kind, row.id)?,
    }
    touched.insert((row.kind.clone(), row.id));
    Ok(())
}

/// Takes a row out of a scope, and off the device when no other scope holds it.
fn unplace(tx: &Transaction<'_>, scope: &str, kind: &str, id: Uuid) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM place WHERE scope = ?1 AND kind = ?2 AND id = ?3")?
        .execute((scope, kind, id.as_bytes()))?;
    tx.prepare_cached(
        "DELETE FROM base WHERE kind = ?1 AND id = ?2 AND NOT EXISTS (SELECT 1 FROM place WHERE kind = ?1 AND id = ?2)",
    )?
    .execute((kind, id.as_bytes()))?;
    Ok(())
}

fn drop_stale(
    tx: &Transaction<'_>,
    scope: &str,
    gen_: i64,
    touched: &mut BTreeSet<EngineKey>,
) -> Result<(), StoreError> {
    let stale: Vec<EngineKey> = {
        let mut statement = tx.prepare_cached("SELECT kind, id FROM place WHERE scope = ?1 AND gen <> ?2")?;
        let keys = statement.query_map((scope, gen_), |row| {
            Ok((row.get(0)?, Uuid::from_bytes(row.get(1)?)))
        })?;
        keys.collect::<Result<_, _>>()?
    };
    for (kind, id) in stale {
        unplace(tx, scope, &kind, id)?;
        touched.insert((kind, id));
    }
    Ok(())
}

/// Forgets a scope the device may no longer hold. Says whether there was one.
fn drop_scope(
    tx: &Transaction<'_>,
    scope: Scope,
    touched: &mut BTreeSet<EngineKey>,
) -> Result<bool, StoreError> {
    let name = scope.to_string();
    drop_stale(tx, &name, -1, touched)?;
    Ok(tx.execute("DELETE FROM cursor WHERE scope = ?1", [name])? > 0)
}

fn differs(tx: &Transaction<'_>, sum: &ScopeSum) -> Result<bool, StoreError> {
    Ok(cursor(tx, &sum.scope.to_string())?.is_some_and(|state| {
        let c = &state.cursor;
        c.epoch == sum.epoch && c.seq == sum.seq && c.sum != sum.sum
    }))
}

#[cfg(test)]
mod tests;
