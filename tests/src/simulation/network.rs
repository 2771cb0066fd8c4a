//! The network between devices and server: it loses, repeats, delays and reorders; and both ends of an exchange.

use super::device::{Damaged, difference};
use super::server::{Expected, Server};
use super::state::{Parcel, Simulation};
use super::story::short;
use congdoan_domain::{Actor, DeviceId, Instant, Scope};
use congdoan_server::feed::Limits;
use congdoan_sync::{Outage, Step, Taken, check};
use congdoan_wire::{SyncRequest, SyncResponse, codec};

/// An answer in a line.
fn told(name: &str, number: u64, response: &SyncResponse) -> String {
    let pages: Vec<String> = response
        .pages
        .iter()
        .map(|page| {
            let gone = page.rows.iter().filter(|row| row.body.is_none()).count();
            let (scope, rows) = (page.scope.to_string(), page.rows.len());
            let scope = format!(
                "{}:{}",
                scope.split(':').next().unwrap_or_default(),
                short(&scope)
            );
            format!(
                "{scope} {}→{} of {} ({rows} rows, {gone} gone)",
                page.from, page.to, page.head
            )
        })
        .collect();
    let receipts: Vec<String> = response
        .receipts
        .iter()
        .map(|receipt| match &receipt.outcome {
            congdoan_wire::ReceiptOutcome::Accepted => format!("{} accepted", short(receipt.id)),
            congdoan_wire::ReceiptOutcome::Rejected(why) => format!("{} {}", short(receipt.id), why.code),
        })
        .collect();
    format!(
        "the server answers #{number} of {name}: pages {pages:?}, receipts {receipts:?}, {} resets, {} gone{}",
        response.reset.len(),
        response.gone.len(),
        if response.more { ", more to come" } else { "" }
    )
}

impl Simulation {
    /// A page could not be read: the app starts again, with a new cache, and has lost nothing that was saved.
    pub(super) fn met_damage(&mut self, index: usize) -> Result<(), String> {
        if !self.devices[index].wounded {
            return Err(format!(
                "{}: a page is damaged that nobody damaged",
                self.devices[index].name
            ));
        }
        self.inject("damaged page met");
        let now = self.now;
        self.devices[index].close();
        self.devices[index].open(now);
        self.check_device(index)
    }

    /// The promises that hold at every moment.
    pub(super) fn check_device(&mut self, index: usize) -> Result<(), String> {
        self.devices[index].check_outbox()?;
        match self.devices[index].check_view() {
            Ok(checked) => checked,
            Err(Damaged) => self.met_damage(index),
        }
    }

    pub(super) fn send(&mut self, device: usize, number: u64, frame: Vec<u8>) {
        let name = self.devices[device].name;
        self.story.tell(self.now, || {
            let request: SyncRequest = codec::decode(&frame, codec::MAX_UNPACKED).expect("just written");
            let commands: Vec<String> = request
                .commands
                .iter()
                .map(|c| format!("{} {}", c.name, short(c.id)))
                .collect();
            format!(
                "{name} sends #{number}: {} cursors, commands {commands:?}, {} without a receipt",
                request.cursors.len(),
                request.waiting.len()
            )
        });
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

    pub(super) fn arrival(&mut self) -> Instant {
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

    pub(super) fn deliver(&mut self) -> Result<(), String> {
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
                Parcel::Cut { device, number } => self.failed(device, number, Outage::Unreachable),
                Parcel::Busy { device, number } => {
                    self.failed(device, number, Outage::Busy { retry_after: None })
                }
                Parcel::Lost { device, number } => self.failed(device, number, Outage::Unreachable),
            }
        }
    }

    pub(super) fn failed(&mut self, device: usize, number: u64, outage: Outage) {
        let found = &mut self.devices[device];
        if found.in_flight == Some(number) {
            self.story.tell(self.now, || {
                format!("{}: #{number} came to nothing, {outage:?}", found.name)
            });
            found.in_flight = None;
            found.engine.failed(outage, self.now, self.rng.next() as u32);
        }
    }

    pub(super) fn limits(&mut self) -> Limits {
        if self.calm {
            // Small pages, so that a reading from zero which never comes to its end shows at the end of a run.
            return Limits {
                max_rows: 5,
                max_bytes: 1 << 20,
            };
        }
        Limits {
            max_rows: 1 + self.rng.index(50),
            max_bytes: 300 + self.rng.index(20_000),
        }
    }

    pub(super) fn at_server(&mut self, device: usize, number: u64, frame: &[u8]) -> Result<(), String> {
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

    pub(super) fn reply(
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
        let name = self.devices[device].name;
        self.story
            .tell(self.now, || told(name, number, &answered.response));
        let frame = congdoan_wire::encode(&answered.response);
        let at = self.arrival();
        if !self.calm && self.rng.chance(4) {
            // The line breaks in the middle of the answer.
            let cut = &frame[..self.rng.index(frame.len())];
            assert!(
                codec::decode::<SyncResponse>(cut, codec::MAX_UNPACKED).is_err(),
                "half an answer is none"
            );
            self.inject("answer cut short");
            return self.parcels.push((at, Parcel::Cut { device, number }));
        }
        let times = if !self.calm && self.rng.chance(8) {
            self.inject("answer repeated");
            2
        } else {
            1
        };
        for _ in 0..times {
            self.parcels.push((
                at,
                Parcel::Answer {
                    device,
                    number,
                    frame: frame.clone(),
                    expected: answered.expected.clone(),
                },
            ));
        }
    }

    /// A commit stays open between numbering and commit: meanwhile others read, and cannot write.
    pub(super) fn paused_commit(
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
                self.inject("second commit turned away");
            }
            None => {}
        }
        Ok(())
    }

    pub(super) fn at_device(
        &mut self,
        index: usize,
        number: u64,
        frame: &[u8],
        expected: &Expected,
    ) -> Result<(), String> {
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
        let before = device.ledger.again.len();
        let Ok(applied) = device.apply(&checked) else {
            return self.met_damage(index);
        };
        if !unsettled {
            device.settle(&receipts);
        }
        let requeued = device.ledger.again.len() > before;
        let wrong = |scope: &Scope| expected.wrong.contains(scope);
        if !applied.repairs.iter().all(wrong) && !device.damaged {
            return Err(format!(
                "{}: a checksum differed though nothing was damaged: {:?}",
                device.name, applied.repairs
            ));
        }
        let taken = Taken::of(&request, &checked, device.engine.delivered(), &applied.repairs);
        device.engine.applied(&taken, now, jitter);
        let still = device.still_differs(&checked, &applied.repairs);
        if still && !matches!(device.engine.next(now), Step::Wait { .. }) {
            return Err(format!(
                "{}: reads {:?} again and again without a pause",
                device.name, applied.repairs
            ));
        }
        let desk = |scope: &Scope| matches!(scope, Scope::Desk(_));
        let regained = checked
            .pages
            .iter()
            .filter(|page| device.lost_desks.remove(&page.scope))
            .count();
        let lost: Vec<Scope> = applied.gone.iter().filter(|scope| desk(scope)).copied().collect();
        device.lost_desks.extend(&lost);
        if !unsettled && applied.repairs.is_empty() {
            let Ok(base) = device.base() else {
                return self.met_damage(index);
            };
            if base != expected.rows {
                return Err(format!(
                    "{} is settled but: {}",
                    device.name,
                    difference(&base, &expected.rows)
                ));
            }
            device.damaged = false;
        }
        let name = device.name;
        self.story.tell(now, || {
            format!(
                "{name} applies #{number}: {} receipts, repairs {:?}, gone {:?}{}",
                applied.receipts,
                applied.repairs,
                applied.gone,
                if unsettled { ", not settled" } else { ", settled" }
            )
        });
        self.check_device(index)?;
        self.summary.repairs += applied.repairs.len() as u64;
        if !lost.is_empty() {
            self.inject("grant lost");
        }
        if regained > 0 {
            self.inject("grant regained");
        }
        if requeued {
            self.inject("sent again after a restore");
        }
        if !applied.gone.is_empty() {
            self.inject("scope lost");
        }
        if checked.fresh {
            self.inject("another life noticed");
        }
        if still {
            self.inject("still differs when read again");
        }
        if unsettled {
            self.inject("unsettled answer");
        }
        Ok(())
    }
}
