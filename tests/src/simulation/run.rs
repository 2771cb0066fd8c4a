//! One seed: people, network and faults in one thread of time, the invariants after every step.

use super::device::{Damaged, difference, met};
use super::rng::Rng;
use super::server::Server;
use super::state::{Simulation, Summary};
use super::story::{Story, short};
use super::{commands, faults, world};
use congdoan_domain::grant::{EndGrant, GrantState, ProposeGrant, Role};
use congdoan_domain::{Command, CommandId, GrantId, Instant, Row, Scope};
use congdoan_sync::Step;
use congdoan_wire::{PROTOCOL, SCHEMA, SyncRequest};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use uuid::Uuid;

const STEPS: u64 = 1_350;
/// Commands that a person thinks of before giving up for now.
const TRIES: usize = 5;
/// A seed with fewer says nothing.
const LEAST_COMMANDS: u64 = 60;

pub fn run_seeds(from: u64, count: u64) -> Summary {
    let next = Mutex::new(from);
    let total = Mutex::new(Summary::default());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = {
                        let mut next = next.lock().unwrap();
                        if *next >= from + count {
                            return;
                        }
                        *next += 1;
                        *next - 1
                    };
                    let summary = run_seed(seed);
                    total.lock().unwrap().add(summary);
                }
            });
        }
    });
    total.into_inner().unwrap()
}

pub fn run_seed(seed: u64) -> Summary {
    run_with(seed, Story::default())
}

/// Runs one seed and prints its story.
pub fn tell_seed(seed: u64) -> Summary {
    run_with(seed, Story::told())
}

fn run_with(seed: u64, story: Story) -> Summary {
    let base = if Path::new("/dev/shm").is_dir() {
        Path::new("/dev/shm").to_owned()
    } else {
        std::env::temp_dir()
    };
    let dir = tempfile::Builder::new()
        .prefix("congdoan-sim")
        .tempdir_in(base)
        .unwrap();
    let mut server = Server::new(&dir.path().join("server"));
    let devices = world::found(&mut server, dir.path());
    let mut simulation = Simulation {
        rng: Rng::new(seed),
        now: world::START.plus_ms(60_000),
        server,
        devices,
        parcels: vec![],
        requests: BTreeMap::new(),
        next: 0,
        id: u128::from(seed) << 64,
        summary: Summary {
            seeds: 1,
            ..Summary::default()
        },
        calm: false,
        story,
    };
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| simulation.all()));
    match result {
        Ok(Ok(())) => {}
        Ok(Err(fault)) => simulation.summary.faults.push(format!("seed {seed}: {fault}")),
        Err(_) => simulation.summary.faults.push(format!("seed {seed}: panicked")),
    }
    simulation.summary
}

impl Simulation {
    fn all(&mut self) -> Result<(), String> {
        for step in 0..STEPS {
            self.step().map_err(|fault| format!("step {step}: {fault}"))?;
        }
        self.settle().map_err(|fault| format!("at the end: {fault}"))?;
        self.summary.repairs += self.devices.iter().map(|device| device.moved_aside).sum::<u64>();
        if self.summary.commands < LEAST_COMMANDS {
            return Err(format!("only {} commands were made", self.summary.commands));
        }
        Ok(())
    }

    fn step(&mut self) -> Result<(), String> {
        self.now = self.now.plus_ms(200 + self.rng.below(3_000) as i64);
        if self.rng.chance(1) {
            self.now = self.now.plus_hours(self.rng.below(8) as i64);
        }
        let device = self.rng.index(self.devices.len());
        match self.rng.below(100) {
            0..56 => self.act(device)?,
            56..60 => self.withdraw(device)?,
            60..80 => {}
            80..83 => self.fault_on_device(device)?,
            83..85 => self.fault_on_server(),
            85..87 => self.go_offline(),
            _ => {}
        }
        self.come_back(device);
        self.poll(device)?;
        self.deliver()
    }

    /// A person does something; what is refused on the spot is given up, and something else tried.
    fn act(&mut self, device: usize) -> Result<(), String> {
        for _ in 0..TRIES {
            let saved = self.summary.commands;
            self.try_to_act(device)?;
            if self.summary.commands > saved {
                break;
            }
        }
        self.check_device(device)
    }

    fn try_to_act(&mut self, device: usize) -> Result<(), String> {
        self.id += 1;
        let id = CommandId(Uuid::from_u128(self.id));
        let person = self.devices[device].person;
        let small = (self.id & 0xffff_ffff) | ((self.id >> 64) << 40);
        let Some(command) = commands::random(&mut self.rng, &self.server.model, person, small, self.now)
        else {
            return Ok(());
        };
        let now = self.now;
        let (name, word) = (self.devices[device].name, command.name());
        let executed = if self.rng.chance(2) {
            self.inject("crash between writes");
            faults::crash_between_writes(&mut self.devices[device], id, command, now)
        } else {
            self.devices[device].execute(id, command, now)
        };
        let Ok(saved) = executed else {
            return self.met_damage(device);
        };
        self.summary.commands += u64::from(saved);
        if saved {
            self.story
                .tell(now, || format!("{name} saves {word} {}", short(id)));
        }
        Ok(())
    }

    fn withdraw(&mut self, device: usize) -> Result<(), String> {
        let found = &mut self.devices[device];
        if found.ledger.waiting.is_empty() {
            return Ok(());
        }
        let id = *self.rng.pick(&found.ledger.waiting);
        let taken = found.store().withdraw(id).is_ok();
        if taken {
            if found.ledger.sent.contains(&id) {
                return Err(format!(
                    "{}: a command was withdrawn that had been sent",
                    found.name
                ));
            }
            found.ledger.waiting.retain(|other| *other != id);
            found.ledger.order.retain(|other| *other != id);
        }
        self.inject(if taken { "withdrawn" } else { "withdrawal refused" });
        self.check_device(device)
    }

    /// A device is out of reach for a good while; its person works on. Mostly an office's: there rows come and go.
    fn go_offline(&mut self) {
        let offices: Vec<usize> = (0..self.devices.len())
            .filter(|index| {
                let scopes = self.devices[*index].store().scopes().unwrap_or_default();
                scopes
                    .iter()
                    .any(|state| matches!(state.cursor.scope, Scope::Desk(_)))
            })
            .collect();
        let device = if offices.is_empty() || self.rng.chance(20) {
            self.rng.index(self.devices.len())
        } else {
            *self.rng.pick(&offices)
        };
        if self.devices[device].offline_until <= self.now {
            let length = 60_000 + self.rng.below(400_000) as i64;
            self.devices[device].offline_until = self.now.plus_ms(length);
            self.inject("device long offline");
        }
    }

    /// Back in reach. Often the operator has purged meanwhile what this device never read.
    fn come_back(&mut self, device: usize) {
        let back = self.devices[device].offline_until;
        if back.0 != 0 && back <= self.now {
            self.devices[device].offline_until = Instant(0);
            if self.rng.chance(70) && faults::purge_behind(&self.server, &self.devices[device]) {
                self.inject("tombstones purged");
                self.inject("purged before they were read");
            }
        }
    }

    fn fault_on_device(&mut self, device: usize) -> Result<(), String> {
        let now = self.now;
        match self.rng.below(7) {
            0..3 => {
                faults::take_image(&mut self.devices[device], now);
            }
            3 => {
                if faults::restore_image(&mut self.devices[device], now) {
                    self.inject("phone restored");
                    if self.rng.chance(50) && faults::purge_behind(&self.server, &self.devices[device]) {
                        self.inject("tombstones purged");
                        self.inject("purged before they were read");
                    }
                }
            }
            4 => {
                faults::damage_cache(&mut self.devices[device], &mut self.rng, now);
                // Everything received is gone until the next sync; only the waiting commands remain.
                self.inject("cache damaged");
            }
            5 => {
                if faults::damage_page(&mut self.devices[device], &mut self.rng, now) {
                    self.inject("page damaged");
                }
            }
            _ => {
                self.devices[device].close();
                self.devices[device].open(now);
                self.inject("app restarted");
            }
        }
        self.check_device(device)
    }

    fn fault_on_server(&mut self) {
        match self.rng.below(14) {
            8..10 => self.turn_grant(),
            0..2 => {
                faults::rebuild(&mut self.server, &mut self.rng);
                self.inject("scope rebuilt");
            }
            2..6 => {
                if faults::purge(&self.server, &self.devices, &mut self.rng) {
                    self.inject("tombstones purged");
                }
            }
            6..8 => self.server.back_up(),
            10 => {
                if self.server.restore() {
                    self.inject("server restored");
                }
            }
            11 => {
                if self.rng.chance(60) && faults::spoil(&mut self.server, &mut self.rng) {
                    self.inject("checksum wrong at the server");
                }
            }
            _ => {
                if self.server.mend() {
                    self.inject("doctor at the server");
                }
            }
        }
    }

    /// The operator ends the grant of a chair, or gives it back.
    fn turn_grant(&mut self) {
        let (person, unit, name) = *self.rng.pick(&world::CHAIRS);
        let grant = GrantId::of(person, unit, Role::Chair.as_str());
        let active = self.server.model.rows().any(
            |row| matches!(row, Row::Grant(found) if found.id == grant && found.state == GrantState::Active),
        );
        let command: Command = if active {
            EndGrant { grant }.into()
        } else {
            ProposeGrant {
                person,
                name: name.into(),
                unit,
                role: Role::Chair,
                from: self.now,
                to: None,
            }
            .into()
        };
        self.story.tell(self.now, || {
            format!(
                "the operator {} the grant of {name}",
                if active { "ends" } else { "gives back" }
            )
        });
        self.id += 1;
        self.server.system(self.id, self.now, command);
    }

    /// Lets a device do what its engine says.
    fn poll(&mut self, index: usize) -> Result<(), String> {
        let now = self.now;
        let device = &mut self.devices[index];
        if device.in_flight.is_some() || (now < device.offline_until && !self.calm) {
            return Ok(());
        }
        match device.engine.next(now) {
            Step::Wait { .. } => return Ok(()),
            Step::OpenSession => {
                device.engine.session_opened();
                return Ok(());
            }
            Step::Exchange => {}
        }
        let config = *device.engine.config();
        let store = device.store();
        let outgoing = store.outgoing(device.engine.delivered(), config.commands, config.command_bytes);
        let Ok(outgoing) = met(outgoing) else {
            return self.met_damage(index);
        };
        device.ledger.sent.extend(outgoing.commands.iter().map(|c| c.id));
        let request = SyncRequest {
            protocol: PROTOCOL,
            schema: SCHEMA,
            incarnation: outgoing.incarnation,
            commands: outgoing.commands,
            cursors: outgoing.cursors,
            waiting: outgoing.waiting,
            budget: config.budget,
        };
        self.next += 1;
        let number = self.next;
        device.in_flight = Some(number);
        let frame = congdoan_wire::encode(&request);
        self.requests.insert(number, request);
        self.send(index, number, frame);
        Ok(())
    }

    /// The network is perfect and nobody does anything more: all must come to rest and agree.
    fn settle(&mut self) -> Result<(), String> {
        self.calm = true;
        self.server.mend();
        for device in &mut self.devices {
            // A person opens the app again: a server that was restored may let the device in once more.
            device.close();
            device.open(self.now);
        }
        for _ in 0..400 {
            self.now = self.now.plus_ms(3_000);
            for device in 0..self.devices.len() {
                self.poll(device)?;
            }
            self.deliver()?;
        }
        self.server.examine()?;
        for index in 0..self.devices.len() {
            self.check_device(index)?;
            let device = &self.devices[index];
            let Some(person) = self.server.person_of(device.id) else {
                continue;
            };
            if !device.ledger.waiting.is_empty() {
                return Err(format!(
                    "{}: {} commands still wait",
                    device.name,
                    device.ledger.waiting.len()
                ));
            }
            let base = device
                .base()
                .map_err(|Damaged| format!("{}: damaged", device.name))?;
            let expected = self.server.model.visible(person, self.now);
            if base != expected {
                return Err(format!("{}: {}", device.name, difference(&base, &expected)));
            }
            device.one_outcome(&self.server.model)?;
        }
        Ok(())
    }
}
