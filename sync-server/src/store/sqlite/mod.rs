//! SQLite behind the contract: WAL, every commit on the disk before it is answered.

mod codes;
mod open;
mod pool;
mod read;
mod transaction;
mod write;

pub use open::{SqliteOptions, SqliteStore};

#[cfg(test)]
mod tests;
