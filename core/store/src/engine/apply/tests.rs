use super::*;
use crate::engine::{CommandState, DatabaseKey, Projection};
use congdoan_domain::{Actor, DeviceId, PersonId, Rejection, Row};
use congdoan_wire::ReceiptOutcome;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, TryLockError};
use std::time::Duration;

const NOW: Instant = Instant(1_795_417_500_000);

/// Who is told that the view is being written, and who says that it may go on.
static GATE: Mutex<Option<(Sender<()>, Receiver<()>)>> = Mutex::new(None);

fn pause(_: &Transaction<'_>, _: &str, _: Uuid, _: Option<&Row>) -> Result<(), rusqlite::Error> {
    if let Some((reached, go)) = lock(&GATE).take() {
        reached.send(()).unwrap();
        go.recv().unwrap();
    }
    Ok(())
}

/// Found by a reviewer: between the view and its receipts another thread could lay the outbox over the view, and a
/// refused command was shown as refused and in effect.
#[test]
fn nobody_gets_at_the_view_before_the_receipts_of_its_answer_are_settled() {
    let dir = std::env::temp_dir().join(format!("congdoan-settle-{}", std::process::id()));
    let rooms = Projection {
        schema: &[],
        project: pause,
    };
    let store = Store::open(&dir, &DatabaseKey([7; 32]), rooms, NOW.0).unwrap();
    let person = PersonId(Uuid::from_u128(0x20));
    let device = DeviceId(Uuid::from_u128(0x21));
    store.sign_in(Actor::Person { person, device }).unwrap();
    let id = CommandId(Uuid::from_u128(0x77));
    lock(&store.outbox)
        .execute(
            "INSERT INTO command (id, made_at, at, name, body, state) VALUES (?1, ?2, ?2, 'of_another_program', x'a0', 'waiting')",
            (id.0.as_bytes(), NOW.0),
        )
        .unwrap();
    let row = WireRow {
        seq: 1,
        rev: 1,
        kind: "x".into(),
        id: Uuid::from_u128(5),
        body: None,
    };
    let page = Page {
        scope: Scope::Public,
        epoch: 1,
        from: 0,
        to: 1,
        head: 1,
        rows: vec![row],
    };
    let refused = Receipt {
        id,
        at: NOW,
        outcome: ReceiptOutcome::Rejected(Rejection::new("not_allowed")),
    };
    let incoming = Incoming {
        incarnation: Uuid::from_u128(1),
        fresh: false,
        pages: &[page],
        gone: &[],
        sums: &[],
        receipts: &[refused],
        settled: true,
        server_time: NOW,
    };
    let (reached, writing) = channel();
    let (go, may_go) = channel();
    *lock(&GATE) = Some((reached, may_go));
    std::thread::scope(|scope| {
        let applying = scope.spawn(|| store.apply(&incoming));
        writing.recv().unwrap();
        // The receipts cannot be written for now; the view can.
        let outbox = lock(&store.outbox);
        go.send(()).unwrap();
        for _ in 0..50 {
            std::thread::sleep(Duration::from_millis(10));
            let view = store.cache.try_lock();
            assert!(
                matches!(view, Err(TryLockError::WouldBlock)),
                "the view is given free with its receipts unsettled"
            );
        }
        drop(outbox);
        applying.join().unwrap().unwrap();
    });
    assert_eq!(store.outbox(CommandState::Refused, 9).unwrap()[0].id, id);
    drop(store);
    std::fs::remove_dir_all(dir).unwrap();
}
