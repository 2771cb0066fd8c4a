use super::error::StoreError;
use super::model::{Head, Identity, Mark, Place, Slice, StoredOutcome, StoredRow, Tally};
use congdoan_domain::{CommandId, Instant, Scope};
use congdoan_wire::WireRow;
use uuid::Uuid;

type Stored<T> = Result<T, StoreError>;

/// A store that any number of threads use at once.
pub trait ServerStore: Send + Sync {
    /// Starts writing. Where another writer is in the way (here, or at the first row or head that both want), this one
    /// waits no longer than the store was told to and is then told [`StoreError::Busy`]. What a writer has locked is what
    /// was committed last: no update is lost.
    ///
    /// # Errors
    /// `Busy` above all.
    fn begin_write(&self) -> Stored<Box<dyn WriteTx + '_>>;

    /// As [`Self::begin_write`], with no other writer at work until the end: for what touches a whole server and asks
    /// for no locks.
    ///
    /// # Errors
    /// `Busy` above all.
    fn begin_alone(&self) -> Stored<Box<dyn WriteTx + '_>> {
        self.begin_write()
    }

    /// One snapshot: everything read through it is of one moment.
    ///
    /// # Errors
    /// The store cannot be read.
    fn begin_read(&self) -> Stored<Box<dyn ReadTx + '_>>;
}

/// Reading, all of one snapshot. (Through a [`WriteTx`], what is not under lock is as it was committed when it was read.)
pub trait ReadTx {
    fn identity(&self) -> Stored<Identity>;

    fn row(&self, kind: &str, id: Uuid) -> Stored<Option<StoredRow>>;
    /// Up to `limit` rows of any kind behind this one, ordered by kind and id.
    fn rows_after(&self, after: Option<(&str, Uuid)>, limit: usize) -> Stored<Vec<StoredRow>>;
    /// The live rows of one kind in a scope.
    fn rows_in_scope(&self, scope: &Scope, kind: &str) -> Stored<Vec<StoredRow>>;

    fn head(&self, scope: &Scope) -> Stored<Head>;
    /// Every scope that was ever written.
    fn heads(&self) -> Stored<Vec<(Scope, Head)>>;
    /// The heads of these scopes, in any order; one that was never written may be left out.
    fn heads_of(&self, scopes: &[Scope]) -> Stored<Vec<(Scope, Head)>> {
        scopes
            .iter()
            .map(|scope| Ok((*scope, self.head(scope)?)))
            .collect()
    }
    fn feed(&self, scope: &Scope, slice: Slice) -> Stored<Vec<WireRow>>;
    /// Where a row is and was.
    fn places_of(&self, kind: &str, id: Uuid) -> Stored<Vec<Place>>;
    /// As [`Self::places_of`] for several rows, in their order: one question where questions are far.
    fn places_of_rows(&self, keys: &[(&str, Uuid)]) -> Stored<Vec<Vec<Place>>> {
        keys.iter().map(|(kind, id)| self.places_of(kind, *id)).collect()
    }
    fn tally(&self, scope: &Scope) -> Stored<Tally>;

    fn outcome(&self, id: CommandId) -> Stored<Option<StoredOutcome>>;

    /// Where scopes stood at `until` or before: of each the newest mark.
    fn marks(&self, until: Instant) -> Stored<Vec<Mark>>;
    /// When what is old was last forgotten.
    fn purged_at(&self) -> Stored<Option<Instant>>;
}

/// Writing. What is written is seen by this transaction at once, by others after [`WriteTx::commit`], and by nobody
/// if it is dropped.
pub trait WriteTx: ReadTx {
    /// Reads rows and keeps other writers off them until the end, from making those that are not there too. Keys come
    /// in sorted order, so that two writers seldom wait for each other; where they do, one is told
    /// [`StoreError::Conflict`].
    fn lock_rows(&mut self, keys: &[(&str, Uuid)]) -> Stored<Vec<Option<StoredRow>>>;
    /// Writes a row that is under lock.
    fn put_row(&mut self, row: &StoredRow) -> Stored<()>;

    /// Reads a head and keeps other writers off it until the end. Called last, in the order of scopes.
    fn lock_head(&mut self, scope: &Scope) -> Stored<Head>;
    /// As [`Self::lock_head`] for several, sorted, in their order.
    fn lock_heads(&mut self, scopes: &[Scope]) -> Stored<Vec<Head>> {
        scopes.iter().map(|scope| self.lock_head(scope)).collect()
    }
    fn put_head(&mut self, scope: &Scope, head: &Head) -> Stored<()>;
    fn put_place(&mut self, place: &Place) -> Stored<()>;
    /// Forgets tombstones numbered up to `up_to`; says how many.
    fn drop_tombstones(&mut self, scope: &Scope, up_to: u64) -> Stored<u64>;
    /// Forgets every place of a scope, live ones too.
    fn clear_scope(&mut self, scope: &Scope) -> Stored<()>;

    fn put_outcome(&mut self, outcome: &StoredOutcome) -> Stored<()>;
    /// Forgets up to `most` outcomes of before; says how many.
    fn drop_outcomes(&mut self, before: Instant, most: usize) -> Stored<u64>;
    /// Notes where every scope that has tombstones stands, unless it stood there at its last mark.
    fn mark_heads(&mut self, at: Instant) -> Stored<()>;
    /// Forgets a scope's marks of `until` and before.
    fn drop_marks(&mut self, scope: &Scope, until: Instant) -> Stored<()>;
    fn set_purged_at(&mut self, at: Instant) -> Stored<()>;
    /// Remembers that a challenge was answered; false if it was answered before. Forgets those expired at `now`.
    fn use_nonce(&mut self, hash: [u8; 32], expires: Instant, now: Instant) -> Stored<bool>;
    fn set_identity(&mut self, identity: &Identity) -> Stored<()>;

    /// # Errors
    /// Nothing is kept; except that a connection lost in this very moment ([`StoreError::Unreachable`]) leaves open
    /// whether all of it was: the outcome, if there was one, says.
    fn commit(self: Box<Self>) -> Stored<()>;
    fn rollback(self: Box<Self>) -> Stored<()>;
}
