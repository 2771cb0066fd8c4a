//! What one seed holds: the clock, the server, the devices, and what is on its way between them.

use super::device::Device;
use super::model::Rows;
use super::rng::Rng;
use super::server::Server;
use congdoan_domain::Instant;
use congdoan_wire::SyncRequest;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub seeds: u64,
    pub commands: u64,
    pub faults: Vec<String>,
    pub repairs: u64,
    pub injected: BTreeMap<&'static str, u64>,
}

impl Summary {
    pub fn add(&mut self, other: Self) {
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
pub enum Parcel {
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

pub struct Simulation {
    pub rng: Rng,
    pub now: Instant,
    pub server: Server,
    pub devices: Vec<Device>,
    pub parcels: Vec<(Instant, Parcel)>,
    pub requests: BTreeMap<u64, SyncRequest>,
    pub next: u64,
    pub id: u128,
    pub summary: Summary,
    pub calm: bool,
}

impl Simulation {
    pub(super) fn inject(&mut self, kind: &'static str) {
        *self.summary.injected.entry(kind).or_default() += 1;
    }
}
