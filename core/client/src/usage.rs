//! How much of the person's data plan this app has used.

use congdoan_domain::Instant;
use congdoan_store::{Store, StoreError};

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
