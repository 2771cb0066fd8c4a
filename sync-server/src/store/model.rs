use congdoan_domain::{CommandId, DeviceId, Instant, Scope};
use congdoan_wire::checksum::Checksum;
use congdoan_wire::{Receipt, ReceiptOutcome};
use uuid::Uuid;

/// Names a server and one life of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub server: Uuid,
    pub name: String,
    /// Changes when the server is restored from a backup: all cursors of before are void.
    pub incarnation: Uuid,
}

/// The newest revision of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    pub kind: String,
    pub id: Uuid,
    pub rev: u64,
    /// `None`: deleted.
    pub body: Option<Vec<u8>>,
}

/// How far a scope has been numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub epoch: u64,
    pub seq: u64,
    pub checksum: Checksum,
    /// Tombstones up to this number are forgotten.
    pub purged: u64,
}

impl Default for Head {
    /// A scope that nothing was ever placed in.
    fn default() -> Self {
        Self {
            epoch: 1,
            seq: 0,
            checksum: Checksum::default(),
            purged: 0,
        }
    }
}

/// Where a scope stood on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub scope: Scope,
    pub epoch: u64,
    pub seq: u64,
}

/// One row in one scope; not live: a tombstone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub scope: Scope,
    pub kind: String,
    pub id: Uuid,
    pub seq: u64,
    pub rev: u64,
    pub live: bool,
    pub hash: Checksum,
}

/// What is wanted of a scope's feed: rows numbered above `after`, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub after: u64,
    pub max_rows: usize,
    /// Stops once this many bytes are exceeded, but always gives one row.
    pub max_bytes: usize,
}

/// What became of a command, and whose it was.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredOutcome {
    pub id: CommandId,
    /// `None`: the server's own command.
    pub device: Option<DeviceId>,
    pub at: Instant,
    pub outcome: ReceiptOutcome,
}

impl StoredOutcome {
    pub fn receipt(&self) -> Receipt {
        Receipt {
            id: self.id,
            at: self.at,
            outcome: self.outcome.clone(),
        }
    }
}

/// Counted out of the places of a scope, to be compared with its head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub live: u64,
    pub highest: u64,
}
