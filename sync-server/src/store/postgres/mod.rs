//! PostgreSQL behind the contract: explicit locks under READ COMMITTED, snapshots under REPEATABLE READ (ADR 0020).

mod address;
mod bridge;
mod codes;
mod locks;
mod open;
mod options;
mod read;
mod schema;
mod transaction;
mod write;

pub use open::PostgresStore;
pub use options::PostgresOptions;

#[cfg(test)]
mod tests;
