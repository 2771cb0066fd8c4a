use super::page::{Start, page, start};
use crate::commit::refused_id;
use crate::store::{ReadTx, StoreError};
use congdoan_domain::{CommandId, DeviceId, Instant, Scope};
use congdoan_wire::{Cursor, Receipt, SyncRequest, SyncResponse};
use std::collections::{BTreeMap, BTreeSet};

/// How much one answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows of one scope in one answer.
    pub max_rows: usize,
    /// Bytes of rows in one answer, whatever the device asks for.
    pub max_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_rows: 5_000,
            max_bytes: 1 << 20,
        }
    }
}

/// Who reads, and what they may hold: both out of the server's own database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub device: DeviceId,
    pub scopes: BTreeSet<Scope>,
}

/// The answer to a sync, all of one snapshot. The request's commands are committed before this is called.
///
/// # Errors
/// The store could not be read.
pub fn answer(
    read: &dyn ReadTx,
    reader: &Reader,
    request: &SyncRequest,
    at: Instant,
    limits: Limits,
) -> Result<SyncResponse, StoreError> {
    let incarnation = read.identity()?.incarnation;
    // Cursors of another life of the server mean nothing here; the device drops them on its side too.
    let void = request.incarnation.is_some_and(|life| life != incarnation);
    let held: BTreeMap<Scope, &Cursor> = request
        .cursors
        .iter()
        .map(|cursor| (cursor.scope, cursor))
        .collect();
    let known = |scope: &Scope| held.get(scope).copied().filter(|_| !void);

    let mut response = SyncResponse {
        incarnation,
        server_time: at,
        pages: vec![],
        reset: vec![],
        gone: held
            .keys()
            .filter(|scope| !reader.scopes.contains(scope))
            .copied()
            .collect(),
        more: false,
        receipts: vec![],
        sums: vec![],
        retry_after: None,
        cell: None,
    };
    let mut left = limits
        .max_bytes
        .min(usize::try_from(request.budget).unwrap_or(usize::MAX));
    let mut any_rows = false;
    for scope in &reader.scopes {
        let head = read.head(scope)?;
        let from = match start(known(scope), &head) {
            Start::Settled => continue,
            Start::New | Start::Again => 0,
            Start::After(seq) => seq,
        };
        // Every answer moves on by a row at least, however small the budget.
        if left == 0 && any_rows && head.seq > from {
            response.more = true;
            continue;
        }
        let (page, sum, bytes) = page(read, scope, &head, from, limits.max_rows.max(1), left)?;
        if start(known(scope), &head) == Start::Again {
            response.reset.push(*scope);
        }
        left = left.saturating_sub(bytes);
        any_rows |= !page.rows.is_empty();
        response.more |= sum.is_none();
        response.sums.extend(sum);
        response.pages.push(page);
    }
    if !response.more {
        response.receipts = receipts(read, reader.device, request, at)?;
    }
    Ok(response)
}

/// What became of the commands just sent and of those still waiting. An id nobody knows has no receipt: the device
/// sends that command again.
fn receipts(
    read: &dyn ReadTx,
    device: DeviceId,
    request: &SyncRequest,
    at: Instant,
) -> Result<Vec<Receipt>, StoreError> {
    let sent = request.commands.iter().map(|command| command.id);
    let asked: BTreeSet<CommandId> = request.waiting.iter().copied().chain(sent).collect();
    let mut receipts = Vec::new();
    for id in asked {
        if let Some(found) = read.outcome(id)? {
            receipts.push(if found.device == Some(device) {
                found.receipt()
            } else {
                refused_id(id, at)
            });
        }
    }
    Ok(receipts)
}
