//! When this device is let in no longer: what it received goes, what its person said and could not send stays.

use super::replay::{all_keys, project};
use super::{Store, lock};
use crate::error::StoreError;
use rusqlite::Connection;

impl Store {
    /// Deletes every received row, also those of a damaged cache that was moved aside, and what was accepted of the
    /// journal. Waiting and refused commands, drafts and settings stay; the waiting ones have no effect in the view until
    /// the home is opened again.
    ///
    /// # Errors
    /// The files cannot be written; call again.
    pub fn forget_received(&self) -> Result<(), StoreError> {
        self.watch(self.forget())
    }

    fn forget(&self) -> Result<(), StoreError> {
        {
            let mut cache = lock(&self.cache);
            let tx = cache.transaction()?;
            let touched = all_keys(&tx)?;
            tx.execute_batch(
                "DELETE FROM overlay; DELETE FROM base; DELETE FROM place; DELETE FROM cursor; DELETE FROM meta;",
            )?;
            project(&tx, &touched, self.projection.project)?;
            tx.commit()?;
            flush(&cache);
        }
        super::open::drop_damaged(&self.dir, i64::MAX)?;
        let outbox = lock(&self.outbox);
        outbox.execute("DELETE FROM command WHERE state = 'accepted'", [])?;
        flush(&outbox);
        Ok(())
    }
}

/// Deleted pages are overwritten in the file (`secure_delete`), and lie in the write-ahead log until it is emptied.
fn flush(db: &Connection) {
    // A reader may hold it for a moment; then the next checkpoint does it, and the key guards what is left.
    let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}
