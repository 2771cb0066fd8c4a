use super::apply::{Applied, apply};
use super::retry::retried;
use super::seal::Seal;
use super::submission::Submission;
use crate::store::{ServerStore, StoreError, WriteTx};
use congdoan_domain::Instant;

/// A command that is decided and numbered, and not committed yet: nobody else sees it. Dropped, it never was.
pub struct OpenCommit<'s> {
    tx: Box<dyn WriteTx + 's>,
    applied: Applied,
}

/// Decides and numbers a command in a transaction, up to the commit.
///
/// # Errors
/// The store could not; nothing is kept.
pub fn open<'s>(
    mut tx: Box<dyn WriteTx + 's>,
    submission: Submission,
    at: Instant,
    seal: &dyn Seal,
) -> Result<OpenCommit<'s>, StoreError> {
    let applied = apply(tx.as_mut(), submission, at, seal)?;
    Ok(OpenCommit { tx, applied })
}

impl OpenCommit<'_> {
    pub fn applied(&self) -> &Applied {
        &self.applied
    }

    /// # Errors
    /// The store could not; nothing is kept and the command may be sent again.
    pub fn finish(self) -> Result<Applied, StoreError> {
        self.tx.commit()?;
        Ok(self.applied)
    }
}

/// One command, one transaction, run again where another writer was first.
///
/// # Errors
/// The store could not; nothing is kept and the command may be sent again.
pub fn commit(
    store: &dyn ServerStore,
    submission: Submission,
    at: Instant,
    seal: &dyn Seal,
) -> Result<Applied, StoreError> {
    retried(|| open(store.begin_write()?, submission.clone(), at, seal)?.finish())
}
