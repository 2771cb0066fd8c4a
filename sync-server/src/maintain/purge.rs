use crate::store::{StoreError, WriteTx};
use congdoan_domain::Scope;

/// Forgets a scope's tombstones numbered up to `up_to`; says how many.
///
/// A device that had not read that far reads the scope again.
///
/// # Errors
/// The store could not.
pub fn purge(tx: &mut dyn WriteTx, scope: &Scope, up_to: u64) -> Result<u64, StoreError> {
    let mut head = tx.lock_head(scope)?;
    let up_to = up_to.min(head.seq);
    let dropped = tx.drop_tombstones(scope, up_to)?;
    // The mark moves only past what was really forgotten: without a tombstone there is nothing to miss.
    if dropped > 0 && up_to > head.purged {
        head.purged = up_to;
        tx.put_head(scope, &head)?;
    }
    Ok(dropped)
}
