//! Checking an answer against the request it belongs to, before anything of it is applied.

use congdoan_domain::{Instant, Scope};
use congdoan_wire::{Page, Receipt, ScopeSum, SyncRequest, SyncResponse};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An answer that may be applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub incarnation: Uuid,
    /// The server lives another life than the cursors: drop them, send the journal again.
    pub fresh: bool,
    pub pages: Vec<Page>,
    pub gone: Vec<Scope>,
    pub sums: Vec<ScopeSum>,
    /// Empty unless settled: a receipt that came before its rows would let a command vanish from the view.
    pub receipts: Vec<Receipt>,
    /// One snapshot reached every head.
    pub settled: bool,
    pub server_time: Instant,
    pub retry_after: Option<u32>,
    pub cell: Option<String>,
}

/// The answer breaks the protocol. Nothing of it is used; the exchange counts as failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("a page continues a cursor this device does not have")]
    Gap,
    #[error("rows of a page are not in order")]
    Disorder,
}

/// Checks that every page continues its cursor without a gap and in order.
///
/// # Errors
/// The first thing that does not fit.
pub fn check(request: &SyncRequest, response: SyncResponse) -> Result<Checked, Fault> {
    let fresh = request
        .incarnation
        .is_some_and(|known| known != response.incarnation);
    let mut at: BTreeMap<Scope, (u64, u64)> = BTreeMap::new();
    if !fresh {
        at.extend(request.cursors.iter().map(|c| (c.scope, (c.epoch, c.seq))));
    }
    for page in &response.pages {
        let expected = at.get(&page.scope).copied();
        if page.from != 0 && expected != Some((page.epoch, page.from)) {
            return Err(Fault::Gap);
        }
        let mut last = page.from;
        for row in &page.rows {
            if row.seq <= last || row.seq > page.to {
                return Err(Fault::Disorder);
            }
            last = row.seq;
        }
        if page.to < page.from || page.head < page.to {
            return Err(Fault::Disorder);
        }
        at.insert(page.scope, (page.epoch, page.to));
    }
    let settled = !response.more;
    Ok(Checked {
        incarnation: response.incarnation,
        fresh,
        pages: response.pages,
        gone: response.gone,
        sums: response.sums,
        receipts: if settled { response.receipts } else { vec![] },
        settled,
        server_time: response.server_time,
        retry_after: response.retry_after,
        cell: response.cell,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use congdoan_wire::checksum::Checksum;
    use congdoan_wire::{Cursor, WireRow};

    const LIFE: Uuid = Uuid::from_u128(1);

    fn request(seq: u64) -> SyncRequest {
        let cursor = Cursor {
            scope: Scope::Public,
            epoch: 4,
            seq,
            floor: 0,
            sum: Checksum::default(),
        };
        SyncRequest {
            protocol: 1,
            schema: 1,
            incarnation: Some(LIFE),
            commands: vec![],
            cursors: vec![cursor],
            waiting: vec![],
            budget: 1000,
        }
    }

    fn response(from: u64, seqs: &[u64], to: u64) -> SyncResponse {
        let rows = seqs
            .iter()
            .map(|seq| WireRow {
                seq: *seq,
                rev: 1,
                kind: "x".into(),
                id: Uuid::from_u128(u128::from(*seq)),
                body: None,
            })
            .collect();
        SyncResponse {
            incarnation: LIFE,
            server_time: Instant(0),
            pages: vec![Page {
                scope: Scope::Public,
                epoch: 4,
                from,
                to,
                head: to,
                rows,
            }],
            reset: vec![],
            gone: vec![],
            more: false,
            receipts: vec![],
            sums: vec![],
            retry_after: None,
            cell: None,
        }
    }

    #[test]
    fn a_page_continues_its_cursor_or_starts_anew() {
        assert!(check(&request(5), response(5, &[6, 8], 8)).is_ok());
        assert!(check(&request(5), response(0, &[1, 2], 8)).is_ok());
        assert_eq!(check(&request(5), response(6, &[7], 8)), Err(Fault::Gap));
        assert_eq!(check(&request(5), response(5, &[8, 6], 8)), Err(Fault::Disorder));
        assert_eq!(check(&request(5), response(5, &[9], 8)), Err(Fault::Disorder));
    }

    #[test]
    fn another_life_of_the_server_takes_no_continued_page() {
        let mut restored = response(5, &[6], 6);
        restored.incarnation = Uuid::from_u128(2);
        assert_eq!(check(&request(5), restored), Err(Fault::Gap));
        let mut from_zero = response(0, &[6], 6);
        from_zero.incarnation = Uuid::from_u128(2);
        assert!(check(&request(5), from_zero).unwrap().fresh);
    }

    #[test]
    fn an_unsettled_answer_carries_no_receipt() {
        let mut early = response(5, &[6], 6);
        early.more = true;
        early.receipts.push(Receipt {
            id: Uuid::from_u128(9).into(),
            at: Instant(1),
            outcome: congdoan_wire::ReceiptOutcome::Accepted,
        });
        let checked = check(&request(5), early).unwrap();
        assert!(!checked.settled && checked.receipts.is_empty());
    }
}
