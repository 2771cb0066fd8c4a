//! Opening the two files of a home, encrypted, with the settings that make a commit mean "on the disk".

use crate::error::StoreError;
use crate::private;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// 32 random bytes, used as SQLCipher's raw key: no key derivation at each open.
#[derive(Clone)]
pub struct DatabaseKey(pub [u8; 32]);

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(…)") // a secret: never in logs
    }
}

pub(crate) const OUTBOX: &str = "outbox.db";
pub(crate) const CACHE: &str = "cache.db";

/// Opens one file. `synchronous=FULL`: what is acknowledged has been flushed (law 4).
pub(crate) fn connect(path: &Path, key: &DatabaseKey) -> Result<Connection, StoreError> {
    // SQLite gives its journals the mode of the file.
    private::touch(path)?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    let hex = congdoan_wire::hex::encode(&key.0);
    // SQLCipher writes to stderr by itself; what matters of it comes back as an error.
    db.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    db.execute_batch(&format!("PRAGMA key = \"x'{hex}'\";"))?;
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    // Reads page 1: a wrong key or a damaged head shows here, not in the middle of work.
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(db)
}

/// Brings a file to the newest schema. A file of a newer program is refused, untouched.
pub(crate) fn migrate(db: &mut Connection, steps: &[&str], file: &'static str) -> Result<(), StoreError> {
    let found: usize = db
        .query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?
        .try_into()
        .unwrap_or(0);
    if found > steps.len() {
        return Err(StoreError::NewerSchema {
            file,
            found,
            known: steps.len(),
        });
    }
    for (index, step) in steps.iter().enumerate().skip(found) {
        let tx = db.transaction()?;
        tx.execute_batch(step)?;
        tx.pragma_update(
            None,
            "user_version",
            i64::try_from(index + 1).expect("few migrations"),
        )?;
        tx.commit()?;
    }
    Ok(())
}

/// Between the cache's name and the stamp of a damaged one.
const DAMAGED: &str = ".damaged-";

/// A damaged cache is kept no longer than this, in milliseconds of this device's clock: 30 days.
pub(crate) const DAMAGED_KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Moves a damaged cache out of the way, so that it can be looked at until everything is here again. `stamp`: this
/// device's clock, in milliseconds. Returns where it went.
pub(crate) fn move_aside(dir: &Path, stamp: i64) -> std::io::Result<PathBuf> {
    let aside = dir.join(format!("{CACHE}{DAMAGED}{stamp}"));
    private::rename(&dir.join(CACHE), &aside)?;
    for suffix in ["-wal", "-shm"] {
        let _ = private::erase(&dir.join(format!("{CACHE}{suffix}")));
    }
    Ok(aside)
}

/// Damaged caches that lie there, each with its stamp if that can be read.
pub(crate) fn damaged(dir: &Path) -> std::io::Result<Vec<(Option<i64>, PathBuf)>> {
    let files = std::fs::read_dir(dir)?.flatten();
    Ok(files
        .filter_map(|file| {
            let name = file.file_name();
            let stamp = name.to_str()?.strip_prefix(CACHE)?.strip_prefix(DAMAGED)?;
            Some((stamp.parse().ok(), file.path()))
        })
        .collect())
}

/// Deletes damaged caches, those of before `before`: they hold rows that the server may since have taken from this device.
pub(crate) fn drop_damaged(dir: &Path, before: i64) -> std::io::Result<()> {
    for (stamp, path) in damaged(dir)? {
        // A stamp that cannot be read is as old as can be.
        if stamp.unwrap_or(i64::MIN) < before {
            private::erase(&path)?;
        }
    }
    Ok(())
}
