//! The suite that every [`ServerStore`] passes. A new store calls [`run`] with a way to make a fresh one that waits for
//! other writers a moment, or not at all: what the suite holds a store to is that no update is lost, not how many may
//! write at once.

use super::{Head, Identity, Mark, Place, ServerStore, Slice, StoreError, StoredOutcome, StoredRow, Tally};
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
    a_second_writer_waits_or_is_told_to_come_again(make);
    no_update_is_lost_between_many_writers(make);
    rows_are_walked_by_kind_and_id_with_none_left_out(make);
    every_head_that_was_written_is_listed(make);
    a_tally_counts_what_lies_in_a_scope(make);
    an_identity_that_is_set_is_the_one_that_is_read(make);
    feeds_are_numbered_by_scope_and_cut_to_size(make);
    tombstones_are_forgotten_up_to_the_mark(make);
    an_outcome_is_kept_with_its_device(make);
    a_nonce_is_used_once(make);
    word_of_a_change_is_kept_once_until_it_is_taken(make);
    scopes_with_tombstones_are_marked_and_old_outcomes_go(make);
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

/// Adds one to a scope's number and notes it in a row, reading both under lock.
fn count_up(store: &dyn ServerStore, scope: Scope) -> Result<(), StoreError> {
    let mut tx = store.begin_write()?;
    let key = ("thing", Uuid::from_u128(1));
    let before = tx.lock_rows(&[key])?.remove(0).map_or(0, |row| row.rev);
    tx.put_row(&StoredRow {
        rev: before + 1,
        ..row(1)
    })?;
    let head = tx.lock_head(&scope)?;
    let next = Head {
        seq: head.seq + 1,
        ..head
    };
    tx.put_head(&scope, &next)?;
    tx.commit()
}

/// What a store under row locks and one that takes the whole file have in common.
fn a_second_writer_waits_or_is_told_to_come_again(make: Make<'_>) {
    let store = make();
    let mut first = store.begin_write().unwrap();
    first.put_row(&row(1)).unwrap();
    assert!(store.begin_read().is_ok(), "readers go on");
    std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let mut tx = store.begin_write()?;
            let seen = tx.lock_rows(&[("thing", Uuid::from_u128(1))])?.remove(0);
            tx.rollback()?;
            Ok::<_, StoreError>(seen)
        });
        // Long enough that a second writer that neither waits nor is sent away has looked.
        std::thread::sleep(std::time::Duration::from_millis(50));
        first.commit().unwrap();
        match second.join().unwrap() {
            Err(StoreError::Busy) => {}
            Ok(seen) => assert_eq!(seen, Some(row(1)), "it waited, so it sees what the first wrote"),
            Err(other) => panic!("{other}"),
        }
    });
    count_up(store.as_ref(), PERSON).unwrap();
    assert_eq!(
        store
            .begin_read()
            .unwrap()
            .row("thing", Uuid::from_u128(1))
            .unwrap()
            .unwrap()
            .rev,
        2
    );
}

fn no_update_is_lost_between_many_writers(make: Make<'_>) {
    const WRITERS: u64 = 4;
    const EACH: u64 = 15;
    let store = make();
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                for _ in 0..EACH {
                    loop {
                        match count_up(store.as_ref(), PERSON) {
                            Ok(()) => break,
                            Err(StoreError::Busy) => std::thread::sleep(std::time::Duration::from_millis(1)),
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
            });
        }
    });
    let read = store.begin_read().unwrap();
    assert_eq!(read.head(&PERSON).unwrap().seq, WRITERS * EACH);
    assert_eq!(
        read.row("thing", Uuid::from_u128(1)).unwrap().unwrap().rev,
        WRITERS * EACH
    );
}

fn rows_are_walked_by_kind_and_id_with_none_left_out(make: Make<'_>) {
    let store = make();
    assert!(
        store
            .begin_read()
            .unwrap()
            .rows_after(None, 5)
            .unwrap()
            .is_empty()
    );
    let mut tx = store.begin_write().unwrap();
    // Written in another order than they are walked in; one is deleted, and is walked over too.
    let dead = StoredRow { body: None, ..row(3) };
    let other = |n: u128| StoredRow {
        kind: "other".into(),
        ..row(n)
    };
    for written in [row(2), other(9), dead.clone(), other(u128::MAX), row(1)] {
        tx.put_row(&written).unwrap();
    }
    tx.commit().unwrap();
    let read = store.begin_read().unwrap();
    let all = [other(9), other(u128::MAX), row(1), row(2), dead];
    assert_eq!(read.rows_after(None, 10).unwrap(), all);
    for limit in 1..=6 {
        let mut walked: Vec<StoredRow> = vec![];
        loop {
            let after = walked.last().map(|row| (row.kind.as_str(), row.id));
            let rows = read.rows_after(after, limit).unwrap();
            assert!(rows.len() <= limit);
            if rows.is_empty() {
                break;
            }
            walked.extend(rows);
        }
        assert_eq!(walked, all, "{limit} at a time");
    }
    assert_eq!(
        read.rows_after(Some(("thing", Uuid::nil())), 1).unwrap(),
        [row(1)],
        "from the beginning of a kind"
    );
}

fn every_head_that_was_written_is_listed(make: Make<'_>) {
    let store = make();
    assert!(store.begin_read().unwrap().heads().unwrap().is_empty());
    fill(store.as_ref(), PERSON, 3);
    let desk = Head {
        epoch: 4,
        seq: u64::from(u32::MAX) + 7,
        checksum: Checksum(u128::MAX - 5),
        purged: 6,
    };
    let mut tx = store.begin_write().unwrap();
    tx.put_head(&DESK, &desk).unwrap();
    tx.commit().unwrap();
    let read = store.begin_read().unwrap();
    let mut heads = read.heads().unwrap();
    heads.sort_by_key(|(scope, _)| *scope != PERSON);
    let person = read.head(&PERSON).unwrap();
    assert_eq!((person.seq, person.epoch), (3, Head::default().epoch));
    assert_eq!(heads, [(PERSON, person), (DESK, desk)]);
    let elsewhere = Scope::Desk(UnitId(Uuid::from_u128(3)));
    assert_eq!(
        read.head(&elsewhere).unwrap(),
        Head::default(),
        "asking makes none"
    );
    assert_eq!(read.heads().unwrap().len(), 2);
}

fn a_tally_counts_what_lies_in_a_scope(make: Make<'_>) {
    let store = make();
    assert_eq!(
        store.begin_read().unwrap().tally(&PERSON).unwrap(),
        Tally::default()
    );
    fill(store.as_ref(), PERSON, 4);
    let tally = |live, highest| Tally { live, highest };
    let mut tx = store.begin_write().unwrap();
    assert_eq!(tx.tally(&PERSON).unwrap(), tally(4, 4));
    assert_eq!(tx.tally(&DESK).unwrap(), Tally::default(), "another scope's");
    tx.put_place(&place(PERSON, 1, 5, false)).unwrap();
    assert_eq!(
        tx.tally(&PERSON).unwrap(),
        tally(3, 5),
        "a tombstone has a number and no life"
    );
    tx.put_place(&place(PERSON, 2, 6, true)).unwrap();
    assert_eq!(
        tx.tally(&PERSON).unwrap(),
        tally(3, 6),
        "a row that changed stays one"
    );
    tx.drop_tombstones(&PERSON, 5).unwrap();
    assert_eq!(tx.tally(&PERSON).unwrap(), tally(3, 6));
    tx.clear_scope(&PERSON).unwrap();
    assert_eq!(tx.tally(&PERSON).unwrap(), Tally::default());
}

fn an_identity_that_is_set_is_the_one_that_is_read(make: Make<'_>) {
    let store = make();
    let first = store.begin_read().unwrap().identity().unwrap();
    let restored = Identity {
        name: "Công đoàn đổi tên".into(),
        incarnation: Uuid::from_u128(77),
        ..first.clone()
    };
    let mut tx = store.begin_write().unwrap();
    tx.set_identity(&restored).unwrap();
    assert_eq!(tx.identity().unwrap(), restored);
    assert_eq!(
        store.begin_read().unwrap().identity().unwrap(),
        first,
        "not before the commit"
    );
    tx.rollback().unwrap();
    assert_eq!(
        store.begin_read().unwrap().identity().unwrap(),
        first,
        "rolled back"
    );
    let mut tx = store.begin_write().unwrap();
    tx.set_identity(&restored).unwrap();
    tx.commit().unwrap();
    assert_eq!(store.begin_read().unwrap().identity().unwrap(), restored);
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

fn scopes_with_tombstones_are_marked_and_old_outcomes_go(make: Make<'_>) {
    let store = make();
    let mut tx = store.begin_write().unwrap();
    assert_eq!(tx.purged_at().unwrap(), None);
    for (scope, live) in [(PERSON, false), (DESK, true)] {
        let head = Head {
            seq: 4,
            ..Head::default()
        };
        tx.put_head(&scope, &head).unwrap();
        tx.put_place(&Place {
            scope,
            kind: "thing".into(),
            id: Uuid::from_u128(1),
            seq: 4,
            rev: 1,
            live,
            hash: Checksum::default(),
        })
        .unwrap();
    }
    for n in 1..=3_u128 {
        tx.put_outcome(&StoredOutcome {
            id: CommandId(Uuid::from_u128(n)),
            device: None,
            at: Instant(i64::try_from(n).unwrap()),
            outcome: ReceiptOutcome::Accepted,
        })
        .unwrap();
    }
    for at in [10, 20] {
        tx.mark_heads(Instant(at)).unwrap();
    }
    tx.set_purged_at(Instant(20)).unwrap();
    tx.set_purged_at(Instant(30)).unwrap();
    tx.commit().unwrap();
    let mut tx = store.begin_write().unwrap();
    assert_eq!(tx.purged_at().unwrap(), Some(Instant(30)));
    assert!(tx.marks(Instant(9)).unwrap().is_empty());
    let mark = Mark {
        scope: PERSON,
        epoch: 1,
        seq: 4,
    };
    // Only where there are tombstones, and not again while nothing moves.
    assert_eq!(tx.marks(Instant(10)).unwrap(), [mark]);
    tx.drop_marks(&PERSON, Instant(10)).unwrap();
    assert!(tx.marks(Instant(99)).unwrap().is_empty());
    assert_eq!(tx.drop_outcomes(Instant(3), 1).unwrap(), 1);
    assert_eq!(tx.drop_outcomes(Instant(3), 9).unwrap(), 1);
    assert_eq!(tx.drop_outcomes(Instant(3), 9).unwrap(), 0);
    assert!(tx.outcome(CommandId(Uuid::from_u128(3))).unwrap().is_some());
}
