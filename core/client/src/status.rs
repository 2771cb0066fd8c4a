//! The truth about sync, as the status line shows it.

use crate::access::stopped;
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
    /// Why only a person can go on.
    pub blocked: Option<ApiError>,
}

/// The word for an outage; the detail of a fault stays out, it may quote a row.
pub(crate) fn word(outage: &Outage) -> &'static str {
    match outage {
        Outage::Unreachable => "no answer",
        Outage::Busy { .. } => "the server is busy",
        Outage::Session => "the session ended",
        Outage::DeviceEnded => "the device was ended",
        Outage::TooOld => "the program is too old",
        Outage::Fault(_) => "an answer that cannot be used",
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
            Status::Offline { since } => (Network::Offline, Some(*since)),
            Status::Unknown => (Network::Offline, None),
        };
        let stopped = match engine.status() {
            _ if self.ended.load(Ordering::Relaxed) => Some(stopped(&Outage::DeviceEnded)),
            Status::Stopped(outage) => Some(stopped(outage)),
            _ => None,
        };
        let offset = lock(&self.offset).map(|server_minus_device| -server_minus_device);
        Ok(SyncStatus {
            network,
            since,
            waiting,
            refused,
            last_settled: lock(&self.age).settled,
            clock_offset_ms: offset.filter(|ms| ms.abs() > 120_000),
            next_try: Some(engine.due()).filter(|due| stopped.is_none() && *due > self.now()),
            blocked: stopped.or(stale),
        })
    }

    pub fn data_use(&self) -> DataUse {
        lock(&self.usage).0.clone()
    }
}
