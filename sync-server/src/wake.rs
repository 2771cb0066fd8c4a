//! What another process changed (the operator's commands beside a running server) is told to those who listen here.

use crate::store::{ServerStore, StoreError, WriteTx};
use congdoan_domain::Scope;
use std::collections::BTreeSet;
use std::time::Duration;

/// How often the serving process looks.
pub const LOOK: Duration = Duration::from_secs(1);

/// Leaves word, inside the transaction that changes the scopes: seen with the change or not at all.
///
/// # Errors
/// The store could not.
pub fn leave(tx: &mut dyn WriteTx, scopes: &BTreeSet<Scope>) -> Result<(), StoreError> {
    scopes.iter().try_for_each(|scope| tx.put_wake(scope))
}

/// Takes what was left since the last look.
///
/// # Errors
/// The store could not; it is taken at a later look.
pub fn take(store: &dyn ServerStore) -> Result<BTreeSet<Scope>, StoreError> {
    let left = store.begin_read()?.wakes()?;
    let Some((newest, _)) = left.last() else {
        return Ok(BTreeSet::new());
    };
    let mut tx = store.begin_write()?;
    tx.drop_wakes(*newest)?;
    tx.commit()?;
    Ok(left.into_iter().map(|(_, scope)| scope).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Identity, SqliteOptions, SqliteStore};
    use congdoan_domain::UnitId;
    use uuid::Uuid;

    #[test]
    fn word_is_left_with_the_commit_and_taken_once() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            server: Uuid::from_u128(1),
            name: "thử".into(),
            incarnation: Uuid::from_u128(2),
        };
        let path = folder.path().join("server.db");
        let store = SqliteStore::create(&path, &identity, SqliteOptions::default()).unwrap();
        let scopes = BTreeSet::from([Scope::Public, Scope::Desk(UnitId(Uuid::from_u128(3)))]);
        let mut dropped = store.begin_write().unwrap();
        leave(dropped.as_mut(), &scopes).unwrap();
        drop(dropped);
        assert!(take(&store).unwrap().is_empty());
        for _ in 0..2 {
            let mut tx = store.begin_write().unwrap();
            leave(tx.as_mut(), &scopes).unwrap();
            tx.commit().unwrap();
        }
        assert_eq!(take(&store).unwrap(), scopes);
        assert!(take(&store).unwrap().is_empty());
    }
}
