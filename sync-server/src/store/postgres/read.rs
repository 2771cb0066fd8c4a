use super::codes::{checksum, column, number, scope as scope_of};
use super::transaction::PostgresTx;
use crate::store::contract::ReadTx;
use crate::store::error::StoreError;
use crate::store::model::{Head, Identity, Mark, Place, Slice, StoredOutcome, StoredRow, Tally};
use congdoan_domain::{CommandId, DeviceId, Instant, Scope};
use congdoan_wire::{ReceiptOutcome, WireRow};
use serde_bytes::ByteBuf;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

type Stored<T> = Result<T, StoreError>;

/// What a row costs on the wire besides its body, about.
const ROW_OVERHEAD: usize = 48;
/// Rows of a feed fetched at a time: what is cut off by its size is not sent for nothing.
const FETCHED: usize = 1_000;

pub(super) fn stored(r: &Row) -> Stored<StoredRow> {
    Ok(StoredRow {
        kind: r.try_get(0)?,
        id: r.try_get(1)?,
        rev: number(r, 2)?,
        body: r.try_get(3)?,
    })
}

/// From the columns epoch, seq, checksum, purged.
pub(super) fn head_at(r: &Row, at: usize) -> Stored<Head> {
    Ok(Head {
        epoch: number(r, at)?,
        seq: number(r, at + 1)?,
        checksum: checksum(r, at + 2)?,
        purged: number(r, at + 3)?,
    })
}

fn place(kind: &str, id: Uuid, r: &Row) -> Stored<Place> {
    Ok(Place {
        scope: scope_of(r, 0)?,
        kind: kind.to_owned(),
        id,
        seq: number(r, 1)?,
        rev: number(r, 2)?,
        live: r.try_get(3)?,
        hash: checksum(r, 4)?,
    })
}

impl PostgresTx<'_> {
    fn meta(&self, key: &str) -> Stored<Option<Vec<u8>>> {
        let found = self.row_of(
            "SELECT value FROM meta WHERE cell = $1 AND key = $2",
            &[&self.cell, &key],
        )?;
        Ok(found.map(|r| r.try_get(0)).transpose()?)
    }

    fn fact(&self, key: &str) -> Stored<Vec<u8>> {
        self.meta(key)?
            .ok_or_else(|| StoreError::Damaged(format!("{key} is missing")))
    }

    fn id_fact(&self, key: &str) -> Stored<Uuid> {
        Uuid::from_slice(&self.fact(key)?).map_err(|_| StoreError::Damaged(format!("{key} is no id")))
    }
}

impl ReadTx for PostgresTx<'_> {
    fn identity(&self) -> Stored<Identity> {
        Ok(Identity {
            server: self.id_fact("server")?,
            name: String::from_utf8(self.fact("name")?)
                .map_err(|_| StoreError::Damaged("name is no text".into()))?,
            incarnation: self.id_fact("incarnation")?,
        })
    }

    fn row(&self, kind: &str, id: Uuid) -> Stored<Option<StoredRow>> {
        self.row_of(
            "SELECT kind, id, rev, body FROM row WHERE cell = $1 AND kind = $2 AND id = $3",
            &[&self.cell, &kind, &id],
        )?
        .as_ref()
        .map(stored)
        .transpose()
    }

    fn rows_after(&self, after: Option<(&str, Uuid)>, limit: usize) -> Stored<Vec<StoredRow>> {
        let (kind, id) = after.unwrap_or(("", Uuid::nil()));
        self.rows(
            "SELECT kind, id, rev, body FROM row
             WHERE cell = $1 AND (kind, id) > ($2, $3) ORDER BY kind, id LIMIT $4",
            &[&self.cell, &kind, &id, &column(limit as u64)],
        )?
        .iter()
        .map(stored)
        .collect()
    }

    fn rows_in_scope(&self, scope: &Scope, kind: &str) -> Stored<Vec<StoredRow>> {
        self.rows(
            "SELECT r.kind, r.id, r.rev, r.body FROM place p JOIN row r USING (cell, kind, id)
             WHERE p.cell = $1 AND p.scope = $2 AND p.kind = $3 AND p.live ORDER BY p.id",
            &[&self.cell, &scope.to_string(), &kind],
        )?
        .iter()
        .map(stored)
        .collect()
    }

    fn head(&self, scope: &Scope) -> Stored<Head> {
        self.row_of(
            "SELECT epoch, seq, checksum, purged FROM head WHERE cell = $1 AND scope = $2",
            &[&self.cell, &scope.to_string()],
        )?
        .map_or_else(|| Ok(Head::default()), |r| head_at(&r, 0))
    }

    fn heads(&self) -> Stored<Vec<(Scope, Head)>> {
        self.rows(
            "SELECT scope, epoch, seq, checksum, purged FROM head WHERE cell = $1 ORDER BY scope",
            &[&self.cell],
        )?
        .iter()
        .map(|r| Ok((scope_of(r, 0)?, head_at(r, 1)?)))
        .collect()
    }

    fn heads_of(&self, scopes: &[Scope]) -> Stored<Vec<(Scope, Head)>> {
        let names: Vec<String> = scopes.iter().map(ToString::to_string).collect();
        self.rows(
            "SELECT scope, epoch, seq, checksum, purged FROM head WHERE cell = $1 AND scope = ANY($2)",
            &[&self.cell, &names],
        )?
        .iter()
        .map(|r| Ok((scope_of(r, 0)?, head_at(r, 1)?)))
        .collect()
    }

    fn feed(&self, scope: &Scope, slice: Slice) -> Stored<Vec<WireRow>> {
        let (mut rows, mut bytes, mut after) = (Vec::new(), 0, slice.after);
        while rows.len() < slice.max_rows {
            let wanted = (slice.max_rows - rows.len()).min(FETCHED);
            let found = self.rows(
                "SELECT p.seq, p.rev, p.kind, p.id, CASE WHEN p.live THEN r.body END, p.live
                 FROM place p LEFT JOIN row r USING (cell, kind, id)
                 WHERE p.cell = $1 AND p.scope = $2 AND p.seq > $3 ORDER BY p.seq LIMIT $4",
                &[
                    &self.cell,
                    &scope.to_string(),
                    &column(after),
                    &column(wanted as u64),
                ],
            )?;
            for r in &found {
                let body: Option<Vec<u8>> = r.try_get(4)?;
                if r.try_get::<_, bool>(5)? && body.is_none() {
                    return Err(StoreError::Damaged(format!("a place in {scope} has no row")));
                }
                let kind: String = r.try_get(2)?;
                bytes += ROW_OVERHEAD + kind.len() + body.as_ref().map_or(0, Vec::len);
                if bytes > slice.max_bytes && !rows.is_empty() {
                    return Ok(rows);
                }
                after = number(r, 0)?;
                rows.push(WireRow {
                    seq: after,
                    rev: number(r, 1)?,
                    kind,
                    id: r.try_get(3)?,
                    body: body.map(ByteBuf::from),
                });
            }
            if found.len() < wanted {
                break;
            }
        }
        Ok(rows)
    }

    fn places_of(&self, kind: &str, id: Uuid) -> Stored<Vec<Place>> {
        Ok(self.places_of_rows(&[(kind, id)])?.remove(0))
    }

    fn places_of_rows(&self, keys: &[(&str, Uuid)]) -> Stored<Vec<Vec<Place>>> {
        let asked: Vec<[&(dyn ToSql + Sync); 3]> = keys
            .iter()
            .map(|(kind, id)| [&self.cell as _, kind as _, id as _])
            .collect();
        let found = self.rows_of_each(
            "SELECT scope, seq, rev, live, hash FROM place
             WHERE cell = $1 AND kind = $2 AND id = $3 ORDER BY scope",
            &asked,
        )?;
        keys.iter()
            .zip(&found)
            .map(|((kind, id), rows)| rows.iter().map(|r| place(kind, *id, r)).collect())
            .collect()
    }

    fn tally(&self, scope: &Scope) -> Stored<Tally> {
        let found = self.row_of(
            "SELECT count(*) FILTER (WHERE live), coalesce(max(seq), 0) FROM place WHERE cell = $1 AND scope = $2",
            &[&self.cell, &scope.to_string()],
        )?;
        found.map_or_else(
            || Ok(Tally::default()),
            |r| {
                Ok(Tally {
                    live: number(&r, 0)?,
                    highest: number(&r, 1)?,
                })
            },
        )
    }

    fn outcome(&self, id: CommandId) -> Stored<Option<StoredOutcome>> {
        let Some(r) = self.row_of(
            "SELECT device, at, body FROM outcome WHERE cell = $1 AND id = $2",
            &[&self.cell, &id.0],
        )?
        else {
            return Ok(None);
        };
        let (device, body): (Uuid, &[u8]) = (r.try_get(0)?, r.try_get(2)?);
        let outcome: ReceiptOutcome = ciborium::from_reader(body)
            .map_err(|_| StoreError::Damaged("an outcome cannot be read".into()))?;
        Ok(Some(StoredOutcome {
            id,
            device: (!device.is_nil()).then_some(DeviceId(device)),
            at: Instant(r.try_get(1)?),
            outcome,
        }))
    }

    fn marks(&self, until: Instant) -> Stored<Vec<Mark>> {
        self.rows(
            "SELECT DISTINCT ON (scope) scope, epoch, seq FROM mark
             WHERE cell = $1 AND at <= $2 ORDER BY scope, at DESC",
            &[&self.cell, &until.0],
        )?
        .iter()
        .map(|r| {
            Ok(Mark {
                scope: scope_of(r, 0)?,
                epoch: number(r, 1)?,
                seq: number(r, 2)?,
            })
        })
        .collect()
    }

    fn purged_at(&self) -> Stored<Option<Instant>> {
        let Some(bytes) = self.meta("purged_at")? else {
            return Ok(None);
        };
        let bytes = <[u8; 8]>::try_from(bytes.as_slice())
            .map_err(|_| StoreError::Damaged("purged_at is no instant".into()))?;
        Ok(Some(Instant(i64::from_be_bytes(bytes))))
    }
}
