use super::codes::column;
use super::transaction::SqliteTx;
use crate::store::contract::{ReadTx, WriteTx};
use crate::store::error::StoreError;
use crate::store::model::{Head, Identity, Place, StoredOutcome, StoredRow};
use congdoan_domain::{Instant, Scope};
use rusqlite::{ToSql, params};
use uuid::Uuid;

type Stored<T> = Result<T, StoreError>;

impl SqliteTx<'_> {
    fn run(&self, sql: &str, params: &[&dyn ToSql]) -> Stored<usize> {
        Ok(self.connection().prepare_cached(sql)?.execute(params)?)
    }
}

impl WriteTx for SqliteTx<'_> {
    // BEGIN IMMEDIATE keeps every other writer off the whole file, so locking is reading.
    fn lock_rows(&mut self, keys: &[(&str, Uuid)]) -> Stored<Vec<Option<StoredRow>>> {
        keys.iter().map(|(kind, id)| self.row(kind, *id)).collect()
    }

    fn put_row(&mut self, row: &StoredRow) -> Stored<()> {
        self.run(
            "INSERT INTO row (kind, id, rev, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET rev = excluded.rev, body = excluded.body",
            params![row.kind, row.id.as_bytes(), column(row.rev), row.body],
        )?;
        Ok(())
    }

    fn lock_head(&mut self, scope: &Scope) -> Stored<Head> {
        self.head(scope)
    }

    fn put_head(&mut self, scope: &Scope, head: &Head) -> Stored<()> {
        self.run(
            "INSERT INTO head (scope, epoch, seq, checksum, purged) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,
               checksum = excluded.checksum, purged = excluded.purged",
            params![
                scope.to_string(),
                column(head.epoch),
                column(head.seq),
                head.checksum.to_bytes(),
                column(head.purged)
            ],
        )?;
        Ok(())
    }

    fn put_place(&mut self, place: &Place) -> Stored<()> {
        self.run(
            "INSERT INTO place (scope, kind, id, seq, rev, live, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (scope, kind, id) DO UPDATE SET seq = excluded.seq, rev = excluded.rev,
               live = excluded.live, hash = excluded.hash",
            params![
                place.scope.to_string(),
                place.kind,
                place.id.as_bytes(),
                column(place.seq),
                column(place.rev),
                place.live,
                place.hash.to_bytes()
            ],
        )?;
        Ok(())
    }

    fn drop_tombstones(&mut self, scope: &Scope, up_to: u64) -> Stored<u64> {
        let dropped = self.run(
            "DELETE FROM place WHERE scope = ?1 AND seq <= ?2 AND live = 0",
            params![scope.to_string(), column(up_to)],
        )?;
        Ok(dropped as u64)
    }

    fn clear_scope(&mut self, scope: &Scope) -> Stored<()> {
        self.run("DELETE FROM place WHERE scope = ?1", params![scope.to_string()])?;
        Ok(())
    }

    fn put_outcome(&mut self, outcome: &StoredOutcome) -> Stored<()> {
        let mut body = Vec::new();
        ciborium::into_writer(&outcome.outcome, &mut body).expect("writing CBOR to memory cannot fail");
        let device = outcome.device.map_or(Uuid::nil(), |device| device.0);
        self.run(
            "INSERT INTO outcome (id, device, at, body) VALUES (?1, ?2, ?3, ?4)",
            params![outcome.id.0.as_bytes(), device.as_bytes(), outcome.at.0, body],
        )?;
        Ok(())
    }

    fn drop_outcomes(&mut self, before: Instant, most: usize) -> Stored<u64> {
        let dropped = self.run(
            "DELETE FROM outcome WHERE id IN (SELECT id FROM outcome WHERE at < ?1 LIMIT ?2)",
            params![before.0, column(most as u64)],
        )?;
        Ok(dropped as u64)
    }

    fn mark_heads(&mut self, at: Instant) -> Stored<()> {
        self.run(
            "INSERT INTO mark (scope, at, epoch, seq)
             SELECT h.scope, ?1, h.epoch, h.seq FROM head h
             WHERE h.scope IN (SELECT DISTINCT scope FROM place WHERE live = 0)
               AND NOT EXISTS (SELECT 1 FROM mark m
                 WHERE m.scope = h.scope AND m.epoch = h.epoch AND m.seq = h.seq)
             ON CONFLICT DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq",
            params![at.0],
        )?;
        Ok(())
    }

    fn drop_marks(&mut self, scope: &Scope, until: Instant) -> Stored<()> {
        self.run(
            "DELETE FROM mark WHERE scope = ?1 AND at <= ?2",
            params![scope.to_string(), until.0],
        )?;
        Ok(())
    }

    fn set_purged_at(&mut self, at: Instant) -> Stored<()> {
        self.run(
            "INSERT INTO meta (key, value) VALUES ('purged_at', ?1)
             ON CONFLICT DO UPDATE SET value = excluded.value",
            params![at.0],
        )?;
        Ok(())
    }

    fn use_nonce(&mut self, hash: [u8; 32], expires: Instant, now: Instant) -> Stored<bool> {
        self.run("DELETE FROM nonce WHERE expires < ?1", params![now.0])?;
        let new = self.run(
            "INSERT INTO nonce (hash, expires) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![hash, expires.0],
        )?;
        Ok(new == 1)
    }

    fn set_identity(&mut self, identity: &Identity) -> Stored<()> {
        let sql =
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.run(sql, params!["server", identity.server.as_bytes()])?;
        self.run(sql, params!["name", identity.name])?;
        self.run(sql, params!["incarnation", identity.incarnation.as_bytes()])?;
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Stored<()> {
        self.end("COMMIT")
    }

    fn rollback(mut self: Box<Self>) -> Stored<()> {
        self.end("ROLLBACK")
    }
}
