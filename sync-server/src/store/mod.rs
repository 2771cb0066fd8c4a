//! Where the server keeps its rows: one contract, and SQLite or PostgreSQL behind it.
//!
//! The contract is blocking (ADR 0010): a transaction stays on one thread from its first read to its commit. Engine code
//! knows rows only as kind, id, revision and bytes.

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod contract;
mod error;
mod model;
mod postgres;
mod sqlite;

pub use contract::{ReadTx, ServerStore, WriteTx};
pub use error::StoreError;
pub use model::{Head, Identity, Mark, Place, Slice, StoredOutcome, StoredRow, Tally};
pub use postgres::{PostgresOptions, PostgresStore};
pub use sqlite::{SqliteOptions, SqliteStore};
