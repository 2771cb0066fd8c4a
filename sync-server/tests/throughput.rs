//! How many commands a second each store commits, with 16 writers: figures, not a gate.
//! `cargo test --release -p congdoan-server --test throughput -- --ignored --nocapture`

#![allow(
    clippy::disallowed_methods,
    reason = "how long something takes is what is measured"
)]

use congdoan_domain::member::{AdmitMember, Profile};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Actor, Command, CommandId, Envelope, Instant, PersonId, Scope, UnitId};
use congdoan_server::clock::{random, random_id};
use congdoan_server::commit::{NoSeal, Submission, commit};
use congdoan_server::database::Database;
use congdoan_server::init::FIRST_CELL;
use congdoan_server::maintain;
use congdoan_server::store::{Identity, ServerStore, StoreError};
use std::time::{Duration, Instant as Moment};
use uuid::Uuid;

const NOW: Instant = Instant(1_795_500_000_000);
const WRITERS: u128 = 16;
const ROOT: UnitId = UnitId(Uuid::from_u128(1));

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(100 + n))
}

/// Says how long it took, being told to come again included.
fn send(store: &dyn ServerStore, command: impl Into<Command>) -> Duration {
    let envelope = Envelope {
        id: CommandId(random_id()),
        actor: Actor::Server,
        made_at: NOW,
        command: command.into(),
    };
    let began = Moment::now();
    loop {
        match commit(store, Submission::from(envelope.clone()), NOW, &NoSeal) {
            Err(StoreError::Busy) => {}
            done => {
                assert_eq!(
                    done.unwrap().receipt.outcome,
                    congdoan_wire::ReceiptOutcome::Accepted
                );
                return began.elapsed();
            }
        }
    }
}

fn admit(unit: UnitId) -> AdmitMember {
    AdmitMember {
        id: PersonId(random_id()),
        unit,
        profile: Profile {
            name: "Người Thử".into(),
            number: None,
            birth: None,
            sex: None,
            phone: None,
            national_id: None,
            department: None,
            job: None,
        },
        joined: None,
    }
}

fn measure(name: &str, store: &dyn ServerStore, each: usize) {
    let founded = |id, parent, kind| CreateUnit {
        id,
        parent,
        name: "Đơn vị thử".into(),
        short_name: "Thử".into(),
        kind,
    };
    send(store, founded(ROOT, None, UnitKind::Province));
    for n in 0..WRITERS {
        send(store, founded(unit(n), Some(ROOT), UnitKind::Branch));
    }
    for (what, one) in [("one scope", true), ("16 scopes", false)] {
        let began = Moment::now();
        let mut took: Vec<Duration> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|n| {
                    let unit = unit(if one { 0 } else { n });
                    scope.spawn(move || (0..each).map(|_| send(store, admit(unit))).collect::<Vec<_>>())
                })
                .collect();
            writers
                .into_iter()
                .flat_map(|writer| writer.join().unwrap())
                .collect()
        });
        let seconds = began.elapsed().as_secs_f64();
        took.sort_unstable();
        let at = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
        println!(
            "{name}, {what}: {:.0} commits/s, p50 {:.1} ms, p99 {:.1} ms",
            took.len() as f64 / seconds,
            at(50),
            at(99)
        );
    }
    let began = Moment::now();
    for _ in 0..each {
        send(store, admit(unit(0)));
    }
    println!(
        "{name}, one writer: {:.0} commits/s",
        each as f64 / began.elapsed().as_secs_f64()
    );
    let read = store.begin_read().unwrap();
    assert_eq!(maintain::examine(read.as_ref()).unwrap().findings, []);
    let members = read.head(&Scope::Desk(unit(0))).unwrap().seq;
    assert!(members as usize >= each * (WRITERS as usize + 2));
}

#[test]
#[ignore = "figures, to be read on a quiet machine"]
fn commits_a_second_with_sixteen_writers() {
    let each = std::env::var("EACH")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100);
    let identity = Identity {
        server: random_id(),
        name: "thử".into(),
        incarnation: random_id(),
    };
    let folder = tempfile::tempdir().unwrap();
    let embedded = Database::at(folder.path());
    measure(
        "SQLite",
        embedded.found(&identity, FIRST_CELL, true).unwrap().as_ref(),
        each,
    );
    let Ok(url) = std::env::var("CONGDOAN_TEST_POSTGRES") else {
        println!("SKIPPED: no PostgreSQL (CONGDOAN_TEST_POSTGRES)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let cell = i32::from_be_bytes(random());
    let postgres = Database::at(folder.path()).reached_by(Some(url), None);
    measure(
        "PostgreSQL",
        postgres.found(&identity, cell, true).unwrap().as_ref(),
        each,
    );
}
