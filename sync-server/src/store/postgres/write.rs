use super::codes::column;
use super::locks;
use super::read::{head_at, stored};
use super::transaction::PostgresTx;
use crate::store::contract::WriteTx;
use crate::store::error::StoreError;
use crate::store::model::{Head, Identity, Place, StoredOutcome, StoredRow};
use congdoan_domain::{Instant, Scope};
use std::collections::BTreeMap;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

type Stored<T> = Result<T, StoreError>;

const LOCK_ROW: &str =
    "SELECT kind, id, rev, body FROM row WHERE cell = $1 AND kind = $2 AND id = $3 FOR UPDATE";
const LOCK_HEAD: &str =
    "SELECT epoch, seq, checksum, purged FROM head WHERE cell = $1 AND scope = $2 FOR UPDATE";

impl PostgresTx<'_> {
    /// Locks those rows that are there, in the order of keys: two writers who want the same ones come to each other's in
    /// the same order.
    fn lock_there(&mut self, keys: &[(&str, Uuid)]) -> Stored<()> {
        let asked: Vec<[&(dyn ToSql + Sync); 3]> = keys
            .iter()
            .map(|(kind, id)| [&self.cell as _, kind as _, id as _])
            .collect();
        let found = self.rows_of_each(LOCK_ROW, &asked)?;
        for r in found.iter().flatten() {
            let row = stored(r)?;
            self.locked.insert((row.kind.clone(), row.id), Some(row));
        }
        Ok(())
    }

    fn knows(&self, (kind, id): &(&str, Uuid)) -> bool {
        self.locked.contains_key(&((*kind).to_owned(), *id))
    }

    /// Keeps others from making rows that are not there, and looks once more: one may have been made meanwhile.
    fn lock_missing(&mut self, missing: &[(&str, Uuid)]) -> Stored<()> {
        if !self.alone {
            let cell = self.cell;
            let mut names: Vec<i64> = missing
                .iter()
                .map(|(kind, id)| locks::of_row(cell, kind, *id))
                .collect();
            names.sort_unstable();
            self.write(
                "SELECT pg_advisory_xact_lock(k) FROM unnest($1::bigint[]) AS k",
                vec![Box::new(names)],
            );
            self.lock_there(missing)?;
        }
        for (kind, id) in missing {
            self.locked.entry(((*kind).to_owned(), *id)).or_insert(None);
        }
        Ok(())
    }
}

impl WriteTx for PostgresTx<'_> {
    fn lock_rows(&mut self, keys: &[(&str, Uuid)]) -> Stored<Vec<Option<StoredRow>>> {
        let unknown = |tx: &Self| -> Vec<_> { keys.iter().copied().filter(|key| !tx.knows(key)).collect() };
        let new = unknown(self);
        if !new.is_empty() {
            self.lock_there(&new)?;
        }
        let missing = unknown(self);
        if !missing.is_empty() {
            self.lock_missing(&missing)?;
        }
        let held = |(kind, id): &(&str, Uuid)| self.locked.get(&((*kind).to_owned(), *id)).cloned().flatten();
        Ok(keys.iter().map(held).collect())
    }

    fn put_row(&mut self, row: &StoredRow) -> Stored<()> {
        if let Some(held) = self.locked.get_mut(&(row.kind.clone(), row.id)) {
            *held = Some(row.clone());
        }
        self.write(
            "INSERT INTO row (cell, kind, id, rev, body) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (cell, kind, id) DO UPDATE SET rev = excluded.rev, body = excluded.body",
            vec![
                Box::new(self.cell),
                Box::new(row.kind.clone()),
                Box::new(row.id),
                Box::new(column(row.rev)),
                Box::new(row.body.clone()),
            ],
        );
        Ok(())
    }

    fn lock_head(&mut self, scope: &Scope) -> Stored<Head> {
        Ok(self.lock_heads(&[*scope])?.remove(0))
    }

    fn lock_heads(&mut self, scopes: &[Scope]) -> Stored<Vec<Head>> {
        let mut heads = self.heads_there(scopes)?;
        let new: Vec<Scope> = scopes
            .iter()
            .filter(|s| !heads.contains_key(s))
            .copied()
            .collect();
        if !new.is_empty() {
            // The first in a scope: made, and then locked, so that two who are the first wait for each other.
            for scope in &new {
                self.put_new_head(&scope.to_string());
            }
            heads.extend(self.heads_there(&new)?);
        }
        let head = |scope| heads.get(scope).copied().unwrap_or_default();
        Ok(scopes.iter().map(head).collect())
    }

    fn put_head(&mut self, scope: &Scope, head: &Head) -> Stored<()> {
        self.write(
            "INSERT INTO head (cell, scope, epoch, seq, checksum, purged) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (cell, scope) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,
               checksum = excluded.checksum, purged = excluded.purged",
            vec![
                Box::new(self.cell),
                Box::new(scope.to_string()),
                Box::new(column(head.epoch)),
                Box::new(column(head.seq)),
                Box::new(head.checksum.to_bytes().to_vec()),
                Box::new(column(head.purged)),
            ],
        );
        Ok(())
    }

    fn put_place(&mut self, place: &Place) -> Stored<()> {
        self.write(
            "INSERT INTO place (cell, scope, kind, id, seq, rev, live, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (cell, scope, kind, id) DO UPDATE SET seq = excluded.seq, rev = excluded.rev,
               live = excluded.live, hash = excluded.hash",
            vec![
                Box::new(self.cell),
                Box::new(place.scope.to_string()),
                Box::new(place.kind.clone()),
                Box::new(place.id),
                Box::new(column(place.seq)),
                Box::new(column(place.rev)),
                Box::new(place.live),
                Box::new(place.hash.to_bytes().to_vec()),
            ],
        );
        Ok(())
    }

    fn drop_tombstones(&mut self, scope: &Scope, up_to: u64) -> Stored<u64> {
        self.touched(
            "DELETE FROM place WHERE cell = $1 AND scope = $2 AND seq <= $3 AND NOT live",
            &[&self.cell, &scope.to_string(), &column(up_to)],
        )
    }

    fn clear_scope(&mut self, scope: &Scope) -> Stored<()> {
        self.write(
            "DELETE FROM place WHERE cell = $1 AND scope = $2",
            vec![Box::new(self.cell), Box::new(scope.to_string())],
        );
        Ok(())
    }

    fn put_outcome(&mut self, outcome: &StoredOutcome) -> Stored<()> {
        let mut body = Vec::new();
        ciborium::into_writer(&outcome.outcome, &mut body).expect("writing CBOR to memory cannot fail");
        let device = outcome.device.map_or(Uuid::nil(), |device| device.0);
        // No ON CONFLICT: of two processes with the same command, the later one must begin anew and find this.
        self.write(
            "INSERT INTO outcome (cell, id, device, at, body) VALUES ($1, $2, $3, $4, $5)",
            vec![
                Box::new(self.cell),
                Box::new(outcome.id.0),
                Box::new(device),
                Box::new(outcome.at.0),
                Box::new(body),
            ],
        );
        Ok(())
    }

    fn drop_outcomes(&mut self, before: Instant, most: usize) -> Stored<u64> {
        // MATERIALIZED: a plan may run a plain subquery once for each row, and then its LIMIT limits nothing.
        self.touched(
            "WITH old AS MATERIALIZED
               (SELECT id FROM outcome WHERE cell = $1 AND at < $2 LIMIT $3 FOR UPDATE SKIP LOCKED)
             DELETE FROM outcome USING old WHERE outcome.cell = $1 AND outcome.id = old.id",
            &[&self.cell, &before.0, &column(most as u64)],
        )
    }

    fn mark_heads(&mut self, at: Instant) -> Stored<()> {
        self.write(
            "INSERT INTO mark (cell, scope, at, epoch, seq)
             SELECT h.cell, h.scope, $2::bigint, h.epoch, h.seq FROM head h
             WHERE h.cell = $1
               AND EXISTS (SELECT 1 FROM place p WHERE p.cell = $1 AND p.scope = h.scope AND NOT p.live)
               AND NOT EXISTS (SELECT 1 FROM mark m
                 WHERE m.cell = $1 AND m.scope = h.scope AND m.epoch = h.epoch AND m.seq = h.seq)
             ORDER BY h.scope
             ON CONFLICT (cell, scope, at) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq",
            vec![Box::new(self.cell), Box::new(at.0)],
        );
        Ok(())
    }

    fn drop_marks(&mut self, scope: &Scope, until: Instant) -> Stored<()> {
        self.write(
            "DELETE FROM mark WHERE cell = $1 AND scope = $2 AND at <= $3",
            vec![
                Box::new(self.cell),
                Box::new(scope.to_string()),
                Box::new(until.0),
            ],
        );
        Ok(())
    }

    fn set_purged_at(&mut self, at: Instant) -> Stored<()> {
        self.put_fact("purged_at", at.0.to_be_bytes().to_vec());
        Ok(())
    }

    fn use_nonce(&mut self, hash: [u8; 32], expires: Instant, now: Instant) -> Stored<bool> {
        // Another process that sweeps at the same moment is passed by, not waited for.
        self.write(
            "WITH old AS MATERIALIZED
               (SELECT hash FROM nonce WHERE cell = $1 AND expires < $2 FOR UPDATE SKIP LOCKED)
             DELETE FROM nonce USING old WHERE nonce.cell = $1 AND nonce.hash = old.hash",
            vec![Box::new(self.cell), Box::new(now.0)],
        );
        let new = self.touched(
            "INSERT INTO nonce (cell, hash, expires) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[&self.cell, &hash.as_slice(), &expires.0],
        )?;
        Ok(new == 1)
    }

    fn set_identity(&mut self, identity: &Identity) -> Stored<()> {
        self.put_fact("server", identity.server.as_bytes().to_vec());
        self.put_fact("name", identity.name.clone().into_bytes());
        self.put_fact("incarnation", identity.incarnation.as_bytes().to_vec());
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Stored<()> {
        self.end_with_commit()
    }

    fn rollback(mut self: Box<Self>) -> Stored<()> {
        self.end_with_rollback()
    }
}

impl PostgresTx<'_> {
    /// Locks those of these heads that are there, in their order.
    fn heads_there(&self, scopes: &[Scope]) -> Stored<BTreeMap<Scope, Head>> {
        let names: Vec<String> = scopes.iter().map(ToString::to_string).collect();
        let asked: Vec<[&(dyn ToSql + Sync); 2]> =
            names.iter().map(|name| [&self.cell as _, name as _]).collect();
        let found = self.rows_of_each(LOCK_HEAD, &asked)?;
        let there = scopes
            .iter()
            .zip(&found)
            .filter_map(|(scope, rows)| Some((scope, rows.first()?)));
        there.map(|(scope, r)| Ok((*scope, head_at(r, 0)?))).collect()
    }

    fn put_new_head(&self, scope: &str) {
        let head = Head::default();
        self.write(
            "INSERT INTO head (cell, scope, epoch, seq, checksum, purged) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
            vec![
                Box::new(self.cell),
                Box::new(scope.to_owned()),
                Box::new(column(head.epoch)),
                Box::new(column(head.seq)),
                Box::new(head.checksum.to_bytes().to_vec()),
                Box::new(column(head.purged)),
            ],
        );
    }

    fn put_fact(&self, key: &'static str, value: Vec<u8>) {
        self.write(
            "INSERT INTO meta (cell, key, value) VALUES ($1, $2, $3)
             ON CONFLICT (cell, key) DO UPDATE SET value = excluded.value",
            vec![Box::new(self.cell), Box::new(key), Box::new(value)],
        );
    }
}
