//! Compares every place and every head with the rows they came from.

use super::rebuild::rebuild_scope;
use crate::commit::{decoded, hash_of};
use crate::store::{Place, ReadTx, StoreError, StoredRow, WriteTx};
use congdoan_domain::{Row, Scope};
use congdoan_wire::checksum::Checksum;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const PAGE: usize = 500;

/// Something that is not as the rows say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A row that should be in the scope and is not, or in an older revision.
    Missing { scope: Scope, kind: String, id: Uuid },
    /// A row that is in the scope and should not be.
    Stray { scope: Scope, kind: String, id: Uuid },
    /// More live places than rows: some have no row at all.
    Orphans { scope: Scope, places: u64, rows: u64 },
    /// The head's checksum is not the sum of the rows.
    Checksum { scope: Scope },
    /// A place is numbered above the head.
    Head { scope: Scope, seq: u64, highest: u64 },
    /// The row's body cannot be read; numbering anew cannot mend this.
    Unreadable { kind: String, id: Uuid },
}

impl Finding {
    /// The scope that numbering anew would put right.
    pub fn scope(&self) -> Option<Scope> {
        match self {
            Self::Missing { scope, .. }
            | Self::Stray { scope, .. }
            | Self::Orphans { scope, .. }
            | Self::Checksum { scope }
            | Self::Head { scope, .. } => Some(*scope),
            Self::Unreadable { .. } => None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub rows: u64,
    pub scopes: u64,
    pub findings: Vec<Finding>,
}

/// Reads everything and reports what does not fit.
///
/// # Errors
/// The store could not be read.
pub fn examine(read: &dyn ReadTx) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut sums: BTreeMap<Scope, (u64, Checksum)> = BTreeMap::new();
    let mut after: Option<(String, Uuid)> = None;
    loop {
        let rows = read.rows_after(after.as_ref().map(|(kind, id)| (kind.as_str(), *id)), PAGE)?;
        let Some(last) = rows.last() else { break };
        after = Some((last.kind.clone(), last.id));
        for row in &rows {
            report.rows += u64::from(row.body.is_some());
            match decoded(row) {
                Ok(body) => {
                    let placed: BTreeSet<Scope> = body
                        .as_ref()
                        .map(Row::placement)
                        .unwrap_or_default()
                        .into_iter()
                        .collect();
                    compare(
                        row,
                        &placed,
                        read.places_of(&row.kind, row.id)?,
                        &mut report.findings,
                    );
                    for scope in placed {
                        let sum = sums.entry(scope).or_default();
                        *sum = (sum.0 + 1, sum.1.with(hash_of(row)));
                    }
                }
                Err(_) => report.findings.push(Finding::Unreadable {
                    kind: row.kind.clone(),
                    id: row.id,
                }),
            }
        }
    }
    let heads: BTreeMap<Scope, _> = read.heads()?.into_iter().collect();
    let scopes: BTreeSet<Scope> = heads.keys().chain(sums.keys()).copied().collect();
    report.scopes = scopes.len() as u64;
    for scope in scopes {
        let head = heads.get(&scope).copied().unwrap_or_default();
        let (rows, checksum) = sums.get(&scope).copied().unwrap_or_default();
        let tally = read.tally(&scope)?;
        if tally.live > rows {
            let places = tally.live;
            report.findings.push(Finding::Orphans { scope, places, rows });
        }
        if head.checksum != checksum {
            report.findings.push(Finding::Checksum { scope });
        }
        if tally.highest > head.seq {
            let (seq, highest) = (head.seq, tally.highest);
            report.findings.push(Finding::Head { scope, seq, highest });
        }
    }
    Ok(report)
}

fn compare(row: &StoredRow, placed: &BTreeSet<Scope>, places: Vec<Place>, findings: &mut Vec<Finding>) {
    let (kind, id) = (&row.kind, row.id);
    let live: BTreeMap<Scope, Place> = places
        .into_iter()
        .filter(|place| place.live)
        .map(|place| (place.scope, place))
        .collect();
    for scope in placed {
        let good = live
            .get(scope)
            .is_some_and(|place| place.rev == row.rev && place.hash == hash_of(row));
        if !good {
            let (scope, kind) = (*scope, kind.clone());
            findings.push(Finding::Missing { scope, kind, id });
        }
    }
    for scope in live.keys().filter(|scope| !placed.contains(scope)) {
        let (scope, kind) = (*scope, kind.clone());
        findings.push(Finding::Stray { scope, kind, id });
    }
}

/// Numbers every scope anew that a report complains about; says which.
///
/// # Errors
/// The store could not, or a row in the way cannot be read.
pub fn repair(tx: &mut dyn WriteTx, report: &Report) -> Result<BTreeSet<Scope>, StoreError> {
    let scopes: BTreeSet<Scope> = report.findings.iter().filter_map(Finding::scope).collect();
    for scope in &scopes {
        rebuild_scope(tx, scope)?;
    }
    Ok(scopes)
}
