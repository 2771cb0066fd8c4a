//! The suite that every [`ServerStore`] passes. A new store calls [`run`] with a way to make a fresh one that does
//! not wait for other writers.

use super::{Head, Place, ServerStore, Slice, StoreError, StoredOutcome, StoredRow};
use congdoan_domain::{CommandId, DeviceId, Instant, PersonId, Scope, UnitId};
use congdoan_wire::ReceiptOutcome;
use congdoan_wire::checksum::Checksum;
use uuid::Uuid;

type Make<'a> = &'a dyn Fn() -> Box<dyn ServerStore>;

const PERSON: Scope = Scope::Member(PersonId(Uuid::from_u128(1)));
const DESK: Scope = Scope::Desk(UnitId(Uuid::from_u128(2)));

/// Runs everything; panics at the first thing that is not as promised.
pub fn run(make: Make<'_>) {
    a_transaction_is_seen_whole_or_not_at_all(make);
    a_snapshot_stands_still(make);
    a_second_writer_is_told_to_wait(make);
    feeds_are_numbered_by_scope_and_cut_to_size(make);
    tombstones_are_forgotten_up_to_the_mark(make);
    an_outcome_is_kept_with_its_device(make);
    a_nonce_is_used_once(make);
    word_of_a_change_is_kept_once_until_it_is_taken(make);
}

fn word_of_a_change_is_kept_once_until_it_is_taken(make: Make<'_>) {
    let store = make();
    let mut tx = store.begin_write().unwrap();
    for scope in [PERSON, DESK, PERSON] {
        tx.put_wake(&scope).unwrap();
    }
    tx.commit().unwrap();
    let left = store.begin_read().unwrap().wakes().unwrap();
    assert_eq!(
        left.iter().map(|(_, scope)| *scope).collect::<Vec<_>>(),
        [DESK, PERSON]
    );
    let mut tx = store.begin_write().unwrap();
    tx.drop_wakes(left[0].0).unwrap();
    tx.put_wake(&DESK).unwrap();
    tx.commit().unwrap();
    let now = store.begin_read().unwrap().wakes().unwrap();
    assert_eq!(
        now.iter().map(|(_, scope)| *scope).collect::<Vec<_>>(),
        [PERSON, DESK]
    );
    assert!(now[1].0 > left[1].0, "a number is never given twice");
}

fn row(n: u128) -> StoredRow {
    StoredRow {
        kind: "thing".into(),
        id: Uuid::from_u128(n),
        rev: 1,
        body: Some(vec![7; 100]),
    }
}

fn place(scope: Scope, n: u128, seq: u64, live: bool) -> Place {
    Place {
        scope,
        kind: "thing".into(),
        id: Uuid::from_u128(n),
        seq,
        rev: 1,
        live,
        hash: Checksum(n),
    }
}

fn fill(store: &dyn ServerStore, scope: Scope, count: u128) {
    let mut tx = store.begin_write().unwrap();
    for n in 1..=count {
        tx.put_row(&row(n)).unwrap();
        tx.put_place(&place(scope, n, n as u64, true)).unwrap();
    }
    let head = Head {
        seq: count as u64,
        ..tx.lock_head(&scope).unwrap()
    };
    tx.put_head(&scope, &head).unwrap();
    tx.commit().unwrap();
}

fn slice(after: u64, max_rows: usize, max_bytes: usize) -> Slice {
    Slice {
        after,
        max_rows,
        max_bytes,
    }
}

fn a_transaction_is_seen_whole_or_not_at_all(make: Make<'_>) {
    let store = make();
    let mut tx = store.begin_write().unwrap();
    tx.put_row(&row(1)).unwrap();
    assert!(
        tx.row("thing", Uuid::from_u128(1)).unwrap().is_some(),
        "it sees what it wrote"
    );
    assert!(
        store
            .begin_read()
            .unwrap()
            .row("thing", Uuid::from_u128(1))
            .unwrap()
            .is_none(),
        "others do not"
    );
    tx.rollback().unwrap();
    let mut tx = store.begin_write().unwrap();
    tx.put_row(&row(2)).unwrap();
    drop(tx);
    let read = store.begin_read().unwrap();
    assert!(
        read.row("thing", Uuid::from_u128(1)).unwrap().is_none(),
        "rolled back"
    );
    assert!(
        read.row("thing", Uuid::from_u128(2)).unwrap().is_none(),
        "dropped"
    );
}

fn a_snapshot_stands_still(make: Make<'_>) {
    let store = make();
    let before = store.begin_read().unwrap();
    fill(store.as_ref(), PERSON, 3);
    assert_eq!(before.head(&PERSON).unwrap(), Head::default());
    assert!(before.feed(&PERSON, slice(0, 10, 10_000)).unwrap().is_empty());
    drop(before);
    assert_eq!(store.begin_read().unwrap().head(&PERSON).unwrap().seq, 3);
}

fn a_second_writer_is_told_to_wait(make: Make<'_>) {
    let store = make();
    let first = store.begin_write().unwrap();
    assert!(matches!(store.begin_write().map(drop), Err(StoreError::Busy)));
    assert!(store.begin_read().is_ok(), "readers go on");
    drop(first);
    assert!(store.begin_write().is_ok());
}

fn feeds_are_numbered_by_scope_and_cut_to_size(make: Make<'_>) {
    let store = make();
    fill(store.as_ref(), PERSON, 5);
    let read = store.begin_read().unwrap();
    let seqs = |scope: &Scope, cut: Slice| {
        read.feed(scope, cut)
            .unwrap()
            .iter()
            .map(|r| r.seq)
            .collect::<Vec<_>>()
    };
    assert_eq!(seqs(&PERSON, slice(0, 10, 10_000)), [1, 2, 3, 4, 5]);
    assert_eq!(seqs(&PERSON, slice(2, 2, 10_000)), [3, 4]);
    assert!(seqs(&PERSON, slice(0, 10, 150)).len() < 5, "bytes are counted");
    assert_eq!(seqs(&PERSON, slice(3, 10, 0)).len(), 1, "one row always fits");
    assert!(
        seqs(&DESK, slice(0, 10, 10_000)).is_empty(),
        "another scope has numbers of its own"
    );
    assert_eq!(read.rows_in_scope(&PERSON, "thing").unwrap().len(), 5);
    assert!(read.rows_in_scope(&PERSON, "other").unwrap().is_empty());
}

fn tombstones_are_forgotten_up_to_the_mark(make: Make<'_>) {
    let store = make();
    fill(store.as_ref(), PERSON, 4);
    let mut tx = store.begin_write().unwrap();
    tx.put_place(&place(PERSON, 1, 5, false)).unwrap();
    tx.put_place(&place(PERSON, 2, 6, false)).unwrap();
    assert_eq!(tx.drop_tombstones(&PERSON, 5).unwrap(), 1);
    let feed = tx.feed(&PERSON, slice(0, 10, 10_000)).unwrap();
    let told: Vec<(u64, bool)> = feed.iter().map(|row| (row.seq, row.body.is_some())).collect();
    assert_eq!(told, [(3, true), (4, true), (6, false)]);
    assert_eq!(tx.places_of("thing", Uuid::from_u128(2)).unwrap().len(), 1);
    tx.clear_scope(&PERSON).unwrap();
    assert!(tx.feed(&PERSON, slice(0, 10, 10_000)).unwrap().is_empty());
}

fn an_outcome_is_kept_with_its_device(make: Make<'_>) {
    let store = make();
    let outcome = StoredOutcome {
        id: CommandId(Uuid::from_u128(9)),
        device: Some(DeviceId(Uuid::from_u128(8))),
        at: Instant(5),
        outcome: ReceiptOutcome::Rejected(congdoan_domain::Rejection::new("no").arg("why", "thử")),
    };
    let mut tx = store.begin_write().unwrap();
    tx.put_outcome(&outcome).unwrap();
    tx.commit().unwrap();
    assert_eq!(
        store.begin_read().unwrap().outcome(outcome.id).unwrap(),
        Some(outcome)
    );
}

fn a_nonce_is_used_once(make: Make<'_>) {
    let store = make();
    let mut tx = store.begin_write().unwrap();
    assert!(tx.use_nonce([1; 32], Instant(100), Instant(50)).unwrap());
    assert!(!tx.use_nonce([1; 32], Instant(100), Instant(60)).unwrap());
    assert!(tx.use_nonce([2; 32], Instant(100), Instant(60)).unwrap());
}
