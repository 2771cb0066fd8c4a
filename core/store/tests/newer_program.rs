//! A home that a newer program has used: what this one does not know is kept, and what it cannot read is not touched.

use congdoan_domain::{Actor, CommandId, DeviceId, Instant, PersonId};
use congdoan_store::{CommandState, DatabaseKey, ROOMS, Store, StoreError};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Monday 23/11/2026, 14:05 in Việt Nam.
const NOW: Instant = Instant(1_795_417_500_000);
const KEY: DatabaseKey = DatabaseKey([7; 32]);

fn open(dir: &Path) -> Result<Store, StoreError> {
    let store = Store::open(dir, &KEY, ROOMS, NOW.0)?;
    store.sign_in(Actor::Person {
        person: PersonId(Uuid::from_u128(0x20)),
        device: DeviceId(Uuid::from_u128(0x21)),
    })?;
    Ok(store)
}

fn home(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir); // left by an earlier run
    drop(open(&dir).unwrap());
    dir
}

/// The file as the other program would open it.
fn raw(file: &Path) -> rusqlite::Connection {
    let db = rusqlite::Connection::open(file).unwrap();
    let hex = "07".repeat(32);
    db.execute_batch(&format!("PRAGMA key = \"x'{hex}'\";")).unwrap();
    db
}

#[test]
fn a_waiting_command_that_this_program_does_not_know_is_kept_and_sent_as_it_is() {
    let dir = home("newer-command");
    let id = CommandId(Uuid::from_u128(0x77));
    raw(&dir.join("outbox.db"))
        .execute(
            "INSERT INTO command (id, made_at, at, name, body, state) VALUES (?1, ?2, ?2, 'strike_vote', x'a0', 'waiting')",
            (id.0.as_bytes(), NOW.0),
        )
        .unwrap();
    let store = open(&dir).unwrap();
    let waiting = store.outbox(CommandState::Waiting, 5).unwrap();
    assert_eq!((waiting[0].id, waiting[0].name.as_str()), (id, "strike_vote"));
    assert!(waiting[0].command().is_none(), "it cannot be shown in full");
    let sent = store.outgoing(&BTreeSet::new(), 5, 1 << 16).unwrap().commands;
    assert_eq!(
        (sent[0].name.as_str(), sent[0].body.as_slice()),
        ("strike_vote", &[0xa0][..])
    );
}

#[test]
fn files_of_a_newer_schema_are_refused_untouched() {
    for file in ["outbox.db", "cache.db"] {
        let dir = home(&format!("newer-{file}"));
        raw(&dir.join(file))
            .pragma_update(None, "user_version", 99)
            .unwrap();
        let before = std::fs::read(dir.join(file)).unwrap();
        let Err(StoreError::NewerSchema { found, .. }) = open(&dir) else {
            panic!("{file} is opened")
        };
        assert_eq!(found, 99);
        assert_eq!(std::fs::read(dir.join(file)).unwrap(), before, "{file}");
        assert!(
            !dir.read_dir()
                .unwrap()
                .flatten()
                .any(|f| f.file_name().to_string_lossy().contains("damaged"))
        );
    }
}
