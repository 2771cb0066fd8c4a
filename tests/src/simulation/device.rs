//! A device: the real store and engine, and what the simulation knows they must hold.

use super::model::{Model, Rows, run};
use congdoan_domain::{
    Actor, Command, CommandId, DeviceId, Envelope, Instant, MapFacts, PersonId, Row, RowKey, Scope,
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
    pub refused: BTreeSet<CommandId>,
    /// Accepted by a life of the server that has ended: they wait once more.
    pub again: BTreeSet<CommandId>,
    /// In the order of acceptance and making: what a restored server is told again.
    pub order: Vec<CommandId>,
}

/// A copy of a device's disk, to be restored later.
pub struct Image {
    pub dir: PathBuf,
    pub ledger: Ledger,
    pub wounded: bool,
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
    pub image: Option<Image>,
    /// Its cache was damaged: until it is settled again, a repair may follow.
    pub damaged: bool,
    /// A page of its cache is damaged and nobody has read it yet.
    pub wounded: bool,
    /// Out of reach of any network until then.
    pub offline_until: Instant,
    /// Scopes that differed at the last reading to their end: told by the answers, not by the engine.
    pub differed: BTreeSet<Scope>,
    /// Desks that a lost grant took from it.
    pub lost_desks: BTreeSet<Scope>,
    /// Caches that were moved aside.
    pub moved_aside: u64,
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
            wounded: false,
            offline_until: Instant(0),
            differed: BTreeSet::new(),
            lost_desks: BTreeSet::new(),
            moved_aside: 0,
        };
        device.open(Instant(0));
        device
    }

    /// Starts the app. A damaged page may show only when the waiting commands are laid over the view; like the client,
    /// it then opens once more, with a new cache.
    pub fn open(&mut self, now: Instant) {
        let actor = Actor::Person {
            person: self.person,
            device: self.id,
        };
        let opened = || -> Result<Store, StoreError> {
            let store = Store::open(&self.dir, &KEY, ROOMS, now.0)?;
            store.sign_in(actor)?;
            Ok(store)
        };
        let store = match opened() {
            Err(StoreError::Damaged(_)) => opened().unwrap(),
            other => other.unwrap(),
        };
        if store.moved_aside().is_some() {
            self.moved_aside += 1;
            self.wounded = false;
        }
        self.store = Some(store);
        self.engine = Engine::new(config(), now);
        self.in_flight = None;
        self.differed.clear();
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

    /// A person does something. Refusals on the spot save nothing, and neither does a damaged page.
    pub fn execute(&mut self, id: CommandId, command: Command, now: Instant) -> Result<bool, Damaged> {
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
                Ok(true)
            }
            Err(StoreError::Rejected(_)) => Ok(false),
            Err(StoreError::Damaged(_)) => Err(Damaged),
            Err(other) => panic!("{}: {other}", self.name),
        }
    }

    pub fn apply(&mut self, checked: &Checked) -> Result<congdoan_store::Applied, Damaged> {
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
        let applied = met(self.store().apply(&incoming));
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
            self.ledger.again.extend(&self.ledger.accepted);
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
                } else {
                    self.ledger.refused.insert(receipt.id);
                }
            }
        }
    }

    /// Notes which scopes differ after an answer. Says whether one does that was just read again because it differed.
    pub fn still_differs(&mut self, checked: &Checked, repairs: &[Scope]) -> bool {
        if checked.fresh {
            self.differed.clear();
        }
        let still = repairs.iter().any(|scope| self.differed.contains(scope));
        for sum in &checked.sums {
            self.differed.remove(&sum.scope);
        }
        for scope in &checked.gone {
            self.differed.remove(scope);
        }
        self.differed.extend(repairs);
        still
    }

    pub fn base(&self) -> Result<Rows, Damaged> {
        self.table("base")
    }

    fn table(&self, table: &str) -> Result<Rows, Damaged> {
        met(self.store().read(|db| {
            let mut statement = db.prepare(&format!("SELECT kind, id, body FROM {table}"))?;
            let rows = statement.query_map([], |row| {
                Ok((
                    (row.get::<_, String>(0)?, Uuid::from_bytes(row.get(1)?)),
                    row.get::<_, Vec<u8>>(2)?,
                ))
            })?;
            Ok(rows.collect::<Result<Rows, _>>()?)
        }))
    }

    fn in_state(&self, state: CommandState) -> Vec<CommandId> {
        let entries = self.store().outbox(state, 10_000).unwrap();
        entries.into_iter().map(|entry| entry.id).collect()
    }

    /// The outbox is the ledger's: each command in one state, in its place.
    pub fn check_outbox(&self) -> Result<(), String> {
        let waiting = self.in_state(CommandState::Waiting);
        if waiting != self.ledger.waiting {
            return Err(format!(
                "{}: the outbox holds {} waiting, should hold {}",
                self.name,
                waiting.len(),
                self.ledger.waiting.len()
            ));
        }
        for (state, expected) in [
            (CommandState::Accepted, &self.ledger.accepted),
            (CommandState::Refused, &self.ledger.refused),
        ] {
            let found: BTreeSet<CommandId> = self.in_state(state).into_iter().collect();
            if found != *expected {
                return Err(format!(
                    "{}: {} commands are {state:?}, should be {}",
                    self.name,
                    found.len(),
                    expected.len()
                ));
            }
        }
        Ok(())
    }

    /// Every command that was made and not taken back has exactly one outcome, here and at the server.
    pub fn one_outcome(&self, model: &Model) -> Result<(), String> {
        for id in &self.ledger.order {
            let here = (
                self.ledger.accepted.contains(id),
                self.ledger.refused.contains(id),
            );
            let fits = match (here, model.outcomes.get(id)) {
                ((true, false), Some(Ok(()))) | ((false, true), Some(Err(_))) => true,
                // Refused in a life of the server that has ended: nobody sends it again, so this one never met it.
                ((false, true), None) => true,
                _ => false,
            };
            if !fits {
                return Err(format!(
                    "{}: command {id} is {here:?} (accepted, refused) here and {:?} at the server",
                    self.name,
                    model.outcomes.get(id)
                ));
            }
        }
        Ok(())
    }

    /// The view is the received rows with the waiting commands over them.
    pub fn check_view(&self) -> Result<Result<(), String>, Damaged> {
        let mut facts = MapFacts::default();
        for ((kind, _), body) in self.base()? {
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
        let view = self.table("effective")?;
        Ok(if view == expected {
            Ok(())
        } else {
            Err(format!("{}: {}", self.name, difference(&view, &expected)))
        })
    }
}

/// A page of the cache could not be read: the app is started again.
#[derive(Clone, Copy, Debug)]
pub struct Damaged;

/// # Panics
/// At every other failure.
pub fn met<T>(result: Result<T, StoreError>) -> Result<T, Damaged> {
    match result {
        Err(StoreError::Damaged(_)) => Err(Damaged),
        other => Ok(other.unwrap()),
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
