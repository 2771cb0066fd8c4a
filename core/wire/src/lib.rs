//! What crosses the network: messages, versions, checksums. Pure; engine code, so no room is named here.
//!
//! Messages are CBOR (RFC 8949) in zstd frames (RFC 8878), see [`codec`]. From the freeze of version 1 on,
//! every type has a golden file; changing one needs a new golden and a version paragraph in `docs/sync-protocol.md` (law 13).

pub mod checksum;
pub mod codec;
pub mod enrol;
pub mod failure;
pub mod hex;
pub mod invitation;
pub mod pack;
pub mod session;
pub mod signed;
pub mod sync;

pub use codec::{DecodeError, decode, encode};
pub use failure::Failure;
pub use signed::{Signed, SigningKeyInfo, TrustDocument};
pub use sync::{
    CommandMsg, Cursor, Page, Receipt, ReceiptOutcome, ScopeSum, SyncRequest, SyncResponse, WireRow,
};

/// The protocol this code speaks.
pub const PROTOCOL: u16 = 1;
/// The oldest protocol the server still answers.
pub const OLDEST_PROTOCOL: u16 = 1;
/// The newest row and command vocabulary this code writes.
pub const SCHEMA: u16 = 1;
/// The oldest vocabulary of rows and commands the server still answers.
pub const OLDEST_SCHEMA: u16 = 1;
