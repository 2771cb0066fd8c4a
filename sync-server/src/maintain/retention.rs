//! Once a day: what is old enough is forgotten.

use super::purge;
use crate::commit::retried;
use crate::store::{ServerStore, StoreError};
use congdoan_domain::Instant;

const DAY: i64 = 86_400_000;
/// Outcomes forgotten in one transaction, so that no writer waits long.
const AT_ONCE: usize = 10_000;

/// How many days things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Tombstones: a device that was away longer reads the scope again.
    pub tombstones: i64,
    /// Outcomes of commands. Never less than the 60 days of the devices' journals, which are sent again after a
    /// restore. Longer than that, since a device that was away may still hold a command whose receipt it never got:
    /// with its outcome forgotten, that command would happen twice.
    pub outcomes: i64,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            tombstones: 90,
            outcomes: 400,
        }
    }
}

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    pub tombstones: u64,
    pub outcomes: u64,
}

/// When the next time is due; `None`: it never was done.
///
/// # Errors
/// The store cannot be read.
pub fn due(store: &dyn ServerStore) -> Result<Option<Instant>, StoreError> {
    Ok(store.begin_read()?.purged_at()?.map(|last| last.plus_ms(DAY)))
}

/// Forgets what is old enough at `at`, many small transactions, and notes where the scopes stand today.
///
/// # Errors
/// The store could not; what was forgotten until then stays forgotten, the rest waits for the next time.
pub fn daily(store: &dyn ServerStore, at: Instant, keep: Retention) -> Result<Forgotten, StoreError> {
    let mut forgotten = Forgotten::default();
    let until = at.plus_ms(-keep.tombstones * DAY);
    let marks = store.begin_read()?.marks(until)?;
    for mark in marks {
        forgotten.tombstones += retried(|| {
            let mut tx = store.begin_write()?;
            // A scope that was numbered anew since has other numbers, and no tombstone of before.
            let same = tx.lock_head(&mark.scope)?.epoch == mark.epoch;
            let dropped = if same {
                purge(tx.as_mut(), &mark.scope, mark.seq)?
            } else {
                0
            };
            tx.drop_marks(&mark.scope, until)?;
            tx.commit()?;
            Ok(dropped)
        })?;
    }
    loop {
        let dropped = retried(|| {
            let mut tx = store.begin_write()?;
            let dropped = tx.drop_outcomes(at.plus_ms(-keep.outcomes.max(60) * DAY), AT_ONCE)?;
            tx.commit()?;
            Ok(dropped)
        })?;
        forgotten.outcomes += dropped;
        if dropped < AT_ONCE as u64 {
            break;
        }
    }
    retried(|| {
        let mut tx = store.begin_write()?;
        tx.mark_heads(at)?;
        tx.set_purged_at(at)?;
        tx.commit()
    })?;
    Ok(forgotten)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maintain::rebuild_scope;
    use crate::store::{Identity, Place, SqliteOptions, SqliteStore, StoredOutcome};
    use congdoan_domain::{CommandId, Scope};
    use congdoan_wire::ReceiptOutcome;
    use congdoan_wire::checksum::Checksum;
    use uuid::Uuid;

    const DAYS: Retention = Retention {
        tombstones: 90,
        outcomes: 400,
    };

    fn day(n: i64) -> Instant {
        Instant(1_795_500_000_000 + n * DAY)
    }

    fn store(folder: &tempfile::TempDir) -> SqliteStore {
        let identity = Identity {
            server: Uuid::from_u128(1),
            name: "thử".into(),
            incarnation: Uuid::from_u128(2),
        };
        SqliteStore::create(
            &folder.path().join("server.db"),
            &identity,
            SqliteOptions::default(),
        )
        .unwrap()
    }

    /// A row that left the scope, with the next number.
    fn bury(store: &SqliteStore) {
        let mut tx = store.begin_write().unwrap();
        let mut head = tx.lock_head(&Scope::Public).unwrap();
        head.seq += 1;
        tx.put_place(&Place {
            scope: Scope::Public,
            kind: "thing".into(),
            id: Uuid::from_u128(u128::from(head.seq)),
            seq: head.seq,
            rev: 2,
            live: false,
            hash: Checksum::default(),
        })
        .unwrap();
        tx.put_head(&Scope::Public, &head).unwrap();
        tx.commit().unwrap();
    }

    fn head(store: &SqliteStore) -> (u64, u64) {
        let head = store.begin_read().unwrap().head(&Scope::Public).unwrap();
        (head.seq, head.purged)
    }

    #[test]
    fn tombstones_are_forgotten_when_they_are_old_enough_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        assert_eq!(due(&store).unwrap(), None);
        bury(&store);
        bury(&store);
        daily(&store, day(0), DAYS).unwrap();
        assert_eq!(due(&store).unwrap(), Some(day(1)));
        bury(&store);
        for n in 1..90 {
            assert_eq!(daily(&store, day(n), DAYS).unwrap().tombstones, 0, "day {n}");
        }
        assert_eq!(head(&store), (3, 0));
        assert_eq!(daily(&store, day(90), DAYS).unwrap().tombstones, 2);
        assert_eq!(head(&store), (3, 2), "who read less than two begins again");
        assert_eq!(daily(&store, day(91), DAYS).unwrap().tombstones, 1);
        assert_eq!(daily(&store, day(92), DAYS).unwrap(), Forgotten::default());
        assert_eq!(head(&store), (3, 3));
    }

    #[test]
    fn a_mark_of_before_a_scope_was_numbered_anew_forgets_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        bury(&store);
        daily(&store, day(0), DAYS).unwrap();
        let mut tx = store.begin_write().unwrap();
        rebuild_scope(tx.as_mut(), &Scope::Public).unwrap();
        tx.commit().unwrap();
        bury(&store);
        assert_eq!(daily(&store, day(90), DAYS).unwrap().tombstones, 0);
        assert_eq!(head(&store), (1, 0));
    }

    #[test]
    fn outcomes_outlive_the_journals_of_the_devices() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let id = |n: u128| CommandId(Uuid::from_u128(n));
        let mut tx = store.begin_write().unwrap();
        for n in [1_u128, 2] {
            tx.put_outcome(&StoredOutcome {
                id: id(n),
                device: None,
                at: day(i64::try_from(n).unwrap()),
                outcome: ReceiptOutcome::Accepted,
            })
            .unwrap();
        }
        tx.commit().unwrap();
        // However short it is asked for, the journal's 60 days are kept.
        let short = Retention { outcomes: 1, ..DAYS };
        assert_eq!(daily(&store, day(61), short).unwrap().outcomes, 0);
        assert_eq!(daily(&store, day(401), DAYS).unwrap().outcomes, 0);
        assert_eq!(daily(&store, day(402), DAYS).unwrap().outcomes, 1);
        let read = store.begin_read().unwrap();
        assert!(read.outcome(id(1)).unwrap().is_none());
        assert!(read.outcome(id(2)).unwrap().is_some());
    }
}
