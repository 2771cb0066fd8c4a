//! The truth about sync, as the status line shows it.

use crate::client::{Client, ENDED, lock};
use crate::error::{ApiError, Retry};
use crate::member::Me;
use crate::usage::DataUse;
use congdoan_domain::Instant;
use congdoan_sync::{Outage, Status};
use std::sync::atomic::Ordering;

/// A desk copy locks after this many days without a sync (design 4b).
pub const STALE_DAYS: u16 = 30;

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
    /// The server's clock when this device last had everything.
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
            _ if self.ended.load(Ordering::Relaxed) => {
                Some(congdoan_wire::Failure::new("device_ended").into())
            }
            Status::Stopped(_) => Some(congdoan_wire::Failure::new("app_too_old").into()),
            _ => None,
        };
        let offset = lock(&self.offset).map(|server_minus_device| -server_minus_device);
        Ok(SyncStatus {
            network,
            since,
            waiting,
            refused,
            last_settled: self.store.last_settled()?,
            clock_offset_ms: offset.filter(|ms| ms.abs() > 120_000),
            next_try: Some(engine.due()).filter(|due| stopped.is_none() && *due > self.now()),
            blocked: stopped.or(stale),
        })
    }

    pub fn data_use(&self) -> DataUse {
        lock(&self.usage).0.clone()
    }

    /// Whether the lists of this home lock when it was not synced for [`STALE_DAYS`]: those of an office or a provider
    /// do; a member's own card, answers and vouchers do not.
    pub fn locks_when_stale(&self, me: &Me) -> bool {
        !me.grants.is_empty()
    }

    /// Whether the lists of this home may be shown now. What waits to be sent may always be seen.
    ///
    /// # Errors
    /// `device_ended`, `desk_stale`.
    pub fn may_show(&self) -> Result<(), ApiError> {
        if self.ended.load(Ordering::Relaxed) {
            return Err(congdoan_wire::Failure::new("device_ended").into());
        }
        self.check_fresh()
    }

    /// Keeps, over restarts and without a network too, that the server lets this device in no longer.
    pub(crate) fn remember_ended(&self) {
        let ended = match lock(&self.engine).status() {
            Status::Stopped(Outage::DeviceEnded) => true,
            Status::Online => false,
            _ => return,
        };
        if self.ended.swap(ended, Ordering::Relaxed) != ended {
            tracing::warn!(ended, "the server's word on this device changed");
            // Should the disk fail, the server says it again at the next talk.
            let _ = self.store.set_setting(ENDED, &[u8::from(ended)]);
        }
    }

    /// A desk copy that was not synced for [`STALE_DAYS`] locks (design 4b).
    ///
    /// # Errors
    /// `desk_stale`.
    pub fn check_fresh(&self) -> Result<(), ApiError> {
        let limit = i64::from(STALE_DAYS) * 86_400_000;
        let old = (self.store.last_settled()?).is_some_and(|at| self.server_now().0 - at.0 > limit);
        if old && self.locks_when_stale(&self.me()?) {
            return Err(ApiError::new(
                "desk_stale",
                Retry::Online,
                "Máy này đã hơn 30 ngày chưa đồng bộ nên danh sách tạm khóa. Dữ liệu và việc chờ gửi vẫn còn. Hãy nối mạng để mở lại.",
                "This device has not synced for over 30 days, so its lists are locked. Everything is kept. Connect to unlock.",
            ));
        }
        Ok(())
    }
}
