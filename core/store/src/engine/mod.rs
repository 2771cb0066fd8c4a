//! The sync half of the store: outbox, received rows, replay. No room is named here.
//!
//! Two files. `outbox.db` holds what exists only on this device; `cache.db` holds what can be read again. The
//! order of writes is the law: outbox first, cache second when a command is made; cache first, outbox second
//! when its receipt comes. A crash between the two is healed at the next open, because every open replays.

mod apply;
mod forget;
mod hanging;
mod open;
mod outbox;
mod replay;
pub(crate) mod view;

pub use apply::{Applied, CursorState, Incoming, Outgoing};
pub use open::DatabaseKey;
pub use outbox::{CommandState, JOURNAL_DAYS, OutboxEntry, Withdrawn};
pub use view::ViewFacts;

use crate::error::StoreError;
use crate::private;
use congdoan_domain::{Actor, Instant, Row};
use rusqlite::{Connection, Transaction};
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// A row's kind and id as the engine sees them: words and bytes, so that rows of newer programs pass through.
pub type EngineKey = (String, Uuid);

/// Keeps a room's own tables beside the rows they come from, in the same transaction.
pub type Project =
    fn(&Transaction<'_>, kind: &str, id: Uuid, row: Option<&Row>) -> Result<(), rusqlite::Error>;

/// The rooms' tables: numbered SQL steps, and the function that fills them.
#[derive(Clone, Copy)]
pub struct Projection {
    pub schema: &'static [&'static str],
    pub project: Project,
}

const OUTBOX_STEPS: &[&str] = &[include_str!("sql/outbox_1.sql")];
/// Written when a page of the cache could not be read: the next opening moves the cache aside.
const SUSPECT: &str = "cache.db.suspect";
const CACHE_STEP: &str = include_str!("sql/cache_1.sql");

/// One person's data on one device. Who needs both files takes the lock of `cache` first, then that of `outbox`, and holds
/// both while a command changes sides: what is in the view and what waits must never be seen to differ.
pub struct Store {
    dir: PathBuf,
    pub(crate) outbox: Mutex<Connection>,
    pub(crate) cache: Mutex<Connection>,
    reader: Mutex<Connection>,
    projection: Projection,
    actor: Mutex<Option<Actor>>,
    moved_aside: Option<PathBuf>,
    /// The view lacks something that the outbox has: a write to it failed after the outbox was written.
    behind: AtomicBool,
    _lock: File,
}

/// The guard of a poisoned lock is as good as any: every change is a transaction that was rolled back.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Store {
    /// Opens a home. `stamp`, this device's clock in milliseconds, names a damaged cache that is moved aside; one of more
    /// than 30 days before it is deleted.
    ///
    /// # Errors
    /// In use by another program, wrong key, newer schema, full disk.
    pub fn open(
        dir: &Path,
        key: &DatabaseKey,
        projection: Projection,
        stamp: i64,
    ) -> Result<Self, StoreError> {
        private::create_dir(dir)?;
        let lock_file = private::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join("in-use.lock"))?;
        match lock_file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(std::fs::TryLockError::Error(error)) => return Err(error.into()),
        }
        let mut outbox = match open::connect(&dir.join(open::OUTBOX), key) {
            Err(StoreError::Damaged(_)) => return Err(StoreError::WrongKeyOrDamaged(open::OUTBOX)),
            other => other?,
        };
        open::migrate(&mut outbox, OUTBOX_STEPS, open::OUTBOX)?;
        let mut suspect = None;
        if dir.join(SUSPECT).exists() {
            if dir.join(open::CACHE).exists() {
                suspect = Some(open::move_aside(dir, stamp)?);
            }
            std::fs::remove_file(dir.join(SUSPECT))?;
        }
        // A clock that was set back keeps one a while longer; the next settled answer deletes it in any case.
        open::drop_damaged(dir, stamp.saturating_sub(open::DAMAGED_KEPT_MS))?;
        // The key opened the outbox, so a cache that it does not open is damaged, not locked.
        let (cache, moved_aside) = match Self::open_cache(dir, key, projection) {
            Err(StoreError::Damaged(_)) => {
                let aside = open::move_aside(dir, stamp)?;
                (Self::open_cache(dir, key, projection)?, Some(aside))
            }
            other => (other?, suspect),
        };
        let reader = open::connect(&dir.join(open::CACHE), key)?;
        reader.execute_batch("PRAGMA query_only = ON;")?;
        let store = Self {
            dir: dir.to_owned(),
            outbox: Mutex::new(outbox),
            cache: Mutex::new(cache),
            reader: Mutex::new(reader),
            projection,
            actor: Mutex::new(None),
            moved_aside,
            behind: AtomicBool::new(false),
            _lock: lock_file,
        };
        Ok(store)
    }

    fn open_cache(dir: &Path, key: &DatabaseKey, projection: Projection) -> Result<Connection, StoreError> {
        let mut cache = open::connect(&dir.join(open::CACHE), key)?;
        let steps: Vec<&str> = std::iter::once(CACHE_STEP)
            .chain(projection.schema.iter().copied())
            .collect();
        let before: i64 = cache.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        open::migrate(&mut cache, &steps, open::CACHE)?;
        if before != 0 && before < i64::try_from(steps.len()).expect("few migrations") {
            // New tables of a room are filled from the rows that are already here.
            let tx = cache.transaction()?;
            replay::project_all(&tx, projection.project)?;
            tx.commit()?;
        }
        Ok(cache)
    }

    /// Who uses this home. Replays the outbox for them, so that a crash between the two files heals here.
    ///
    /// # Errors
    /// The files cannot be read or written.
    pub fn sign_in(&self, actor: Actor) -> Result<(), StoreError> {
        *lock(&self.actor) = Some(actor);
        self.watch(self.replay(&BTreeSet::new()))
    }

    /// Notes a damaged cache, so that opening the home again heals it.
    fn watch<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Damaged(_)) = &result {
            let _ = private::touch(&self.dir.join(SUSPECT)); // if even this fails, the next opening fails the same way
        }
        result
    }

    /// Notes that the view could not follow the outbox.
    fn fall_behind(&self, error: StoreError) {
        self.behind.store(true, Ordering::SeqCst);
        let _ = self.watch::<()>(Err(error)); // what went wrong shows again at the next try
    }

    /// Lays the outbox over the view once more, if an earlier write to the view failed.
    fn catch_up(&self) -> Result<(), StoreError> {
        if self.behind.swap(false, Ordering::SeqCst)
            && let Err(error) = self.watch(self.replay(&BTreeSet::new()))
        {
            self.behind.store(true, Ordering::SeqCst);
            return Err(error);
        }
        Ok(())
    }

    pub fn actor(&self) -> Option<Actor> {
        *lock(&self.actor)
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where a damaged cache was put at this opening, if there was one. It lies there until the next settled answer.
    pub fn moved_aside(&self) -> Option<&Path> {
        self.moved_aside.as_deref()
    }

    /// When, by this device's clock, the newest damaged cache that still lies there was put aside: at this opening or at
    /// an earlier one.
    pub fn set_aside_at(&self) -> Option<Instant> {
        open::damaged(&self.dir)
            .ok()?
            .into_iter()
            .filter_map(|(stamp, _)| stamp)
            .max()
            .map(Instant)
    }

    /// Reads the view. Never waits for a sync that is being applied.
    ///
    /// # Errors
    /// What `read` returns.
    pub fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        // A full disk leaves the view as it was, which is worth seeing; a damaged one is opened anew.
        if let Err(error @ StoreError::Damaged(_)) = self.catch_up() {
            return Err(error);
        }
        let mut reader = lock(&self.reader);
        let snapshot = reader.transaction()?;
        self.watch(read(&snapshot))
    }

    /// Returns only when no transaction is open (iOS kills an app that holds a lock when suspended).
    pub fn quiesce(&self) {
        drop(lock(&self.outbox));
        drop(lock(&self.cache));
        drop(lock(&self.reader));
    }
}
