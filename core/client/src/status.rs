//! The truth about sync, as the status line shows it.

use crate::client::{Client, lock};
use crate::error::{ApiError, Retry};
use congdoan_domain::Instant;
use congdoan_store::{Store, StoreError};
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

/// Bytes of this calendar month (in Việt Nam).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataUse {
    /// `2026-11`
    pub month: String,
    pub bytes: u64,
    pub pack_bytes: u64,
    pub last_up: u64,
    pub last_down: u64,
    pub last_ms: Option<i64>,
}

pub(crate) struct Usage(pub DataUse);

impl Usage {
    pub(crate) fn load(store: &Store, now: Instant) -> Result<Self, StoreError> {
        let month = month(now);
        let saved = store
            .setting("usage")?
            .and_then(|bytes| ciborium::from_reader(bytes.as_slice()).ok());
        let (saved_month, bytes, pack_bytes): (String, u64, u64) = saved.unwrap_or_default();
        let used = if saved_month == month {
            DataUse {
                month,
                bytes,
                pack_bytes,
                ..DataUse::default()
            }
        } else {
            DataUse {
                month,
                ..DataUse::default()
            }
        };
        Ok(Self(used))
    }

    pub(crate) fn add(&mut self, store: &Store, now: Instant, up: u64, down: u64, pack: bool) {
        let month = month(now);
        if self.0.month != month {
            self.0 = DataUse {
                month,
                ..DataUse::default()
            };
        }
        let before = self.0.bytes;
        self.0.bytes += up + down;
        if pack {
            self.0.pack_bytes += up + down;
        } else {
            (self.0.last_up, self.0.last_down) = (up, down);
        }
        // An estimate for its person: saved every 64 KB, not at every round trip.
        if before >> 16 != self.0.bytes >> 16 {
            let mut bytes = vec![];
            let saved = (&self.0.month, self.0.bytes, self.0.pack_bytes);
            ciborium::into_writer(&saved, &mut bytes).expect("writing CBOR to memory cannot fail");
            let _ = store.set_setting("usage", &bytes);
        }
    }

    pub(crate) fn took(&mut self, ms: i64) {
        self.0.last_ms = Some(ms);
    }
}

fn month(now: Instant) -> String {
    now.date().strftime("%Y-%m").to_string()
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
