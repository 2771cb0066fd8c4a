//! How old what this home holds is, by every clock it has seen.

use congdoan_domain::Instant;
use congdoan_store::{Store, StoreError};

/// Name of the setting that keeps the latest time this home has seen.
pub(crate) const SEEN: &str = "latest_seen";

/// Name of the setting that keeps when this device last had everything: the cache may be lost or emptied.
const SETTLED: &str = "last_settled";

/// How old the copy is. Kept in memory: a read must not wait for an answer that is being applied.
pub(crate) struct Age {
    /// The server's clock when this device last had everything.
    pub(crate) settled: Option<Instant>,
    /// The latest time that this home has seen since then: a clock set back makes nothing younger.
    pub(crate) seen: Instant,
    /// `seen` as it is on the disk.
    pub(crate) kept: Instant,
}

impl Age {
    pub(crate) fn load(store: &Store) -> Result<Self, StoreError> {
        let instant = |name: &str| -> Result<Option<Instant>, StoreError> {
            let bytes = store.setting(name)?.and_then(|bytes| bytes.try_into().ok());
            Ok(bytes.map(|bytes| Instant(i64::from_be_bytes(bytes))))
        };
        let kept = instant(SEEN)?.unwrap_or(Instant(i64::MIN));
        Ok(Self {
            // Homes of before keep it in the cache alone.
            settled: instant(SETTLED)?.max(store.last_settled()?),
            seen: kept,
            kept,
        })
    }
}

/// Keeps when this device had everything.
pub(crate) fn keep_settled(store: &Store, at: Instant) {
    // Should the disk fail, the cache says it too, and the next sync tries again.
    let _ = store.set_setting(SETTLED, &at.0.to_be_bytes());
}
