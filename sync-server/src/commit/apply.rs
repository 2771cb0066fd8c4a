use super::number::number;
use super::seal::Seal;
use super::submission::Submission;
use crate::store::{ReadTx, StoreError, StoredOutcome, StoredRow, WriteTx};
use congdoan_domain::{
    Actor, Change, Envelope, Instant, MapFacts, Rejection, Row, RowKey, Scope, decide, needs,
};
use congdoan_wire::{Receipt, ReceiptOutcome};
use std::collections::{BTreeMap, BTreeSet};

/// What a command did inside the transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    pub receipt: Receipt,
    /// Scopes whose feed grew.
    pub touched: BTreeSet<Scope>,
    /// Rows as they are now; `None`: deleted.
    pub rows: BTreeMap<RowKey, Option<Row>>,
}

impl Applied {
    fn nothing(receipt: Receipt) -> Self {
        Self {
            receipt,
            touched: BTreeSet::new(),
            rows: BTreeMap::new(),
        }
    }
}

/// Runs one command in an open transaction. `at` is the server's clock.
///
/// # Errors
/// The store could not; a refusal is no error but the receipt.
pub fn apply(
    tx: &mut dyn WriteTx,
    submission: Submission,
    at: Instant,
    seal: &dyn Seal,
) -> Result<Applied, StoreError> {
    if let Some(known) = tx.outcome(submission.id)? {
        return Ok(Applied::nothing(if known.device == submission.actor.device() {
            known.receipt()
        } else {
            // Another device's outcome is not this one's to read, and stays as it is.
            refused_id(submission.id, at)
        }));
    }
    let (id, actor) = (submission.id, submission.actor);
    let decided = match submission.command {
        Some(command) => {
            let envelope = Envelope {
                id,
                actor,
                made_at: submission.made_at,
                command,
            };
            match load(tx, &envelope, at)? {
                Ok(facts) => decide(&envelope, at, &facts),
                Err(key) => {
                    // An answer all the same: what comes after it, and reading, must not wait for the operator.
                    tracing::error!(kind = key.kind.as_str(), id = %key.id, "unreadable row");
                    Err(Rejection::new("record_unreadable").arg("kind", key.kind.as_str()))
                }
            }
        }
        None => Err(Rejection::new("from_newer_app")),
    };
    match decided {
        Ok(changes) => {
            let rows = newest(changes, seal, tx);
            let touched = write(tx, &rows)?;
            let receipt = conclude(tx, id, actor, at, ReceiptOutcome::Accepted)?;
            Ok(Applied {
                receipt,
                touched,
                rows,
            })
        }
        Err(rejection) => {
            let receipt = conclude(tx, id, actor, at, ReceiptOutcome::Rejected(rejection))?;
            Ok(Applied::nothing(receipt))
        }
    }
}

/// The answer to a device that uses a command id another device has used.
pub(crate) fn refused_id(id: congdoan_domain::CommandId, at: Instant) -> Receipt {
    Receipt {
        id,
        at,
        outcome: ReceiptOutcome::Rejected(Rejection::new("id_taken")),
    }
}

/// Everything the decision reads, under lock, or the row that cannot be read. Each round asks for what the round
/// before made readable.
fn load(
    tx: &mut dyn WriteTx,
    envelope: &Envelope,
    at: Instant,
) -> Result<Result<MapFacts, RowKey>, StoreError> {
    let mut facts = MapFacts::default();
    loop {
        let wanted = needs(envelope, at, &facts);
        if wanted.is_empty() {
            return Ok(Ok(facts));
        }
        let mut keys: Vec<(&str, uuid::Uuid, RowKey)> = wanted
            .into_iter()
            .map(|key| (key.kind.as_str(), key.id, key))
            .collect();
        keys.sort_unstable_by_key(|(kind, id, _)| (*kind, *id));
        let names: Vec<_> = keys.iter().map(|(kind, id, _)| (*kind, *id)).collect();
        for ((_, _, key), found) in keys.iter().zip(tx.lock_rows(&names)?) {
            match found.as_ref().map(decoded).transpose() {
                Ok(row) => facts.0.insert(*key, row.flatten()),
                Err(_) => return Ok(Err(*key)),
            };
        }
    }
}

pub(crate) fn decoded(row: &StoredRow) -> Result<Option<Row>, StoreError> {
    let read = |body: &Vec<u8>| {
        Row::decode(&row.kind, body).map_err(|error| StoreError::Damaged(format!("row {}: {error}", row.id)))
    };
    row.body.as_ref().map(read).transpose()
}

/// A decision may touch a row twice; its last word is what is written.
fn newest(changes: Vec<Change>, seal: &dyn Seal, read: &dyn ReadTx) -> BTreeMap<RowKey, Option<Row>> {
    changes
        .into_iter()
        .map(|change| {
            let key = change.key();
            match change {
                Change::Put(row) => (key, Some(seal.seal(row, read))),
                Change::Delete(_) => (key, None),
            }
        })
        .collect()
}

/// Writes rows with their next revision, then numbers them in every scope they are in or leave.
fn write(tx: &mut dyn WriteTx, rows: &BTreeMap<RowKey, Option<Row>>) -> Result<BTreeSet<Scope>, StoreError> {
    let mut keys: Vec<RowKey> = rows.keys().copied().collect();
    keys.sort_unstable_by_key(|key| (key.kind.as_str(), key.id));
    let names: Vec<_> = keys.iter().map(|key| (key.kind.as_str(), key.id)).collect();
    let before = tx.lock_rows(&names)?;
    let mut written = Vec::new();
    for (key, before) in keys.iter().zip(before) {
        let row = rows[key].as_ref();
        if row.is_none() && before.as_ref().is_none_or(|b| b.body.is_none()) {
            continue; // deleting what is not there
        }
        let stored = StoredRow {
            kind: key.kind.as_str().to_owned(),
            id: key.id,
            rev: before.map_or(0, |b| b.rev) + 1,
            body: row.map(Row::encode),
        };
        tx.put_row(&stored)?;
        let placement: BTreeSet<Scope> = row.map(Row::placement).unwrap_or_default().into_iter().collect();
        written.push((stored, placement));
    }
    number(tx, &written)
}

fn conclude(
    tx: &mut dyn WriteTx,
    id: congdoan_domain::CommandId,
    actor: Actor,
    at: Instant,
    outcome: ReceiptOutcome,
) -> Result<Receipt, StoreError> {
    let stored = StoredOutcome {
        id,
        device: actor.device(),
        at,
        outcome,
    };
    tx.put_outcome(&stored)?;
    Ok(stored.receipt())
}
