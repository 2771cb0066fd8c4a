//! Rows and the feeds they are in.

use super::fixture::{DESK, Make, PERSON, fill, place, row, slice};
use crate::store::{Slice, StoredRow};
use congdoan_domain::Scope;
use uuid::Uuid;

pub(super) fn rows_are_walked_by_kind_and_id_with_none_left_out(make: Make<'_>) {
    let store = make().one;
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

pub(super) fn feeds_are_numbered_by_scope_and_cut_to_size(make: Make<'_>) {
    let store = make().one;
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

pub(super) fn tombstones_are_forgotten_up_to_the_mark(make: Make<'_>) {
    let store = make().one;
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
