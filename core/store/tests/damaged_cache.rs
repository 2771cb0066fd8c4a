//! A damaged cache is moved aside, and what it holds does not outlive its use: rows that `gone` took away would lie there.

use congdoan_domain::{Actor, DeviceId, Instant, PersonId};
use congdoan_store::{DatabaseKey, Incoming, ROOMS, Store};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Monday 23/11/2026, 14:05 in Việt Nam.
const NOW: i64 = 1_795_417_500_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

fn open(dir: &Path, at: i64) -> Store {
    let store = Store::open(dir, &DatabaseKey([7; 32]), ROOMS, at).unwrap();
    store
        .sign_in(Actor::Person {
            person: PersonId(Uuid::from_u128(0x20)),
            device: DeviceId(Uuid::from_u128(0x21)),
        })
        .unwrap();
    store
}

fn answer(store: &Store, settled: bool) {
    let incoming = Incoming {
        incarnation: Uuid::from_u128(0xa),
        fresh: false,
        pages: &[],
        gone: &[],
        sums: &[],
        receipts: &[],
        settled,
        server_time: Instant(NOW),
    };
    store.apply(&incoming).unwrap();
}

fn aside(dir: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(dir).unwrap().flatten();
    let named = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().contains("damaged"))
    };
    files.map(|file| file.path()).filter(named).collect()
}

/// A home whose cache was moved aside at `NOW`.
fn home(name: &str) -> (PathBuf, Store) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir); // left by an earlier run
    drop(open(&dir, NOW));
    std::fs::write(dir.join("cache.db"), vec![0x5a; 8192]).unwrap();
    let store = open(&dir, NOW);
    assert_eq!(aside(&dir), [store.moved_aside().unwrap().to_owned()]);
    assert_eq!(store.set_aside_at(), Some(Instant(NOW)));
    (dir, store)
}

#[test]
fn a_damaged_cache_is_deleted_when_everything_is_here_again() {
    let (dir, store) = home("damaged-settled");
    answer(&store, false);
    assert_eq!(aside(&dir).len(), 1, "half an answer is not everything");
    answer(&store, true);
    assert!(aside(&dir).is_empty());
    assert_eq!(store.set_aside_at(), None);
}

#[test]
fn a_damaged_cache_of_a_device_that_never_settles_is_deleted_after_thirty_days() {
    let (dir, store) = home("damaged-old");
    drop(store);
    drop(open(&dir, NOW + 30 * DAY));
    assert_eq!(aside(&dir).len(), 1);
    drop(open(&dir, NOW + 30 * DAY + 1));
    assert!(aside(&dir).is_empty());
}

#[test]
fn a_device_that_is_let_in_no_longer_keeps_no_damaged_cache() {
    let (dir, store) = home("damaged-ended");
    store.forget_received().unwrap();
    assert!(aside(&dir).is_empty());
}

/// Found by a review: databases were open to everyone on the machine.
#[cfg(unix)]
#[test]
fn every_file_of_a_home_is_its_owners_alone_also_of_an_older_home() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (dir, store) = home("private-files");
    drop(store);
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755)).unwrap();
    for file in ["cache.db", "outbox.db"] {
        std::fs::set_permissions(dir.join(file), std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let _store = open(&dir, NOW);
    assert_eq!(mode(&dir), 0o700);
    let files: Vec<PathBuf> = std::fs::read_dir(&dir)
        .unwrap()
        .flatten()
        .map(|file| file.path())
        .collect();
    assert!(files.len() >= 6, "databases with their journals: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}
