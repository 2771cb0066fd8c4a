//! The rows a decision may look at.

use crate::{Row, RowBody, RowKey};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A reader of rows by key. `None` means the row is not there (or not known to this device).
pub trait Facts {
    fn row(&self, key: RowKey) -> Option<Row>;
}

/// Typed reading on top of [`Facts`].
pub trait FactsExt: Facts {
    /// The row of type `T` with this id.
    fn get<T: RowBody>(&self, id: impl Into<T::Id>) -> Option<T> {
        self.row(T::key_of(id.into())).and_then(T::from_row)
    }
}
impl<F: Facts + ?Sized> FactsExt for F {}

/// Facts in a map: what a commit has loaded, or a test's whole world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapFacts(pub BTreeMap<RowKey, Option<Row>>);

impl Facts for MapFacts {
    fn row(&self, key: RowKey) -> Option<Row> {
        self.0.get(&key).cloned().flatten()
    }
}

impl MapFacts {
    pub fn put(&mut self, body: impl RowBody) -> &mut Self {
        let row = body.into_row();
        self.0.insert(row.key(), Some(row));
        self
    }

    pub fn apply(&mut self, changes: &[crate::Change]) {
        for change in changes {
            match change {
                crate::Change::Put(row) => self.0.insert(row.key(), Some(row.clone())),
                crate::Change::Delete(key) => self.0.insert(*key, None),
            };
        }
    }
}

/// Lends known facts and notes every key that was asked for but not loaded yet.
///
/// `needs` is `decide` run over this: what a decision reads is what it needs, so the two cannot drift apart.
pub(crate) struct Recording<'a> {
    known: &'a MapFacts,
    missing: RefCell<BTreeSet<RowKey>>,
}

impl<'a> Recording<'a> {
    pub(crate) fn new(known: &'a MapFacts) -> Self {
        Self {
            known,
            missing: RefCell::default(),
        }
    }

    pub(crate) fn missing(self) -> BTreeSet<RowKey> {
        self.missing.into_inner()
    }
}

impl Facts for Recording<'_> {
    fn row(&self, key: RowKey) -> Option<Row> {
        match self.known.0.get(&key) {
            Some(row) => row.clone(),
            None => {
                self.missing.borrow_mut().insert(key);
                None
            }
        }
    }
}
