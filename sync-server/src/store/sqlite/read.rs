use super::codes::{checksum, column, number, scope as scope_of};
use super::transaction::SqliteTx;
use crate::store::contract::ReadTx;
use crate::store::error::StoreError;
use crate::store::model::{Head, Identity, Mark, Place, Slice, StoredOutcome, StoredRow, Tally};
use congdoan_domain::{CommandId, DeviceId, Instant, Scope};
use congdoan_wire::{ReceiptOutcome, WireRow};
use rusqlite::{OptionalExtension, Row, params};
use serde_bytes::ByteBuf;
use uuid::Uuid;

/// What a row costs on the wire besides its body, about.
const ROW_OVERHEAD: usize = 48;

fn row(r: &Row<'_>) -> rusqlite::Result<StoredRow> {
    Ok(StoredRow {
        kind: r.get(0)?,
        id: Uuid::from_bytes(r.get(1)?),
        rev: r.get::<_, i64>(2)?.unsigned_abs(),
        body: r.get(3)?,
    })
}

impl SqliteTx<'_> {
    fn meta<T: rusqlite::types::FromSql>(&self, key: &str) -> Result<T, StoreError> {
        self.connection()
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
            .query_row([key], |r| r.get(0))
            .optional()?
            .ok_or_else(|| StoreError::Damaged(format!("{key} is missing")))
    }
}

impl ReadTx for SqliteTx<'_> {
    fn identity(&self) -> Result<Identity, StoreError> {
        Ok(Identity {
            server: Uuid::from_bytes(self.meta("server")?),
            name: self.meta("name")?,
            incarnation: Uuid::from_bytes(self.meta("incarnation")?),
        })
    }

    fn row(&self, kind: &str, id: Uuid) -> Result<Option<StoredRow>, StoreError> {
        Ok(self
            .connection()
            .prepare_cached("SELECT kind, id, rev, body FROM row WHERE kind = ?1 AND id = ?2")?
            .query_row(params![kind, id.as_bytes()], row)
            .optional()?)
    }

    fn rows_after(&self, after: Option<(&str, Uuid)>, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        let (kind, id) = after.unwrap_or(("", Uuid::nil()));
        let mut query = self.connection().prepare_cached(
            "SELECT kind, id, rev, body FROM row WHERE (kind, id) > (?1, ?2) ORDER BY kind, id LIMIT ?3",
        )?;
        let rows = query.query_map(params![kind, id.as_bytes(), column(limit as u64)], row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn rows_in_scope(&self, scope: &Scope, kind: &str) -> Result<Vec<StoredRow>, StoreError> {
        let mut query = self.connection().prepare_cached(
            "SELECT r.kind, r.id, r.rev, r.body FROM place p JOIN row r USING (kind, id)
             WHERE p.scope = ?1 AND p.kind = ?2 AND p.live = 1 ORDER BY p.id",
        )?;
        let rows = query.query_map(params![scope.to_string(), kind], row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn head(&self, scope: &Scope) -> Result<Head, StoreError> {
        let found = self
            .connection()
            .prepare_cached("SELECT epoch, seq, checksum, purged FROM head WHERE scope = ?1")?
            .query_row([scope.to_string()], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
            })
            .optional()?;
        found.map_or_else(|| Ok(Head::default()), head)
    }

    fn heads(&self) -> Result<Vec<(Scope, Head)>, StoreError> {
        let mut query = self
            .connection()
            .prepare_cached("SELECT scope, epoch, seq, checksum, purged FROM head ORDER BY scope")?;
        let rows = query.query_map([], |r| {
            Ok((
                r.get::<_, String>(0)?,
                (r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?),
            ))
        })?;
        rows.map(|found| {
            let (scope, columns) = found?;
            Ok((scope_of(&scope)?, head(columns)?))
        })
        .collect()
    }

    fn feed(&self, scope: &Scope, slice: Slice) -> Result<Vec<WireRow>, StoreError> {
        let mut query = self.connection().prepare_cached(
            "SELECT p.seq, p.rev, p.kind, p.id, CASE p.live WHEN 1 THEN r.body END, p.live
             FROM place p LEFT JOIN row r USING (kind, id)
             WHERE p.scope = ?1 AND p.seq > ?2 ORDER BY p.seq",
        )?;
        let mut found = query.query(params![scope.to_string(), column(slice.after)])?;
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while rows.len() < slice.max_rows
            && let Some(r) = found.next()?
        {
            let body: Option<Vec<u8>> = r.get(4)?;
            if r.get::<_, bool>(5)? && body.is_none() {
                return Err(StoreError::Damaged(format!("a place in {scope} has no row")));
            }
            let kind: String = r.get(2)?;
            bytes += ROW_OVERHEAD + kind.len() + body.as_ref().map_or(0, Vec::len);
            if bytes > slice.max_bytes && !rows.is_empty() {
                break;
            }
            rows.push(WireRow {
                seq: number(r.get(0)?)?,
                rev: number(r.get(1)?)?,
                kind,
                id: Uuid::from_bytes(r.get(3)?),
                body: body.map(ByteBuf::from),
            });
        }
        Ok(rows)
    }

    fn places_of(&self, kind: &str, id: Uuid) -> Result<Vec<Place>, StoreError> {
        let mut query = self.connection().prepare_cached(
            "SELECT scope, seq, rev, live, hash FROM place WHERE kind = ?1 AND id = ?2 ORDER BY scope",
        )?;
        let mut found = query.query(params![kind, id.as_bytes()])?;
        let mut places = Vec::new();
        while let Some(r) = found.next()? {
            places.push(Place {
                scope: scope_of(&r.get::<_, String>(0)?)?,
                kind: kind.to_owned(),
                id,
                seq: number(r.get(1)?)?,
                rev: number(r.get(2)?)?,
                live: r.get(3)?,
                hash: checksum(r.get(4)?),
            });
        }
        Ok(places)
    }

    fn tally(&self, scope: &Scope) -> Result<Tally, StoreError> {
        let (live, highest) = self
            .connection()
            .prepare_cached(
                "SELECT coalesce(sum(live), 0), coalesce(max(seq), 0) FROM place WHERE scope = ?1",
            )?
            .query_row([scope.to_string()], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(Tally {
            live: number(live)?,
            highest: number(highest)?,
        })
    }

    fn outcome(&self, id: CommandId) -> Result<Option<StoredOutcome>, StoreError> {
        let found = self
            .connection()
            .prepare_cached("SELECT device, at, body FROM outcome WHERE id = ?1")?
            .query_row([id.0.as_bytes()], |r| {
                Ok((Uuid::from_bytes(r.get(0)?), r.get(1)?, r.get::<_, Vec<u8>>(2)?))
            })
            .optional()?;
        let Some((device, at, body)) = found else {
            return Ok(None);
        };
        let outcome: ReceiptOutcome = ciborium::from_reader(body.as_slice())
            .map_err(|_| StoreError::Damaged("an outcome cannot be read".into()))?;
        Ok(Some(StoredOutcome {
            id,
            device: (!device.is_nil()).then_some(DeviceId(device)),
            at: Instant(at),
            outcome,
        }))
    }

    fn marks(&self, until: Instant) -> Result<Vec<Mark>, StoreError> {
        // SQLite gives the other columns of the row that has the maximum.
        let mut query = self
            .connection()
            .prepare_cached("SELECT scope, epoch, seq, max(at) FROM mark WHERE at <= ?1 GROUP BY scope")?;
        let rows = query.query_map([until.0], |r| Ok((r.get::<_, String>(0)?, r.get(1)?, r.get(2)?)))?;
        rows.map(|found| {
            let (scope, epoch, seq) = found?;
            Ok(Mark {
                scope: scope_of(&scope)?,
                epoch: number(epoch)?,
                seq: number(seq)?,
            })
        })
        .collect()
    }

    fn purged_at(&self) -> Result<Option<Instant>, StoreError> {
        let found = self
            .connection()
            .prepare_cached("SELECT value FROM meta WHERE key = 'purged_at'")?
            .query_row([], |r| r.get(0))
            .optional()?;
        Ok(found.map(Instant))
    }
}

fn head((epoch, seq, sum, purged): (i64, i64, [u8; 16], i64)) -> Result<Head, StoreError> {
    Ok(Head {
        epoch: number(epoch)?,
        seq: number(seq)?,
        checksum: checksum(sum),
        purged: number(purged)?,
    })
}
