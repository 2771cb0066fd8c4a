use super::{SqliteOptions, SqliteStore};
use crate::store::{Identity, ServerStore, StoreError, conformance};
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

#[test]
fn sqlite_passes_the_suite() {
    let folders = RefCell::new(vec![]);
    conformance::run(&|| {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions {
            busy: Duration::ZERO,
            durable: false,
        };
        let store = SqliteStore::create(&folder.path().join("server.db"), &identity(), options).unwrap();
        folders.borrow_mut().push(folder);
        Box::new(store) as Box<dyn ServerStore>
    });
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
