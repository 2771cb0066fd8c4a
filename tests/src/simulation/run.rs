//! One seed: people, network and faults in one thread of time, the invariants after every step.

use super::device::{Device, difference};
use super::model::Rows;
use super::rng::Rng;
use super::server::Server;
use super::{commands, faults, world};
use congdoan_domain::{Actor, CommandId, DeviceId, Instant};
use congdoan_server::feed::Limits;
use congdoan_sync::{Outage, Step, check};
use congdoan_wire::{PROTOCOL, SCHEMA, SyncRequest, SyncResponse, codec};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use uuid::Uuid;

const STEPS: u64 = 1_200;

#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub seeds: u64,
    pub commands: u64,
    pub faults: Vec<String>,
    pub repairs: u64,
    pub injected: BTreeMap<&'static str, u64>,
}

impl Summary {
    fn add(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.commands += other.commands;
        self.faults.extend(other.faults);
        self.repairs += other.repairs;
        for (kind, count) in other.injected {
            *self.injected.entry(kind).or_default() += count;
        }
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "seeds": self.seeds, "commands": self.commands, "faults": self.faults.len(),
            "repairs": self.repairs, "injected": self.injected,
        })
    }
}

/// Something on its way.
enum Parcel {
    Request {
        device: usize,
        number: u64,
        frame: Vec<u8>,
    },
    /// `expected`: what the reader must hold if the answer is settled; kept beside it, not sent.
    Answer {
        device: usize,
        number: u64,
        frame: Vec<u8>,
        expected: Rows,
    },
    Busy {
        device: usize,
        number: u64,
    },
    Lost {
        device: usize,
        number: u64,
    },
}

struct Simulation {
    rng: Rng,
    now: Instant,
    server: Server,
    devices: Vec<Device>,
    parcels: Vec<(Instant, Parcel)>,
    requests: BTreeMap<u64, SyncRequest>,
    next: u64,
    id: u128,
    summary: Summary,
    calm: bool,
}

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
        self.settle().map_err(|fault| format!("at the end: {fault}"))
    }

    fn inject(&mut self, kind: &'static str) {
        *self.summary.injected.entry(kind).or_default() += 1;
    }

    fn step(&mut self) -> Result<(), String> {
        self.now = self.now.plus_ms(200 + self.rng.below(3_000) as i64);
        if self.rng.chance(1) {
            self.now = self.now.plus_hours(self.rng.below(8) as i64);
        }
        let device = self.rng.index(self.devices.len());
        match self.rng.below(100) {
            0..60 => self.act(device)?,
            60..64 => self.withdraw(device)?,
            64..80 => {}
            80..83 => self.fault_on_device(device)?,
            83..85 => self.fault_on_server(),
            _ => {}
        }
        self.poll(device)?;
        self.deliver()
    }

    fn act(&mut self, device: usize) -> Result<(), String> {
        self.id += 1;
        let id = CommandId(Uuid::from_u128(self.id));
        let person = self.devices[device].person;
        let short = (self.id & 0xffff_ffff) | ((self.id >> 64) << 40);
        let Some(command) = commands::random(&mut self.rng, &self.server.model, person, short, self.now)
        else {
            return Ok(());
        };
        let now = self.now;
        let saved = if self.rng.chance(4) {
            self.inject("crash between writes");
            faults::crash_between_writes(&mut self.devices[device], id, command, now)
        } else {
            self.devices[device].execute(id, command, now)
        };
        self.summary.commands += u64::from(saved);
        self.devices[device].check()
    }

    fn withdraw(&mut self, device: usize) -> Result<(), String> {
        let found = &mut self.devices[device];
        let Some(id) = found.ledger.waiting.last().copied() else {
            return Ok(());
        };
        let taken = found.store().withdraw(id).is_ok();
        if taken {
            if found.ledger.sent.contains(&id) {
                return Err(format!(
                    "{}: a command was withdrawn that had been sent",
                    found.name
                ));
            }
            found.ledger.waiting.pop();
            found.ledger.order.retain(|other| *other != id);
        }
        self.inject(if taken { "withdrawn" } else { "withdrawal refused" });
        self.devices[device].check()
    }

    fn fault_on_device(&mut self, device: usize) -> Result<(), String> {
        let now = self.now;
        match self.rng.below(6) {
            0..3 => {
                faults::take_image(&mut self.devices[device], now);
            }
            3 => {
                if faults::restore_image(&mut self.devices[device], now) {
                    self.inject("phone restored");
                }
            }
            4 => {
                faults::damage_cache(&mut self.devices[device], &mut self.rng, now);
                self.inject("cache damaged");
                // Everything received is gone until the next sync; only the waiting commands remain.
                return self.devices[device].check();
            }
            _ => {
                self.devices[device].close();
                self.devices[device].open(now);
                self.inject("app restarted");
            }
        }
        self.devices[device].check()
    }

    fn fault_on_server(&mut self) {
        match self.rng.below(9) {
            0..2 => {
                faults::rebuild(&self.server, &mut self.rng);
                self.inject("scope rebuilt");
            }
            2..6 => {
                if faults::purge(&self.server, &mut self.rng) {
                    self.inject("tombstones purged");
                }
            }
            6..8 => self.server.back_up(),
            _ => {
                if self.server.restore() {
                    self.inject("server restored");
                }
            }
        }
    }

    /// Lets a device do what its engine says.
    fn poll(&mut self, index: usize) -> Result<(), String> {
        let now = self.now;
        let device = &mut self.devices[index];
        if device.in_flight.is_some() {
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
        let outgoing = device
            .store()
            .outgoing(device.engine.delivered(), config.commands, config.command_bytes)
            .unwrap();
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

    fn send(&mut self, device: usize, number: u64, frame: Vec<u8>) {
        let patience = self.now.plus_ms(9_000);
        self.parcels.push((patience, Parcel::Lost { device, number }));
        if !self.calm && self.rng.chance(12) {
            return self.inject("request lost");
        }
        let times = if !self.calm && self.rng.chance(12) {
            self.inject("request repeated");
            2
        } else {
            1
        };
        for _ in 0..times {
            let at = self.arrival();
            self.parcels.push((
                at,
                Parcel::Request {
                    device,
                    number,
                    frame: frame.clone(),
                },
            ));
        }
    }

    fn arrival(&mut self) -> Instant {
        if self.calm {
            return self.now;
        }
        if self.rng.chance(10) {
            // Longer than the device waits: it arrives after later requests.
            self.inject("delayed and overtaken");
            return self.now.plus_ms(5_000 + self.rng.below(25_000) as i64);
        }
        self.now.plus_ms(self.rng.below(2_500) as i64)
    }

    fn deliver(&mut self) -> Result<(), String> {
        loop {
            let Some(index) = (0..self.parcels.len())
                .filter(|i| self.parcels[*i].0 <= self.now)
                .min_by_key(|i| self.parcels[*i].0)
            else {
                return Ok(());
            };
            match self.parcels.swap_remove(index).1 {
                Parcel::Request {
                    device,
                    number,
                    frame,
                } => self.at_server(device, number, &frame)?,
                Parcel::Answer {
                    device,
                    number,
                    frame,
                    expected,
                } => self.at_device(device, number, &frame, &expected)?,
                Parcel::Busy { device, number } => {
                    self.failed(device, number, Outage::Busy { retry_after: None })
                }
                Parcel::Lost { device, number } => self.failed(device, number, Outage::Unreachable),
            }
        }
    }

    fn failed(&mut self, device: usize, number: u64, outage: Outage) {
        let found = &mut self.devices[device];
        if found.in_flight == Some(number) {
            found.in_flight = None;
            found.engine.failed(outage, self.now, self.rng.next() as u32);
        }
    }

    fn limits(&mut self) -> Limits {
        if self.calm {
            return Limits {
                max_rows: 50,
                max_bytes: 1 << 20,
            };
        }
        Limits {
            max_rows: 1 + self.rng.index(50),
            max_bytes: 300 + self.rng.index(20_000),
        }
    }

    fn at_server(&mut self, device: usize, number: u64, frame: &[u8]) -> Result<(), String> {
        let request: SyncRequest = codec::decode(frame, codec::MAX_UNPACKED).map_err(|e| e.to_string())?;
        let id = self.devices[device].id;
        let Some(person) = self.server.person_of(id) else {
            self.inject("ended device turned away");
            self.failed(device, number, Outage::DeviceEnded);
            return Ok(());
        };
        if !self.calm && self.rng.chance(15) && !request.commands.is_empty() {
            self.paused_commit(device, number, id, person, &request)?;
        }
        if let Err(fault) = self.server.execute(id, person, &request, self.now) {
            return if fault.starts_with("FAULT") {
                Err(fault)
            } else {
                Ok(())
            };
        }
        // The commands may just have ended this very device.
        let Some(person) = self.server.person_of(id) else {
            self.failed(device, number, Outage::DeviceEnded);
            return Ok(());
        };
        let limits = self.limits();
        self.reply(device, number, id, person, &request, limits);
        Ok(())
    }

    fn reply(
        &mut self,
        device: usize,
        number: u64,
        id: DeviceId,
        person: congdoan_domain::PersonId,
        request: &SyncRequest,
        limits: Limits,
    ) {
        let answered = self.server.answer(id, person, request, self.now, limits);
        if !self.calm && self.rng.chance(12) {
            return self.inject("answer lost");
        }
        let frame = congdoan_wire::encode(&answered.response);
        let at = self.arrival();
        self.parcels.push((
            at,
            Parcel::Answer {
                device,
                number,
                frame,
                expected: answered.expected,
            },
        ));
    }

    /// A commit stays open between numbering and commit: meanwhile others read, and cannot write.
    fn paused_commit(
        &mut self,
        device: usize,
        _number: u64,
        id: DeviceId,
        person: congdoan_domain::PersonId,
        request: &SyncRequest,
    ) -> Result<(), String> {
        let now = self.now;
        let other = (device + 1 + self.rng.index(self.devices.len() - 1)) % self.devices.len();
        let (other_id, other_flight) = (self.devices[other].id, self.devices[other].in_flight);
        let limits = self.limits();
        let Some(open) = Server::open_first(&self.server.store, id, person, request, now) else {
            return Ok(());
        };
        // Another device's request arrives in the pause.
        let mut answered = None;
        if let Some(flight) = other_flight
            && let Some(their) = self.requests.get(&flight)
            && let Some(them) = self.server.person_of(other_id)
        {
            let wrote = Server::open_first(&self.server.store, other_id, them, their, now);
            let busy = wrote.is_none();
            if their.commands.is_empty() || busy {
                answered = Some((
                    flight,
                    their.commands.is_empty(),
                    self.server.answer(other_id, them, their, now, limits),
                ));
            }
        }
        let receipt = open.finish().map_err(|e| e.to_string())?.receipt;
        self.server.note(
            Actor::Person { person, device: id },
            &request.commands[0],
            now,
            &receipt,
        )?;
        self.inject("commit paused");
        match answered {
            Some((flight, true, answered)) => {
                let frame = congdoan_wire::encode(&answered.response);
                let at = self.arrival();
                self.parcels.push((
                    at,
                    Parcel::Answer {
                        device: other,
                        number: flight,
                        frame,
                        expected: answered.expected,
                    },
                ));
                self.inject("read during a paused commit");
            }
            Some((flight, false, _)) => {
                self.parcels.push((
                    now,
                    Parcel::Busy {
                        device: other,
                        number: flight,
                    },
                ));
                self.inject("writer turned away as busy");
            }
            None => {}
        }
        Ok(())
    }

    fn at_device(&mut self, index: usize, number: u64, frame: &[u8], expected: &Rows) -> Result<(), String> {
        if self.devices[index].in_flight != Some(number) {
            return Ok(()); // too late: the device gave up on it
        }
        let response: SyncResponse = codec::decode(frame, codec::MAX_UNPACKED).map_err(|e| e.to_string())?;
        let request = self.requests.remove(&number).ok_or("an answer to no request")?;
        let unsettled = response.more;
        let receipts = response.receipts.clone();
        let checked =
            check(&request, response).map_err(|fault| format!("{}: {fault}", self.devices[index].name))?;
        let now = self.now;
        let jitter = self.rng.next() as u32;
        let device = &mut self.devices[index];
        device.in_flight = None;
        let applied = device.apply(&checked);
        if !unsettled {
            device.settle(&receipts);
        }
        if !applied.repairs.is_empty() && !device.damaged {
            return Err(format!(
                "{}: a checksum differed though nothing was damaged: {:?}",
                device.name, applied.repairs
            ));
        }
        let known: std::collections::BTreeSet<_> = device
            .engine
            .delivered()
            .iter()
            .copied()
            .chain(request.commands.iter().map(|c| c.id))
            .collect();
        let unsent = request.waiting.iter().any(|id| !known.contains(id));
        let again = unsettled || checked.fresh || !applied.repairs.is_empty() || unsent;
        device
            .engine
            .applied(request.commands.iter().map(|c| c.id), again, None, now, jitter);
        let settled = !unsettled && applied.repairs.is_empty();
        if settled {
            let base = device.base();
            if base != *expected {
                return Err(format!(
                    "{} is settled but: {}",
                    device.name,
                    difference(&base, expected)
                ));
            }
        }
        device.check()?;
        self.summary.repairs += applied.repairs.len() as u64;
        if !applied.gone.is_empty() {
            self.inject("scope lost");
        }
        if checked.fresh {
            self.inject("another life noticed");
        }
        if unsettled {
            self.inject("unsettled answer");
        }
        Ok(())
    }

    /// The network is perfect and nobody does anything more: all must come to rest and agree.
    fn settle(&mut self) -> Result<(), String> {
        self.calm = true;
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
        for device in &self.devices {
            device.check()?;
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
            let (base, expected) = (device.base(), self.server.model.visible(person, self.now));
            if base != expected {
                return Err(format!("{}: {}", device.name, difference(&base, &expected)));
            }
            for id in &device.ledger.accepted {
                if !self.server.model.outcomes.contains_key(id) {
                    return Err(format!(
                        "{}: the server has forgotten an accepted command",
                        device.name
                    ));
                }
            }
        }
        Ok(())
    }
}
