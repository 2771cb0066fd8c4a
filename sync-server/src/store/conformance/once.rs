//! What happens once and is remembered.

use super::fixture::Make;
use crate::store::StoredOutcome;
use congdoan_domain::{CommandId, DeviceId, Instant};
use congdoan_wire::ReceiptOutcome;
use uuid::Uuid;

pub(super) fn an_outcome_is_kept_with_its_device(make: Make<'_>) {
    let store = make().one;
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

pub(super) fn a_nonce_is_used_once(make: Make<'_>) {
    let store = make().one;
    let mut tx = store.begin_write().unwrap();
    assert!(tx.use_nonce([1; 32], Instant(100), Instant(50)).unwrap());
    assert!(!tx.use_nonce([1; 32], Instant(100), Instant(60)).unwrap());
    assert!(tx.use_nonce([2; 32], Instant(100), Instant(60)).unwrap());
}
