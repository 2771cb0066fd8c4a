//! A device: the real store and engine, and what the simulation knows they must hold.

use super::model::{Rows, run};
use congdoan_domain::{
    Actor, Command, CommandId, DeviceId, Envelope, Instant, MapFacts, PersonId, Row, RowKey,
};
use congdoan_store::{CommandState, DatabaseKey, Incoming, ROOMS, Store, StoreError};
use congdoan_sync::{Checked, Config, Engine};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const KEY: DatabaseKey = DatabaseKey([9; 32]);

/// A command as the simulation remembers it.
#[derive(Clone)]
pub struct Made {
    pub envelope: Envelope,
    /// The time its local decision used.
    pub at: Instant,
}

/// What must be true of the outbox, kept apart from it.
#[derive(Clone, Default)]
pub struct Ledger {
    pub waiting: Vec<CommandId>,
    pub made: BTreeMap<CommandId, Made>,
    pub sent: BTreeSet<CommandId>,
    pub accepted: BTreeSet<CommandId>,
    /// In the order of acceptance and making: what a restored server is told again.
    pub order: Vec<CommandId>,
}

pub struct Device {
    pub name: &'static str,
    pub id: DeviceId,
    pub person: PersonId,
    pub dir: PathBuf,
    pub store: Option<Store>,
    pub engine: Engine,
    pub ledger: Ledger,
    /// Device clock minus true time, in milliseconds.
    pub skew: i64,
    pub in_flight: Option<u64>,
    pub image: Option<(PathBuf, Ledger)>,
    /// Its cache was damaged or is older than its outbox: a repair may follow.
    pub damaged: bool,
}

fn config() -> Config {
    Config {
        poll: 20_000,
        backoff: 500,
        backoff_max: 8_000,
        budget: 1 << 20,
        commands: 20,
        command_bytes: 1 << 16,
    }
}

impl Device {
    pub fn new(name: &'static str, dir: &Path, id: DeviceId, person: PersonId, skew: i64) -> Self {
        let mut device = Self {
            name,
            id,
            person,
            dir: dir.to_owned(),
            store: None,
            engine: Engine::new(config(), Instant(0)),
            ledger: Ledger::default(),
            skew,
            in_flight: None,
            image: None,
            damaged: false,
        };
        device.open(Instant(0));
        device
    }

    /// Starts the app.
    pub fn open(&mut self, now: Instant) {
        let store = Store::open(&self.dir, &KEY, ROOMS, now.0).unwrap();
        store
            .sign_in(Actor::Person {
                person: self.person,
                device: self.id,
            })
            .unwrap();
        self.store = Some(store);
        self.engine = Engine::new(config(), now);
        self.in_flight = None;
    }

    pub fn close(&mut self) {
        self.store = None;
    }

    pub fn store(&self) -> &Store {
        self.store.as_ref().expect("the app runs")
    }

    pub fn clock(&self, now: Instant) -> Instant {
        now.plus_ms(self.skew)
    }

    /// A person does something. Refusals on the spot save nothing.
    pub fn execute(&mut self, id: CommandId, command: Command, now: Instant) -> bool {
        let made_at = self.clock(now);
        match self.store().execute(id, made_at, now, &command, &[], None) {
            Ok(()) => {
                let actor = Actor::Person {
                    person: self.person,
                    device: self.id,
                };
                let envelope = Envelope {
                    id,
                    actor,
                    made_at,
                    command,
                };
                self.ledger.made.insert(id, Made { envelope, at: now });
                self.ledger.waiting.push(id);
                self.ledger.order.push(id);
                true
            }
            Err(StoreError::Rejected(_)) => false,
            Err(other) => panic!("{}: {other}", self.name),
        }
    }

    pub fn apply(&mut self, checked: &Checked) -> congdoan_store::Applied {
        let incoming = Incoming {
            incarnation: checked.incarnation,
            fresh: checked.fresh,
            pages: &checked.pages,
            gone: &checked.gone,
            sums: &checked.sums,
            receipts: &checked.receipts,
            settled: checked.settled,
            server_time: checked.server_time,
        };
        let applied = self.store().apply(&incoming).unwrap();
        if checked.fresh {
            // Everything the old life accepted waits again, each at its old place.
            let again: BTreeSet<CommandId> = self
                .ledger
                .waiting
                .iter()
                .chain(&self.ledger.accepted)
                .copied()
                .collect();
            self.ledger.waiting = self
                .ledger
                .order
                .iter()
                .filter(|id| again.contains(id))
                .copied()
                .collect();
            self.ledger.accepted.clear();
        }
        applied
    }

    /// Ends commands whose receipt stood on a settled answer.
    pub fn settle(&mut self, receipts: &[congdoan_wire::Receipt]) {
        for receipt in receipts {
            if let Some(index) = self.ledger.waiting.iter().position(|id| *id == receipt.id) {
                self.ledger.waiting.remove(index);
                if receipt.outcome == congdoan_wire::ReceiptOutcome::Accepted {
                    self.ledger.accepted.insert(receipt.id);
                }
            }
        }
    }

    pub fn base(&self) -> Rows {
        self.table("base")
    }

    fn table(&self, table: &str) -> Rows {
        self.store()
            .read(|db| {
                let mut statement = db.prepare(&format!("SELECT kind, id, body FROM {table}"))?;
                let rows = statement.query_map([], |row| {
                    Ok((
                        (row.get::<_, String>(0)?, Uuid::from_bytes(row.get(1)?)),
                        row.get::<_, Vec<u8>>(2)?,
                    ))
                })?;
                Ok(rows.collect::<Result<Rows, _>>()?)
            })
            .unwrap()
    }

    /// The outbox is the ledger's, and the view is the received rows with the waiting commands over them.
    pub fn check(&self) -> Result<(), String> {
        let waiting: Vec<CommandId> = self
            .store()
            .outbox(CommandState::Waiting, 10_000)
            .unwrap()
            .into_iter()
            .map(|entry| entry.id)
            .collect();
        if waiting != self.ledger.waiting {
            return Err(format!(
                "{}: the outbox holds {} waiting, should hold {}",
                self.name,
                waiting.len(),
                self.ledger.waiting.len()
            ));
        }
        let mut facts = MapFacts::default();
        for ((kind, _), body) in self.base() {
            let row = Row::decode(&kind, &body).unwrap();
            facts.0.insert(row.key(), Some(row));
        }
        for id in &self.ledger.waiting {
            let made = &self.ledger.made[id];
            let _ = run(&mut facts, &made.envelope, made.at);
        }
        let expected: Rows = facts
            .0
            .values()
            .flatten()
            .map(|row| {
                let RowKey { kind, id } = row.key();
                ((kind.as_str().to_owned(), id), row.encode())
            })
            .collect();
        let view = self.table("effective");
        if view == expected {
            Ok(())
        } else {
            Err(format!("{}: {}", self.name, difference(&view, &expected)))
        }
    }
}

pub fn difference(found: &Rows, expected: &Rows) -> String {
    let name = |(kind, id): &(String, Uuid)| format!("{kind} {}", &id.to_string()[..8]);
    let missing: Vec<_> = expected
        .keys()
        .filter(|k| !found.contains_key(*k))
        .map(name)
        .collect();
    let extra: Vec<_> = found
        .keys()
        .filter(|k| !expected.contains_key(*k))
        .map(name)
        .collect();
    let differ: Vec<_> = found
        .iter()
        .filter(|(k, b)| expected.get(*k).is_some_and(|e| e != *b))
        .map(|(k, _)| name(k))
        .collect();
    format!("missing {missing:?}, extra {extra:?}, different {differ:?}")
}
