use crate::store::{Head, ReadTx, Slice, StoreError};
use congdoan_domain::Scope;
use congdoan_wire::{Cursor, Page, ScopeSum};

/// Where reading a scope goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The device has it all.
    Settled,
    /// It knows nothing of this scope.
    New,
    /// What it knows is void.
    Again,
    After(u64),
}

pub(super) fn start(cursor: Option<&Cursor>, head: &Head) -> Start {
    let Some(cursor) = cursor else {
        return Start::New;
    };
    let void = cursor.epoch != head.epoch
        || cursor.seq > head.seq
        // Tombstones it never saw are forgotten.
        || head.purged > cursor.seq.max(cursor.floor)
        || (cursor.seq == head.seq && cursor.sum != head.checksum);
    if void {
        Start::Again
    } else if cursor.seq == head.seq {
        Start::Settled
    } else {
        Start::After(cursor.seq)
    }
}

/// One page, and the scope's checksum if it reaches the head.
pub(super) fn page(
    read: &dyn ReadTx,
    scope: &Scope,
    head: &Head,
    from: u64,
    max_rows: usize,
    max_bytes: usize,
) -> Result<(Page, Option<ScopeSum>, usize), StoreError> {
    let slice = Slice {
        after: from,
        max_rows,
        max_bytes,
    };
    let rows = read.feed(scope, slice)?;
    let bytes = rows
        .iter()
        .map(|row| row.body.as_ref().map_or(0, |b| b.len()) + 48)
        .sum();
    // Fewer rows than asked for and none behind them: numbers given away to newer places count as read.
    let reached = match rows.last() {
        Some(last) if last.seq < head.seq => {
            let rest = Slice {
                after: last.seq,
                max_rows: 1,
                max_bytes: 0,
            };
            read.feed(scope, rest)?.is_empty()
        }
        _ => true,
    };
    let to = if reached {
        head.seq
    } else {
        rows.last().map_or(from, |row| row.seq)
    };
    let sum = reached.then_some(ScopeSum {
        scope: *scope,
        epoch: head.epoch,
        seq: head.seq,
        sum: head.checksum,
    });
    let page = Page {
        scope: *scope,
        epoch: head.epoch,
        from,
        to,
        head: head.seq,
        rows,
    };
    Ok((page, sum, bytes))
}
