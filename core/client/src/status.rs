//! The truth about sync, as the status line shows it.

use crate::access::why;
use crate::client::{Client, lock};
use crate::error::ApiError;
use crate::usage::DataUse;
use congdoan_domain::Instant;
use congdoan_sync::{Outage, Status};
use std::sync::atomic::Ordering;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    Online,
    Offline,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SyncStatus {
    pub network: Network,
    /// Offline since.
    pub since: Option<Instant>,
    pub waiting: u64,
    pub refused: u64,
    /// The server's clock when this device last had everything, whatever became of it since ([`Client::lack`]).
    pub last_settled: Option<Instant>,
    /// Device clock minus server clock, when more than two minutes.
    pub clock_offset_ms: Option<i64>,
    pub next_try: Option<Instant>,
    /// Why nothing is exchanged although the network is no reason: this device was ended, one of the two programs is too
    /// old, this device's disk is full, the server is busy … The network alone is [`Self::network`]'s to say.
    pub blocked: Option<ApiError>,
}

/// The word for an outage; the detail of a fault stays out, it may quote a row.
pub(crate) fn word(outage: &Outage) -> &'static str {
    match outage {
        Outage::Unreachable => "no answer",
        Outage::NotTheServer => "another server",
        Outage::Busy { .. } => "the server is busy",
        Outage::Session => "the session ended",
        Outage::DeviceEnded => "the device was ended",
        Outage::TooOld => "the program is too old",
        Outage::Refused { .. } => "the server refuses",
        Outage::Fault(_) => "an answer that cannot be used",
        Outage::Differs => "rows and checksum differ",
        Outage::DiskFull => "the disk is full",
        Outage::Files(_) => "the files of the home",
    }
}

impl Client {
    /// # Errors
    /// The files cannot be read.
    pub fn sync_status(&self) -> Result<SyncStatus, ApiError> {
        let (waiting, refused) = self.store.outbox_counts()?;
        let stale = self.check_fresh().err();
        let engine = lock(&self.engine);
        let (network, since) = match engine.status() {
            Status::Online | Status::Stopped(_) => (Network::Online, None),
            Status::Offline { since } => (Network::Offline, Some(self.on_the_wall(*since))),
            Status::Unknown => (Network::Offline, None),
        };
        let (stopped, blocked) = match engine.status() {
            _ if self.ended.load(Ordering::Relaxed) => (true, why(&Outage::DeviceEnded)),
            Status::Stopped(outage) => (true, why(outage)),
            _ => (false, engine.outage().and_then(why)),
        };
        let offset = lock(&self.offset).map(|server_minus_device| -server_minus_device);
        Ok(SyncStatus {
            network,
            since,
            waiting,
            refused,
            last_settled: lock(&self.age).settled,
            clock_offset_ms: offset.filter(|ms| ms.abs() > 120_000),
            next_try: Some(engine.due())
                .filter(|due| !stopped && *due > self.steady())
                .map(|due| self.on_the_wall(due)),
            blocked: blocked.or(stale),
        })
    }

    pub fn data_use(&self) -> DataUse {
        lock(&self.usage).0.clone()
    }
}
