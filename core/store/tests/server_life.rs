//! A device must know which life of the server accepted its journal, whatever happens to its cache.

use congdoan_domain::survey::DeleteSurvey;
use congdoan_domain::{Actor, Command, CommandId, DeviceId, Instant, PersonId, SurveyId};
use congdoan_store::{CommandState, DatabaseKey, Incoming, ROOMS, Store};
use congdoan_wire::{Receipt, ReceiptOutcome};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Monday 23/11/2026, 14:05 in Việt Nam.
const NOW: Instant = Instant(1_795_417_500_000);
const FIRST_LIFE: Uuid = Uuid::from_u128(0xa);
const SECOND_LIFE: Uuid = Uuid::from_u128(0xb);
const COMMAND: CommandId = CommandId(Uuid::from_u128(0x1));

fn open(dir: &Path) -> Store {
    let store = Store::open(dir, &DatabaseKey([7; 32]), ROOMS, NOW.0).unwrap();
    let actor = Actor::Person {
        person: PersonId(Uuid::from_u128(0x20)),
        device: DeviceId(Uuid::from_u128(0x21)),
    };
    store.sign_in(actor).unwrap();
    store
}

fn answer(store: &Store, life: Uuid, fresh: bool, receipts: &[Receipt]) {
    let incoming = Incoming {
        incarnation: life,
        fresh,
        pages: &[],
        gone: &[],
        sums: &[],
        receipts,
        settled: true,
        server_time: NOW,
    };
    store.apply(&incoming).unwrap();
}

/// A home whose only command was accepted by the server's first life.
fn home_with_a_journal(name: &str) -> (PathBuf, Store) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir); // left by an earlier run
    let store = open(&dir);
    let command: Command = DeleteSurvey {
        id: SurveyId(Uuid::from_u128(0x30)),
    }
    .into();
    // The device does not know the survey; the server does.
    store
        .execute(COMMAND, NOW, NOW, &command, &["not_found"], None)
        .unwrap();
    let sent = store.outgoing(&BTreeSet::new(), 20, 1 << 16).unwrap();
    assert_eq!(sent.incarnation, None, "it never met the server");
    assert_eq!(sent.commands.len(), 1);
    let receipt = Receipt {
        id: COMMAND,
        at: NOW,
        outcome: ReceiptOutcome::Accepted,
    };
    answer(&store, FIRST_LIFE, false, &[receipt]);
    assert_eq!(store.outbox(CommandState::Accepted, 10).unwrap().len(), 1);
    (dir, store)
}

/// What the sync engine concludes from a request that named `known` when `life` answers.
fn is_fresh(known: Option<Uuid>, life: Uuid) -> bool {
    known.is_some_and(|known| known != life)
}

/// Found by the simulation: the server's life stood only in the cache.
#[test]
fn a_lost_cache_still_sends_the_journal_to_a_restored_server() {
    let (dir, store) = home_with_a_journal("lost-cache-journal");
    drop(store);
    for file in ["cache.db-wal", "cache.db-shm"] {
        let _ = std::fs::remove_file(dir.join(file));
    }
    std::fs::write(dir.join("cache.db"), vec![0x5a; 8192]).unwrap();

    let store = open(&dir);
    assert!(store.moved_aside().is_some(), "the cache was damaged");
    let request = store.outgoing(&BTreeSet::new(), 20, 1 << 16).unwrap();
    assert_eq!(request.incarnation, Some(FIRST_LIFE));
    assert!(
        request.commands.is_empty(),
        "nothing waits while that life goes on"
    );

    answer(
        &store,
        SECOND_LIFE,
        is_fresh(request.incarnation, SECOND_LIFE),
        &[],
    );
    let request = store.outgoing(&BTreeSet::new(), 20, 1 << 16).unwrap();
    assert_eq!(request.incarnation, Some(SECOND_LIFE));
    let sent: Vec<CommandId> = request.commands.iter().map(|command| command.id).collect();
    assert_eq!(sent, [COMMAND], "a restored server may have forgotten it");
}

/// The counterpart: in the same life an accepted command is not sent again.
#[test]
fn a_lost_cache_alone_sends_nothing_again() {
    let (dir, store) = home_with_a_journal("lost-cache-same-life");
    drop(store);
    std::fs::remove_file(dir.join("cache.db")).unwrap();
    for file in ["cache.db-wal", "cache.db-shm"] {
        let _ = std::fs::remove_file(dir.join(file));
    }

    let store = open(&dir);
    let request = store.outgoing(&BTreeSet::new(), 20, 1 << 16).unwrap();
    answer(&store, FIRST_LIFE, is_fresh(request.incarnation, FIRST_LIFE), &[]);
    let request = store.outgoing(&BTreeSet::new(), 20, 1 << 16).unwrap();
    assert!(request.commands.is_empty() && request.waiting.is_empty());
    assert_eq!(store.outbox(CommandState::Accepted, 10).unwrap().len(), 1);
}
