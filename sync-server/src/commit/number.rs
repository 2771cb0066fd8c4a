use crate::store::{Place, StoreError, StoredRow, WriteTx};
use congdoan_domain::Scope;
use congdoan_wire::checksum::Checksum;
use std::collections::{BTreeMap, BTreeSet};

/// Gives written rows their numbers: the next of each scope they are in now, and a tombstone's in each they left.
///
/// Scopes are taken in sorted order and last of all, so that two commits cannot wait for each other and hold a head
/// only briefly. Never by a global counter.
pub(crate) fn number(
    tx: &mut dyn WriteTx,
    written: &[(StoredRow, BTreeSet<Scope>)],
) -> Result<BTreeSet<Scope>, StoreError> {
    let mut by_scope: BTreeMap<Scope, Vec<(&StoredRow, bool, Checksum)>> = BTreeMap::new();
    let keys: Vec<_> = written
        .iter()
        .map(|(row, _)| (row.kind.as_str(), row.id))
        .collect();
    let places = tx.places_of_rows(&keys)?;
    for ((row, placement), places) in written.iter().zip(places) {
        let live: BTreeMap<Scope, Checksum> = places
            .into_iter()
            .filter(|place| place.live)
            .map(|place| (place.scope, place.hash))
            .collect();
        let left = live.keys().filter(|scope| !placement.contains(scope));
        for (scope, stays) in placement
            .iter()
            .map(|s| (s, true))
            .chain(left.map(|s| (s, false)))
        {
            let was = live.get(scope).copied().unwrap_or_default();
            by_scope.entry(*scope).or_default().push((row, stays, was));
        }
    }
    let scopes: Vec<Scope> = by_scope.keys().copied().collect();
    let heads = tx.lock_heads(&scopes)?;
    for ((scope, rows), mut head) in by_scope.iter().zip(heads) {
        for (row, stays, was) in rows {
            head.seq += 1;
            let hash = if *stays { hash_of(row) } else { Checksum::default() };
            head.checksum = head.checksum.without(*was).with(hash);
            tx.put_place(&Place {
                scope: *scope,
                kind: row.kind.clone(),
                id: row.id,
                seq: head.seq,
                rev: row.rev,
                live: *stays,
                hash,
            })?;
        }
        tx.put_head(scope, &head)?;
    }
    Ok(by_scope.into_keys().collect())
}

/// What a live row adds to the checksum of each scope it is in.
pub(crate) fn hash_of(row: &StoredRow) -> Checksum {
    row.body
        .as_ref()
        .map(|body| Checksum::of_row(&row.kind, row.id, row.rev, body))
        .unwrap_or_default()
}
