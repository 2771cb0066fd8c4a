//! What writers keep each other off with.
//!
//! A row or head that exists is locked itself (`FOR UPDATE`, in sorted order). A row that does not exist cannot be: two
//! writers that both found it missing would both decide on that. They take an advisory lock on its name instead, which
//! ends with the transaction and leaves nothing behind (a placeholder row would be written, and taken away again, for
//! every question about a row that is not there). Whoever works on a whole cell takes the cell's own lock alone, which
//! every other writer shares: then no other lock is needed.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Held by every writer, shared; alone by who numbers a scope anew or founds a server.
pub(super) fn of_cell(cell: i32) -> i64 {
    hash(cell, "cell", b"")
}

/// Held by a writer that found a row missing. Two names with one hash only wait for each other without need.
pub(super) fn of_row(cell: i32, kind: &str, id: Uuid) -> i64 {
    hash(cell, kind, id.as_bytes())
}

fn hash(cell: i32, kind: &str, id: &[u8]) -> i64 {
    let mut digest = Sha256::new();
    digest.update(b"congdoan");
    digest.update(cell.to_be_bytes());
    digest.update((kind.len() as u64).to_be_bytes());
    digest.update(kind);
    digest.update(id);
    let bytes: [u8; 32] = digest.finalize().into();
    i64::from_be_bytes(bytes[..8].try_into().expect("eight of 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_of_one_cell_and_one_row() {
        let id = Uuid::from_u128(1);
        let all = [
            of_cell(1),
            of_cell(2),
            of_row(1, "thing", id),
            of_row(2, "thing", id),
            of_row(1, "things", id),
            of_row(1, "thing", Uuid::from_u128(2)),
        ];
        let different: std::collections::BTreeSet<_> = all.into_iter().collect();
        assert_eq!(different.len(), all.len());
        assert_eq!(of_row(1, "thing", id), of_row(1, "thing", id));
    }
}
