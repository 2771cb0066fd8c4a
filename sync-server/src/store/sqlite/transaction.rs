use super::pool::Pool;
use crate::store::error::StoreError;
use rusqlite::Connection;

/// One open transaction with a connection of its own.
pub(super) struct SqliteTx<'s> {
    pool: &'s Pool,
    /// Taken when the transaction ends.
    connection: Option<Connection>,
}

impl<'s> SqliteTx<'s> {
    pub(super) fn begin(pool: &'s Pool, connection: Connection, how: &str) -> Result<Self, StoreError> {
        match connection.execute_batch(how) {
            Ok(()) => Ok(Self {
                pool,
                connection: Some(connection),
            }),
            Err(error) => {
                pool.give_back(connection);
                Err(error.into())
            }
        }
    }

    pub(super) fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("held until the end")
    }

    /// `COMMIT` or `ROLLBACK`. After a failed commit nothing is kept either.
    pub(super) fn end(&mut self, how: &str) -> Result<(), StoreError> {
        let Some(connection) = self.connection.take() else {
            return Ok(());
        };
        let ended = connection.execute_batch(how);
        if !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        if connection.is_autocommit() {
            self.pool.give_back(connection);
        }
        Ok(ended?)
    }
}

impl Drop for SqliteTx<'_> {
    fn drop(&mut self) {
        let _ = self.end("ROLLBACK");
    }
}
