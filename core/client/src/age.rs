//! How old what this home holds is, by every clock it has seen.

use congdoan_domain::Instant;
use congdoan_store::{Store, StoreError};

/// Name of the setting that keeps the latest time this home has seen.
pub(crate) const SEEN: &str = "latest_seen";

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
        let kept = store.setting(SEEN)?.and_then(|bytes| bytes.try_into().ok());
        let kept = Instant(kept.map_or(i64::MIN, i64::from_be_bytes));
        Ok(Self {
            settled: store.last_settled()?,
            seen: kept,
            kept,
        })
    }
}
