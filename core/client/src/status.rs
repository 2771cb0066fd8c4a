//! The truth about sync, as the status line shows it.

use crate::client::{Client, lock};
use crate::error::{ApiError, Retry};
use crate::usage::DataUse;
use congdoan_domain::Instant;
use congdoan_sync::{Outage, Status};

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

impl Client {
    /// # Errors
    /// The files cannot be read.
    pub fn sync_status(&self) -> Result<SyncStatus, ApiError> {
        let (waiting, refused) = self.store.outbox_counts()?;
        let engine = lock(&self.engine);
        let (network, since) = match engine.status() {
            Status::Online | Status::Stopped(_) => (Network::Online, None),
            Status::Offline { since } => (Network::Offline, Some(*since)),
            Status::Unknown => (Network::Offline, None),
        };
        let blocked = match engine.status() {
            Status::Stopped(Outage::DeviceEnded) => Some(congdoan_wire::Failure::new("device_ended").into()),
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
            next_try: Some(engine.due()).filter(|due| due.0 != i64::MAX),
            blocked,
        })
    }

    pub fn data_use(&self) -> DataUse {
        lock(&self.usage).0.clone()
    }

    /// A desk copy that was not synced for this long locks (design 4b).
    ///
    /// # Errors
    /// `desk_stale`.
    pub fn check_fresh(&self) -> Result<(), ApiError> {
        const DAYS: i64 = 30;
        match self.store.last_settled()? {
            Some(at) if self.server_now().0 - at.0 > DAYS * 86_400_000 => Err(ApiError::new(
                "desk_stale",
                Retry::Online,
                "Máy này đã hơn 30 ngày chưa đồng bộ nên danh sách tạm khóa. Dữ liệu vẫn còn. Hãy nối mạng để mở lại.",
                "This device has not synced for over 30 days, so its lists are locked. Connect to unlock.",
            )),
            _ => Ok(()),
        }
    }
}
