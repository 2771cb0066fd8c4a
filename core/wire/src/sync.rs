//! `POST /v1/sync`: commands up, rows down, in one round trip (design section 4).

use crate::checksum::Checksum;
use congdoan_domain::{Command, CommandId, Instant, Rejection, Scope, UnknownCommand};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One command as it travels. Who sent it is not in it: the server takes that from the session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommandMsg {
    pub id: CommandId,
    pub made_at: Instant,
    /// The command's word; a word of a newer app passes through and is refused by name.
    pub name: String,
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

impl CommandMsg {
    pub fn new(id: CommandId, made_at: Instant, command: &Command) -> Self {
        Self {
            id,
            made_at,
            name: command.name().to_owned(),
            body: command.encode(),
        }
    }

    /// # Errors
    /// The command is of a newer app, or damaged.
    pub fn command(&self) -> Result<Command, UnknownCommand> {
        Command::decode(&self.name, &self.body)
    }
}

/// How far a device has read one scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    pub scope: Scope,
    pub epoch: u64,
    /// Everything up to and including this number is here.
    pub seq: u64,
    /// The head when this reading began from zero. Tombstones above it are still owed to the reader, so the
    /// purge mark must stay below `max(seq, floor)` or the reading starts again.
    pub floor: u64,
    /// Checksum of the rows here, to be compared when `seq` is the head.
    pub sum: Checksum,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    pub protocol: u16,
    pub schema: u16,
    /// The server life the cursors belong to; `None` on the first sync.
    pub incarnation: Option<Uuid>,
    /// In the order they were made.
    pub commands: Vec<CommandMsg>,
    pub cursors: Vec<Cursor>,
    /// Commands sent before whose receipt has not come.
    pub waiting: Vec<CommandId>,
    /// How many bytes of rows the device wants in one answer.
    pub budget: u32,
}

/// One row in one scope. No body: it left this scope (a tombstone).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireRow {
    /// Its place in the scope's numbering.
    pub seq: u64,
    /// Revision of the row, over all scopes; the highest wins.
    pub rev: u64,
    pub kind: String,
    pub id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<serde_bytes::ByteBuf>,
}

/// Rows of one scope, ascending by `seq`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub scope: Scope,
    pub epoch: u64,
    /// The cursor this continues; 0 starts the scope anew.
    pub from: u64,
    /// The cursor after it.
    pub to: u64,
    /// The scope's head in the snapshot that was read.
    pub head: u64,
    pub rows: Vec<WireRow>,
}

/// The checksum a scope has at `seq`, for a device that has reached it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScopeSum {
    pub scope: Scope,
    pub epoch: u64,
    pub seq: u64,
    pub sum: Checksum,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptOutcome {
    Accepted,
    Rejected(Rejection),
}

/// What became of a command; the same however often it is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: CommandId,
    /// The server's clock at the decision.
    pub at: Instant,
    pub outcome: ReceiptOutcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    pub incarnation: Uuid,
    pub server_time: Instant,
    pub pages: Vec<Page>,
    /// Scopes to read again from zero: epoch changed, cursor below the purge mark, or checksum differs.
    pub reset: Vec<Scope>,
    /// Scopes this device may no longer hold.
    pub gone: Vec<Scope>,
    /// Not every head is reached: ask again. Receipts come only with the last page.
    pub more: bool,
    pub receipts: Vec<Receipt>,
    pub sums: Vec<ScopeSum>,
    /// Seconds the server asks the device to stay away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// Another address this device belongs to from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}
