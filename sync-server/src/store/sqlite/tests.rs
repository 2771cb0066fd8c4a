use super::{SqliteOptions, SqliteStore};
use crate::store::conformance::{self, Pair};
use crate::store::{Identity, ServerStore, StoreError};
use std::cell::RefCell;
use std::time::Duration;
use uuid::Uuid;

fn identity() -> Identity {
    Identity {
        server: Uuid::from_u128(1),
        name: "thử".into(),
        incarnation: Uuid::from_u128(2),
    }
}

fn store(folder: &tempfile::TempDir, busy: Duration) -> SqliteStore {
    let options = SqliteOptions { busy, durable: false };
    SqliteStore::create(&folder.path().join("server.db"), &identity(), options).unwrap()
}

#[test]
fn sqlite_passes_the_suite() {
    // Both ways that the contract allows: sent away at once, and waiting.
    for busy in [Duration::ZERO, Duration::from_secs(5)] {
        let folders = RefCell::new(vec![]);
        conformance::run(&|| {
            let folder = tempfile::tempdir().unwrap();
            let one = Box::new(store(&folder, busy));
            let options = SqliteOptions { busy, durable: false };
            let other = SqliteStore::open(&folder.path().join("server.db"), options).unwrap();
            folders.borrow_mut().push(folder);
            let other = Box::new(other);
            Pair { one, other }
        });
    }
}

/// SQLite's own: one writer for the whole file, from its first word.
#[test]
fn a_second_writer_of_the_file_is_sent_away_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, Duration::ZERO);
    let first = store.begin_write().unwrap();
    assert!(matches!(store.begin_write().map(drop), Err(StoreError::Busy)));
    assert!(store.begin_read().is_ok(), "readers go on");
    drop(first);
    assert!(store.begin_write().is_ok());
}

#[test]
fn a_file_of_a_later_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("server.db");
    drop(SqliteStore::create(&path, &identity(), SqliteOptions::default()).unwrap());
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    assert!(matches!(
        SqliteStore::open(&path, SqliteOptions::default()).map(drop),
        Err(StoreError::Newer { found: 99, .. })
    ));
    std::fs::write(
        folder.path().join("other"),
        b"not a database at all, just some bytes",
    )
    .unwrap();
    assert!(SqliteStore::open(&folder.path().join("other"), SqliteOptions::default()).is_err());
}
