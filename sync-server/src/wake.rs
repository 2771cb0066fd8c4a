//! What any process changed (another server of the same database, the operator's commands) is told to those who listen
//! here. Nobody leaves word: the heads in the store say how far each scope is, and they are looked at.

use crate::store::{ServerStore, StoreError};
use congdoan_domain::Scope;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often the serving process looks, for up to [`AT_ONCE`] scopes.
const LOOK: Duration = Duration::from_secs(1);
/// With more scopes than this it looks more seldom, so that looking stays a small part of the store's work. Wake-ups to
/// so many are spread over seconds anyway.
const AT_ONCE: usize = 10_000;

/// How far a scope is: epoch and number of its head.
pub type Mark = (u64, u64);

struct Watched {
    listeners: usize,
    /// Where it was when it was last looked at; `None`: listeners know different ones, so it is told again.
    mark: Option<Mark>,
}

/// The scopes that somebody listens to in this process.
#[derive(Default)]
pub struct Watch(Mutex<HashMap<Scope, Watched>>);

impl Watch {
    fn watched(&self) -> MutexGuard<'_, HashMap<Scope, Watched>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Watches scopes until dropped. What moved since the marks, which the listener knows, is told at the next look.
    pub fn over(self: &Arc<Self>, known: &BTreeMap<Scope, Mark>) -> Watching {
        let mut watched = self.watched();
        for (scope, mark) in known {
            let entry = watched.entry(*scope).or_insert(Watched {
                listeners: 0,
                mark: Some(*mark),
            });
            entry.listeners += 1;
            entry.mark = entry.mark.filter(|known| known == mark);
        }
        Watching {
            watch: self.clone(),
            scopes: known.keys().copied().collect(),
        }
    }

    /// How long to wait for the next look.
    pub fn pause(&self) -> Duration {
        let times = 1 + self.watched().len() / AT_ONCE;
        LOOK * u32::try_from(times).unwrap_or(u32::MAX)
    }

    /// The scopes that moved since the last look.
    ///
    /// # Errors
    /// The store could not; they are told at a later look.
    pub fn look(&self, store: &dyn ServerStore) -> Result<BTreeSet<Scope>, StoreError> {
        let scopes: Vec<Scope> = self.watched().keys().copied().collect();
        if scopes.is_empty() {
            return Ok(BTreeSet::new());
        }
        let heads = store.begin_read()?.heads_of(&scopes)?;
        let mut watched = self.watched();
        let mut moved = BTreeSet::new();
        for (scope, head) in heads {
            let mark = (head.epoch, head.seq);
            // Nobody may listen to it any more by now.
            if let Some(entry) = watched.get_mut(&scope)
                && entry.mark.replace(mark) != Some(mark)
            {
                moved.insert(scope);
            }
        }
        Ok(moved)
    }
}

/// Watches scopes until dropped.
pub struct Watching {
    watch: Arc<Watch>,
    scopes: Vec<Scope>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut watched = self.watch.watched();
        for scope in &self.scopes {
            match watched.get_mut(scope) {
                Some(entry) if entry.listeners > 1 => entry.listeners -= 1,
                _ => drop(watched.remove(scope)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Head, Identity, SqliteOptions, SqliteStore};
    use congdoan_domain::UnitId;
    use uuid::Uuid;

    const DESK: Scope = Scope::Desk(UnitId(Uuid::from_u128(3)));

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

    fn count_up(store: &SqliteStore, scope: Scope) -> Mark {
        let mut tx = store.begin_write().unwrap();
        let head = tx.lock_head(&scope).unwrap();
        let next = Head {
            seq: head.seq + 1,
            ..head
        };
        tx.put_head(&scope, &next).unwrap();
        tx.commit().unwrap();
        (next.epoch, next.seq)
    }

    #[test]
    fn a_scope_that_moved_is_told_once_and_only_if_somebody_listens() {
        let folder = tempfile::tempdir().unwrap();
        let (store, watch) = (store(&folder), Arc::new(Watch::default()));
        let known = BTreeMap::from([(Scope::Public, (1, 0)), (DESK, (1, 0))]);
        let watching = watch.over(&known);
        assert!(watch.look(&store).unwrap().is_empty(), "never written");
        count_up(&store, DESK);
        assert_eq!(watch.look(&store).unwrap(), BTreeSet::from([DESK]));
        assert!(watch.look(&store).unwrap().is_empty());
        drop(watching);
        count_up(&store, DESK);
        assert!(watch.look(&store).unwrap().is_empty());
        assert!(watch.watched().is_empty());
    }

    #[test]
    fn whoever_knows_less_than_another_is_told_too() {
        let folder = tempfile::tempdir().unwrap();
        let (store, watch) = (store(&folder), Arc::new(Watch::default()));
        let at = |mark| BTreeMap::from([(DESK, mark)]);
        // The second looked at the store before a change that the first was already told of.
        let before = count_up(&store, DESK);
        let first = watch.over(&at(before));
        let after = count_up(&store, DESK);
        assert_eq!(watch.look(&store).unwrap(), BTreeSet::from([DESK]));
        let second = watch.over(&at(before));
        assert_eq!(watch.look(&store).unwrap(), BTreeSet::from([DESK]));
        // And the other way round: the third knows more than was looked at.
        let later = count_up(&store, DESK);
        let third = watch.over(&at(later));
        assert_ne!(later, after);
        assert_eq!(watch.look(&store).unwrap(), BTreeSet::from([DESK]));
        drop(first);
        drop(second);
        count_up(&store, DESK);
        assert_eq!(
            watch.look(&store).unwrap(),
            BTreeSet::from([DESK]),
            "one still listens"
        );
        drop(third);
    }

    #[test]
    fn with_many_scopes_it_looks_more_seldom() {
        let watch = Arc::new(Watch::default());
        assert_eq!(watch.pause(), LOOK);
        let many = (0..u128::try_from(AT_ONCE).unwrap())
            .map(|n| (Scope::Desk(UnitId(Uuid::from_u128(n))), (1, 0)))
            .collect();
        let _watching = watch.over(&many);
        assert_eq!(watch.pause(), LOOK * 2);
    }
}
