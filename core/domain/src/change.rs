//! What a decision does to the rows.

use crate::{Row, RowBody, RowKey};

/// One change of one row. Clients never send these; they follow from commands (law 2).
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant)] // as Row: most changes are the large one
pub enum Change {
    Put(Row),
    Delete(RowKey),
}

impl Change {
    pub fn put(body: impl RowBody) -> Self {
        Self::Put(body.into_row())
    }

    pub fn key(&self) -> RowKey {
        match self {
            Self::Put(row) => row.key(),
            Self::Delete(key) => *key,
        }
    }
}
