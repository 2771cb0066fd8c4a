//! Many writers at once, in two processes.

use super::fixture::{Make, PERSON, place, row, slice};
use crate::store::{Head, ServerStore, StoreError, StoredOutcome, StoredRow};
use congdoan_domain::{CommandId, Instant};
use congdoan_wire::ReceiptOutcome;
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use uuid::Uuid;

const WRITERS: u64 = 16;

/// As the server and then a device do: sent away, they come again.
fn in_the_end<T>(transaction: impl Fn() -> Result<T, StoreError>) -> T {
    loop {
        match transaction() {
            Err(StoreError::Busy | StoreError::Conflict) => std::thread::sleep(Duration::from_millis(1)),
            done => return done.unwrap(),
        }
    }
}

/// What a store under row locks and one that takes the whole file have in common.
pub(super) fn a_second_writer_waits_or_is_told_to_come_again(make: Make<'_>) {
    let store = make().one;
    let mut first = store.begin_write().unwrap();
    first.lock_rows(&[("thing", Uuid::from_u128(1))]).unwrap();
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
        std::thread::sleep(Duration::from_millis(50));
        first.commit().unwrap();
        match second.join().unwrap() {
            Err(StoreError::Busy) => {}
            Ok(seen) => assert_eq!(seen, Some(row(1)), "it waited, so it sees what the first wrote"),
            Err(other) => panic!("{other}"),
        }
    });
}

/// A new row, the next number of the scope, an outcome: what a command writes.
fn write_one(store: &dyn ServerStore, n: u128) -> Result<u64, StoreError> {
    let mut tx = store.begin_write()?;
    let key = ("thing", Uuid::from_u128(n));
    assert_eq!(tx.lock_rows(&[key])?, [None]);
    tx.put_row(&row(n))?;
    let counter = ("counter", Uuid::from_u128(1));
    let before = tx.lock_rows(&[counter])?.remove(0).map_or(0, |row| row.rev);
    tx.put_row(&StoredRow {
        kind: "counter".into(),
        rev: before + 1,
        ..row(1)
    })?;
    let head = tx.lock_head(&PERSON)?;
    let seq = head.seq + 1;
    let placed = place(PERSON, n, seq, true);
    tx.put_place(&placed)?;
    let next = Head {
        seq,
        checksum: head.checksum.with(placed.hash),
        ..head
    };
    tx.put_head(&PERSON, &next)?;
    tx.put_outcome(&StoredOutcome {
        id: CommandId(Uuid::from_u128(n)),
        device: None,
        at: Instant(1),
        outcome: ReceiptOutcome::Accepted,
    })?;
    tx.commit()?;
    Ok(seq)
}

/// Everything in one snapshot fits: no commit is seen by half. Says how far the scope is.
fn whole(store: &dyn ServerStore) -> u64 {
    let read = store.begin_read().unwrap();
    let head = read.head(&PERSON).unwrap();
    let seqs: Vec<u64> = read
        .feed(&PERSON, slice(0, 10_000, usize::MAX))
        .unwrap()
        .iter()
        .map(|row| row.seq)
        .collect();
    assert_eq!(seqs, (1..=head.seq).collect::<Vec<_>>(), "no gap, none twice");
    let tally = read.tally(&PERSON).unwrap();
    assert_eq!((tally.live, tally.highest), (head.seq, head.seq));
    let rows = read.rows_after(Some(("thing", Uuid::nil())), 10_000).unwrap();
    assert_eq!(rows.len() as u64, head.seq);
    let sum = rows.iter().fold(Head::default().checksum, |sum, row| {
        sum.with(place(PERSON, row.id.as_u128(), 0, true).hash)
    });
    assert_eq!(sum, head.checksum);
    let counter = read.row("counter", Uuid::from_u128(1)).unwrap();
    assert_eq!(counter.map_or(0, |row| row.rev), head.seq, "no update is lost");
    head.seq
}

pub(super) fn sixteen_writers_number_one_scope_without_a_gap_and_a_reader_sees_whole_commits(make: Make<'_>) {
    const EACH: u64 = 12;
    let pair = make();
    let (given, done) = (std::sync::Mutex::new(BTreeSet::new()), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = vec![whole(pair.other.as_ref())];
            while !done.load(Ordering::SeqCst) {
                seen.push(whole(pair.other.as_ref()));
            }
            assert!(seen.is_sorted(), "nothing goes back");
            seen.len()
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let store = if writer % 2 == 0 { &pair.one } else { &pair.other };
                let given = &given;
                scope.spawn(move || {
                    for n in 0..EACH {
                        let id = u128::from(writer * EACH + n + 1);
                        let seq = in_the_end(|| write_one(store.as_ref(), id));
                        assert!(given.lock().unwrap().insert(seq), "{seq} is given twice");
                    }
                })
            })
            .collect();
        let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::SeqCst);
        assert!(ended.iter().all(Result::is_ok));
        assert!(reader.join().unwrap() > 1);
    });
    assert_eq!(given.into_inner().unwrap(), (1..=WRITERS * EACH).collect());
    assert_eq!(whole(pair.one.as_ref()), WRITERS * EACH);
}

pub(super) fn of_many_who_make_the_same_row_one_is_first(make: Make<'_>) {
    let pair = make();
    for round in 1..=5_u128 {
        let (made, begin) = (AtomicU64::new(0), Barrier::new(WRITERS as usize));
        // Two that are missing, asked for in another order than their names' hashes may have.
        let keys = [
            ("thing", Uuid::from_u128(round)),
            ("unit", Uuid::from_u128(round)),
        ];
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let store = if writer % 2 == 0 { &pair.one } else { &pair.other };
                let (made, begin) = (&made, &begin);
                scope.spawn(move || {
                    begin.wait();
                    let first = in_the_end(|| {
                        let mut tx = store.begin_write()?;
                        let found = tx.lock_rows(&keys)?;
                        let first = found.iter().all(Option::is_none);
                        assert!(first || found.iter().all(Option::is_some), "both or none");
                        for (kind, id) in keys.iter().filter(|_| first) {
                            tx.put_row(&StoredRow {
                                kind: (*kind).into(),
                                id: *id,
                                ..row(1)
                            })?;
                        }
                        tx.commit()?;
                        Ok(first)
                    });
                    made.fetch_add(u64::from(first), Ordering::SeqCst);
                });
            }
        });
        assert_eq!(made.into_inner(), 1, "round {round}");
    }
}

/// The same command at two processes: a device whose first answer was lost asks the other one.
pub(super) fn two_processes_with_one_command_store_one_outcome(make: Make<'_>) {
    let pair = make();
    for n in 1..=10_u128 {
        let (wrote, begin) = (AtomicU64::new(0), Barrier::new(2));
        let id = CommandId(Uuid::from_u128(n));
        std::thread::scope(|scope| {
            for (process, store) in [&pair.one, &pair.other].into_iter().enumerate() {
                let (wrote, begin) = (&wrote, &begin);
                scope.spawn(move || {
                    begin.wait();
                    let first = in_the_end(|| {
                        let mut tx = store.begin_write()?;
                        if tx.outcome(id)?.is_some() {
                            return Ok(false);
                        }
                        let at = Instant(i64::try_from(process).unwrap());
                        tx.put_outcome(&StoredOutcome {
                            id,
                            device: None,
                            at,
                            outcome: ReceiptOutcome::Accepted,
                        })?;
                        tx.commit()?;
                        Ok(true)
                    });
                    wrote.fetch_add(u64::from(first), Ordering::SeqCst);
                });
            }
        });
        assert_eq!(wrote.into_inner(), 1);
    }
}

pub(super) fn a_writer_alone_is_alone(make: Make<'_>) {
    let pair = make();
    let mut alone = in_the_end(|| pair.one.begin_alone());
    alone.lock_rows(&[("thing", Uuid::from_u128(1))]).unwrap();
    alone.put_row(&row(1)).unwrap();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let mut tx = pair.other.begin_write()?;
            let seen = tx.lock_rows(&[("thing", Uuid::from_u128(1))])?.remove(0);
            tx.rollback()?;
            Ok::<_, StoreError>(seen)
        });
        std::thread::sleep(Duration::from_millis(50));
        alone.commit().unwrap();
        match second.join().unwrap() {
            Err(StoreError::Busy) => {}
            Ok(seen) => assert_eq!(seen, Some(row(1)), "it waited until the other was done"),
            Err(other) => panic!("{other}"),
        }
    });
}
