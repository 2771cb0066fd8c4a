//! What the cases of the suite are made of.

use crate::store::{Head, Place, ServerStore, Slice, StoredRow};
use congdoan_domain::{PersonId, Scope, UnitId};
use congdoan_wire::checksum::Checksum;
use uuid::Uuid;

/// Two handles on one fresh database, as two processes would have.
pub struct Pair {
    pub one: Box<dyn ServerStore>,
    pub other: Box<dyn ServerStore>,
}

pub(super) type Make<'a> = &'a dyn Fn() -> Pair;

pub(super) const PERSON: Scope = Scope::Member(PersonId(Uuid::from_u128(1)));
pub(super) const DESK: Scope = Scope::Desk(UnitId(Uuid::from_u128(2)));

pub(super) fn row(n: u128) -> StoredRow {
    StoredRow {
        kind: "thing".into(),
        id: Uuid::from_u128(n),
        rev: 1,
        body: Some(vec![7; 100]),
    }
}

pub(super) fn place(scope: Scope, n: u128, seq: u64, live: bool) -> Place {
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

pub(super) fn fill(store: &dyn ServerStore, scope: Scope, count: u128) {
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

pub(super) fn slice(after: u64, max_rows: usize, max_bytes: usize) -> Slice {
    Slice {
        after,
        max_rows,
        max_bytes,
    }
}
