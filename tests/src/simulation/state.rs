//! What one seed holds: the clock, the server, the devices, and what is on its way between them.

use super::device::Device;
use super::rng::Rng;
use super::server::{Expected, Server};
use super::story::Story;
use congdoan_domain::Instant;
use congdoan_wire::SyncRequest;
use std::collections::BTreeMap;

/// Everything that goes wrong on purpose, or follows from it. A run of many seeds must have met each.
pub const INJECTED: [&str; 32] = [
    "request lost",
    "request repeated",
    "answer lost",
    "answer repeated",
    "answer cut short",
    "delayed and overtaken",
    "unsettled answer",
    "commit paused",
    "read during a paused commit",
    "second commit turned away",
    "phone restored",
    "app restarted",
    "crash between writes",
    "cache damaged",
    "page damaged",
    "damaged page met",
    "device long offline",
    "server restored",
    "another life noticed",
    "scope rebuilt",
    "tombstones purged",
    "purged before they were read",
    "scope lost",
    "grant lost",
    "grant regained",
    "withdrawn",
    "withdrawal refused",
    "sent again after a restore",
    "ended device turned away",
    "checksum wrong at the server",
    "still differs when read again",
    "doctor at the server",
];

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

    /// `repairs`: scopes that a device read again from zero because a checksum differed, and caches moved aside.
    pub fn json(&self) -> serde_json::Value {
        let injected: serde_json::Map<_, _> = INJECTED
            .iter()
            .map(|kind| {
                (
                    (*kind).to_owned(),
                    self.injected.get(kind).copied().unwrap_or(0).into(),
                )
            })
            .collect();
        serde_json::json!({
            "seeds": self.seeds, "commands": self.commands, "faults": self.faults.len(),
            "repairs": self.repairs, "injected": injected,
        })
    }

    /// What never happened in this run.
    pub fn never(&self) -> Vec<&'static str> {
        INJECTED
            .into_iter()
            .filter(|kind| !self.injected.contains_key(kind))
            .collect()
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
        expected: Expected,
    },
    /// An answer that broke off in the middle.
    Cut {
        device: usize,
        number: u64,
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
    pub story: Story,
}

impl Simulation {
    pub(super) fn inject(&mut self, kind: &'static str) {
        debug_assert!(INJECTED.contains(&kind), "{kind} is not in the list");
        self.story.tell(self.now, || format!("  * {kind}"));
        *self.summary.injected.entry(kind).or_default() += 1;
    }
}
