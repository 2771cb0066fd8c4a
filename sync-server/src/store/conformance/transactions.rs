//! What one transaction sees and what it leaves.

use super::fixture::{Make, PERSON, fill, row, slice};
use crate::store::{Head, Identity};
use uuid::Uuid;

pub(super) fn a_transaction_is_seen_whole_or_not_at_all(make: Make<'_>) {
    let store = make().one;
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

pub(super) fn a_snapshot_stands_still(make: Make<'_>) {
    let store = make().one;
    let before = store.begin_read().unwrap();
    fill(store.as_ref(), PERSON, 3);
    assert_eq!(before.head(&PERSON).unwrap(), Head::default());
    assert!(before.feed(&PERSON, slice(0, 10, 10_000)).unwrap().is_empty());
    drop(before);
    assert_eq!(store.begin_read().unwrap().head(&PERSON).unwrap().seq, 3);
}

pub(super) fn an_identity_that_is_set_is_the_one_that_is_read(make: Make<'_>) {
    let store = make().one;
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
