//! The outbox and the journal: one table of the commands this device made.

use super::replay::{lay_over, project};
use super::view::ViewFacts;
use super::{Store, lock};
use crate::error::StoreError;
use congdoan_domain::{Actor, Command, CommandId, Envelope, Instant, Rejection};
use congdoan_wire::{CommandMsg, Receipt, ReceiptOutcome};
use rusqlite::OptionalExtension;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How long accepted commands are kept, to be sent again if the server was restored from a backup.
pub const JOURNAL_DAYS: i64 = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandState {
    /// Chờ gửi.
    Waiting,
    /// Bị từ chối.
    Refused,
    /// Đã gửi.
    Accepted,
}

impl CommandState {
    fn parse(word: &str) -> Self {
        match word {
            "refused" => Self::Refused,
            "accepted" => Self::Accepted,
            _ => Self::Waiting,
        }
    }
}

/// A command of this device and what became of it.
#[derive(Clone, Debug)]
pub struct OutboxEntry {
    pub id: CommandId,
    pub made_at: Instant,
    pub name: String,
    pub body: Vec<u8>,
    pub state: CommandState,
    /// A send was tried: it can no longer be withdrawn.
    pub attempted: bool,
    /// The server's clock at its decision.
    pub settled_at: Option<Instant>,
    pub refusal: Option<Rejection>,
}

impl OutboxEntry {
    pub fn command(&self) -> Option<Command> {
        Command::decode(&self.name, &self.body).ok()
    }
}

/// A command taken back before any send was tried.
#[derive(Clone, Debug)]
pub struct Withdrawn(pub OutboxEntry);

impl Store {
    /// Saves a command: decided here first, then on the disk, then seen in the view.
    ///
    /// `undecidable` names refusals that only mean "this device does not know enough": such a command is saved
    /// without an effect here, and waits for the server. `replaces` is a refused command that this one mends.
    ///
    /// # Errors
    /// The rules refuse it (nothing is saved), or the disk is full (nothing is saved).
    pub fn execute(
        &self,
        id: CommandId,
        made_at: Instant,
        at: Instant,
        command: &Command,
        undecidable: &[&str],
        replaces: Option<CommandId>,
    ) -> Result<(), StoreError> {
        let actor = self.actor().ok_or(StoreError::NotFound)?;
        let envelope = Envelope {
            id,
            actor,
            made_at,
            command: command.clone(),
        };
        self.catch_up()?;
        self.watch(self.save(&envelope, at, undecidable, replaces))
    }

    fn save(
        &self,
        envelope: &Envelope,
        at: Instant,
        undecidable: &[&str],
        replaces: Option<CommandId>,
    ) -> Result<(), StoreError> {
        let Envelope {
            id, made_at, command, ..
        } = envelope;
        let mut cache = lock(&self.cache);
        let tx = cache.transaction()?;
        let changes = match ViewFacts::new(&tx).decide(envelope, at)? {
            Ok(changes) => changes,
            Err(refusal) if undecidable.contains(&refusal.code.as_str()) => vec![],
            Err(refusal) => return Err(refusal.into()),
        };
        // Laid over before the outbox is written and committed after it: what can fail fails while nothing is saved.
        let mut touched = BTreeSet::new();
        lay_over(&tx, &changes, &mut touched)?;
        project(&tx, &touched, self.projection.project)?;
        {
            let mut outbox = lock(&self.outbox);
            let saved = outbox.transaction()?;
            saved.execute(
                "INSERT INTO command (id, made_at, at, name, body, state) VALUES (?1, ?2, ?3, ?4, ?5, 'waiting')",
                (id.0.as_bytes(), made_at.0, at.0, command.name(), command.encode()),
            )?;
            if let Some(mended) = replaces {
                saved.execute(
                    "DELETE FROM command WHERE id = ?1 AND state = 'refused'",
                    [mended.0.as_bytes()],
                )?;
            }
            saved.commit()?;
        }
        // From here on it is saved, and an error would say the opposite: a view that lacks it catches up.
        if let Err(error) = tx.commit() {
            self.fall_behind(error.into());
        }
        Ok(())
    }

    /// What the rules say of a command now, on this device; nothing is saved.
    ///
    /// # Errors
    /// The rules refuse it, or the file cannot be read.
    pub fn consider(&self, made_at: Instant, at: Instant, command: &Command) -> Result<(), StoreError> {
        let actor = self.actor().ok_or(StoreError::NotFound)?;
        let envelope = Envelope {
            id: CommandId(Uuid::nil()),
            actor,
            made_at,
            command: command.clone(),
        };
        self.read(|db| Ok(ViewFacts::new(db).decide(&envelope, at)?.map(|_| ())?))
    }

    /// Commands in the order they were made, newest last.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn outbox(&self, state: CommandState, limit: usize) -> Result<Vec<OutboxEntry>, StoreError> {
        let (word, order) = match state {
            CommandState::Waiting => ("waiting", "n"),
            CommandState::Refused => ("refused", "n"),
            CommandState::Accepted => ("accepted", "settled_at DESC, n DESC"),
        };
        let outbox = lock(&self.outbox);
        let mut statement = outbox.prepare_cached(&format!(
            "SELECT id, made_at, name, body, state, attempted, settled_at, refusal FROM command WHERE state = ?1
             ORDER BY {order} LIMIT ?2"
        ))?;
        let rows = statement.query_map((word, i64::try_from(limit).unwrap_or(i64::MAX)), entry)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// # Errors
    /// The file cannot be read.
    pub fn outbox_entry(&self, id: CommandId) -> Result<Option<OutboxEntry>, StoreError> {
        let outbox = lock(&self.outbox);
        let found = outbox
            .prepare_cached("SELECT id, made_at, name, body, state, attempted, settled_at, refusal FROM command WHERE id = ?1")?
            .query_row([id.0.as_bytes()], entry)
            .optional()?;
        Ok(found)
    }

    /// How many commands wait, and how many were refused.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn outbox_counts(&self) -> Result<(u64, u64), StoreError> {
        let outbox = lock(&self.outbox);
        let count = |state: &str| -> Result<u64, rusqlite::Error> {
            outbox
                .prepare_cached("SELECT count(*) FROM command WHERE state = ?1")?
                .query_row([state], |row| row.get::<_, i64>(0))
                .map(|n| n.try_into().unwrap_or(0))
        };
        Ok((count("waiting")?, count("refused")?))
    }

    /// Takes a waiting command back: only while no send was tried, because then it cannot be at the server.
    ///
    /// # Errors
    /// `InFlight`: undo it by a counter-command, or wait for its receipt.
    pub fn withdraw(&self, id: CommandId) -> Result<Withdrawn, StoreError> {
        let entry = self.outbox_entry(id)?.ok_or(StoreError::NotFound)?;
        let deleted = lock(&self.outbox).execute(
            "DELETE FROM command WHERE id = ?1 AND state = 'waiting' AND attempted = 0",
            [id.0.as_bytes()],
        )?;
        if deleted == 0 {
            return Err(StoreError::InFlight);
        }
        // It is taken back, whatever becomes of the view.
        if let Err(error) = self.replay(&BTreeSet::new()) {
            self.fall_behind(error);
        }
        Ok(Withdrawn(entry))
    }

    /// Drops a refused command for good, at its person's wish.
    ///
    /// # Errors
    /// `NotFound`: it is not a refused command.
    pub fn discard(&self, id: CommandId) -> Result<OutboxEntry, StoreError> {
        let entry = self.outbox_entry(id)?.ok_or(StoreError::NotFound)?;
        let deleted = lock(&self.outbox).execute(
            "DELETE FROM command WHERE id = ?1 AND state = 'refused'",
            [id.0.as_bytes()],
        )?;
        if deleted == 0 {
            Err(StoreError::NotFound)
        } else {
            Ok(entry)
        }
    }

    /// Drops a waiting command for good, also one that a send was tried of: only for a device that the server lets in no
    /// longer, where neither an answer nor another try can come.
    ///
    /// # Errors
    /// `NotFound`: it does not wait.
    pub fn give_up(&self, id: CommandId) -> Result<(), StoreError> {
        let deleted = lock(&self.outbox).execute(
            "DELETE FROM command WHERE id = ?1 AND state = 'waiting'",
            [id.0.as_bytes()],
        )?;
        if deleted == 0 {
            return Err(StoreError::NotFound);
        }
        // It is dropped, whatever becomes of the view.
        if let Err(error) = self.replay(&BTreeSet::new()) {
            self.fall_behind(error);
        }
        Ok(())
    }

    /// The next commands to send, marked as attempted on the disk before they are returned.
    pub(super) fn take_for_sending(
        &self,
        most: usize,
        bytes: usize,
    ) -> Result<(Vec<CommandMsg>, Vec<CommandId>), StoreError> {
        let mut outbox = lock(&self.outbox);
        let tx = outbox.transaction()?;
        let mut fresh: Vec<CommandMsg> = vec![];
        let mut waiting = vec![];
        {
            let mut statement = tx.prepare_cached(
                "SELECT id, made_at, name, body FROM command WHERE state = 'waiting' ORDER BY n",
            )?;
            let mut rows = statement.query([])?;
            let mut size = 0;
            while let Some(row) = rows.next()? {
                let id = CommandId(Uuid::from_bytes(row.get(0)?));
                waiting.push(id);
                let body: Vec<u8> = row.get(3)?;
                size += body.len();
                // In their order: once one does not fit, none after it goes either.
                let fits = fresh.len() < most && (fresh.is_empty() || size <= bytes);
                if fits && fresh.len() + 1 == waiting.len() {
                    fresh.push(CommandMsg {
                        id,
                        made_at: Instant(row.get(1)?),
                        name: row.get(2)?,
                        body,
                    });
                }
            }
            let mut mark = tx.prepare_cached("UPDATE command SET attempted = 1 WHERE id = ?1")?;
            for command in &fresh {
                mark.execute([command.id.0.as_bytes()])?;
            }
        }
        tx.commit()?;
        waiting.truncate(2_000);
        Ok((fresh, waiting))
    }

    /// Ends commands by their receipts: accepted ones become the journal, refused ones stay for their person.
    pub(super) fn settle(&self, receipts: &[Receipt], server_time: Instant) -> Result<(), StoreError> {
        let mut outbox = lock(&self.outbox);
        let tx = outbox.transaction()?;
        {
            let mut end = tx.prepare_cached(
                "UPDATE command SET state = ?2, settled_at = ?3, refusal = ?4, attempted = 1 WHERE id = ?1 AND state = 'waiting'",
            )?;
            for receipt in receipts {
                let (state, refusal) = match &receipt.outcome {
                    ReceiptOutcome::Accepted => ("accepted", None),
                    ReceiptOutcome::Rejected(rejection) => {
                        let mut bytes = vec![];
                        ciborium::into_writer(rejection, &mut bytes)
                            .expect("writing CBOR to memory cannot fail");
                        ("refused", Some(bytes))
                    }
                };
                end.execute((receipt.id.0.as_bytes(), state, receipt.at.0, refusal))?;
            }
            tx.execute(
                "DELETE FROM command WHERE state = 'accepted' AND settled_at < ?1",
                [server_time.plus_hours(-24 * JOURNAL_DAYS).0],
            )?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Remembers which life of the server answers. In a new one (it was restored from a backup) it may have
    /// forgotten what it accepted, so all of the journal goes again.
    pub(super) fn meet_life(&self, life: Uuid, fresh: bool) -> Result<(), StoreError> {
        if self.known_life()? == Some(life) && !fresh {
            return Ok(());
        }
        let mut outbox = lock(&self.outbox);
        let tx = outbox.transaction()?;
        if fresh {
            tx.execute(
                "UPDATE command SET state = 'waiting' WHERE state = 'accepted'",
                [],
            )?;
        }
        tx.execute(
            "INSERT INTO meta (key, value) VALUES ('incarnation', ?1) ON CONFLICT DO UPDATE SET value = excluded.value",
            [life.as_bytes()],
        )?;
        tx.commit()?;
        Ok(())
    }

    pub(super) fn known_life(&self) -> Result<Option<Uuid>, StoreError> {
        Ok(self
            .setting("incarnation")?
            .and_then(|bytes| Uuid::from_slice(&bytes).ok()))
    }

    /// Keeps unfinished words of the person under a key.
    ///
    /// # Errors
    /// The disk is full.
    pub fn put_draft(&self, key: &str, body: &[u8], at: Instant) -> Result<(), StoreError> {
        lock(&self.outbox).execute(
            "INSERT INTO draft (key, body, at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET body = excluded.body, at = excluded.at",
            (key, body, at.0),
        )?;
        Ok(())
    }

    /// # Errors
    /// The file cannot be read.
    pub fn draft(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(lock(&self.outbox)
            .query_row("SELECT body FROM draft WHERE key = ?1", [key], |row| row.get(0))
            .optional()?)
    }

    /// The keys of all unfinished words, in their order, each with when it was last kept.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn drafts(&self) -> Result<Vec<(String, Instant)>, StoreError> {
        let outbox = lock(&self.outbox);
        let mut statement = outbox.prepare_cached("SELECT key, at FROM draft ORDER BY key")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, Instant(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the words under a key were last kept.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn draft_kept_at(&self, key: &str) -> Result<Option<Instant>, StoreError> {
        Ok(lock(&self.outbox)
            .query_row("SELECT at FROM draft WHERE key = ?1", [key], |row| row.get(0))
            .optional()?
            .map(Instant))
    }

    /// # Errors
    /// The file cannot be written.
    pub fn drop_draft(&self, key: &str) -> Result<(), StoreError> {
        lock(&self.outbox).execute("DELETE FROM draft WHERE key = ?1", [key])?;
        Ok(())
    }

    /// A small durable setting of this home (identity, preferences): never part of the cache.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(lock(&self.outbox)
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
            .optional()?)
    }

    /// # Errors
    /// The disk is full.
    pub fn set_setting(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        lock(&self.outbox).execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            (key, value),
        )?;
        Ok(())
    }

    pub(super) fn signed_in(&self) -> Result<Actor, StoreError> {
        self.actor().ok_or(StoreError::NotFound)
    }
}

fn entry(row: &rusqlite::Row<'_>) -> Result<OutboxEntry, rusqlite::Error> {
    let refusal: Option<Vec<u8>> = row.get(7)?;
    Ok(OutboxEntry {
        id: CommandId(Uuid::from_bytes(row.get(0)?)),
        made_at: Instant(row.get(1)?),
        name: row.get(2)?,
        body: row.get(3)?,
        state: CommandState::parse(&row.get::<_, String>(4)?),
        attempted: row.get::<_, i64>(5)? != 0,
        settled_at: row.get::<_, Option<i64>>(6)?.map(Instant),
        refusal: refusal.and_then(|bytes| ciborium::from_reader(bytes.as_slice()).ok()),
    })
}
