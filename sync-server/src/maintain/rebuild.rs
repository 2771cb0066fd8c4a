use crate::commit::{decoded, hash_of};
use crate::store::{Head, Place, StoreError, WriteTx};
use congdoan_domain::{Row, Scope};

const PAGE: usize = 500;

/// Numbers a scope anew from the rows themselves, in a new epoch: every device reads it again. Says how many rows
/// it has.
///
/// # Errors
/// The store could not, or a row cannot be read.
pub fn rebuild_scope(tx: &mut dyn WriteTx, scope: &Scope) -> Result<u64, StoreError> {
    let before = tx.lock_head(scope)?;
    let mut head = Head {
        epoch: before.epoch + 1,
        ..Head::default()
    };
    tx.clear_scope(scope)?;
    let mut after = None;
    loop {
        let rows = tx.rows_after(
            after
                .as_ref()
                .map(|(kind, id): &(String, _)| (kind.as_str(), *id)),
            PAGE,
        )?;
        let Some(last) = rows.last() else { break };
        after = Some((last.kind.clone(), last.id));
        for row in &rows {
            let placed = decoded(row)?.as_ref().map(Row::placement).unwrap_or_default();
            if !placed.contains(scope) {
                continue;
            }
            head.seq += 1;
            let hash = hash_of(row);
            head.checksum = head.checksum.with(hash);
            tx.put_place(&Place {
                scope: *scope,
                kind: row.kind.clone(),
                id: row.id,
                seq: head.seq,
                rev: row.rev,
                live: true,
                hash,
            })?;
        }
    }
    tx.put_head(scope, &head)?;
    Ok(head.seq)
}
