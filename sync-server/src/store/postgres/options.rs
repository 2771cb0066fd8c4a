//! What an operator, or a test, may choose.

use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresOptions {
    /// Which part of the union the server keeps: the first column of every key. Servers that share a database have one
    /// each; processes of one server have the same.
    pub cell: i32,
    /// Connections at once, of this process.
    pub connections: usize,
    /// How long a writer waits at a row or head, and anyone for a connection, before `Busy`.
    pub busy: Duration,
    /// Whether a commit waits for the disk. Only a sample or a test may do without.
    pub durable: bool,
    /// Authorities (PEM) that certify the database; `None`: the public ones.
    pub authorities: Option<PathBuf>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            cell: 1,
            connections: 32,
            busy: Duration::from_secs(5),
            durable: true,
            authorities: None,
        }
    }
}

/// What every connection is told at its beginning. A process that stands still in the middle of a transaction (stopped,
/// or its machine gone) must not keep its locks for ever.
pub(super) fn settings(options: &PostgresOptions) -> String {
    let wait = options.busy.as_millis().max(1);
    // Only what a careless setting of the database would take away is given back: a stricter one stays.
    let durable = if options.durable {
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    } else {
        "SET synchronous_commit = off"
    };
    format!("SET lock_timeout = {wait}; SET idle_in_transaction_session_timeout = 60000; {durable}")
}
