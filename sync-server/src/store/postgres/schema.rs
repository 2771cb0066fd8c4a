//! The tables, brought up to date by whoever opens the database first.

use super::codes::column;
use crate::store::error::StoreError;
use tokio_postgres::Client;

/// In order; the table `schema_version` says how many were applied.
const MIGRATIONS: &[&str] = &[include_str!("../../../migrations/postgres/0001_start.sql")];
/// The oldest PostgreSQL that the tests run on.
const OLDEST: i32 = 150_000;
/// Held while the tables are looked at and changed: two processes that start at once do it one after the other.
const LOCK: i64 = i64::from_be_bytes(*b"cdsTable");

/// # Errors
/// `Newer` if a later program has upgraded the tables; `Address` if this PostgreSQL cannot be used.
pub(super) async fn migrate(client: &mut Client) -> Result<(), StoreError> {
    suits(client).await?;
    let known = MIGRATIONS.len();
    let tx = client.transaction().await?;
    // The wait is for another program's migration, which may take longer than a writer waits for a row.
    tx.batch_execute("SET LOCAL lock_timeout = 0").await?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    tx.batch_execute(
        "CREATE TABLE IF NOT EXISTS schema_version (
           version bigint PRIMARY KEY,
           at      timestamptz NOT NULL DEFAULT now()
         )",
    )
    .await?;
    let row = tx
        .query_one("SELECT coalesce(max(version), 0) FROM schema_version", &[])
        .await?;
    let found: i64 = row.try_get(0)?;
    let done = usize::try_from(found).unwrap_or(0);
    if done > known {
        return Err(StoreError::Newer {
            found: u32::try_from(found).unwrap_or(u32::MAX),
            known: u32::try_from(known).expect("few migrations"),
        });
    }
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(done) {
        tx.batch_execute(migration).await?;
        let version = column(index as u64 + 1);
        tx.execute("INSERT INTO schema_version (version) VALUES ($1)", &[&version])
            .await?;
    }
    Ok(tx.commit().await?)
}

async fn suits(client: &Client) -> Result<(), StoreError> {
    let row = client
        .query_one(
            "SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'),
                    current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on'",
            &[],
        )
        .await?;
    let (version, encoding, safe): (i32, String, bool) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    if version < OLDEST {
        let major = version / 10_000;
        return Err(StoreError::Address(format!(
            "PostgreSQL ở đó là bản {major}, cần bản 15 trở lên"
        )));
    }
    if encoding != "UTF8" {
        return Err(StoreError::Address(format!(
            "cơ sở dữ liệu ở đó dùng mã {encoding}, cần UTF8"
        )));
    }
    if !safe {
        tracing::warn!("fsync or full_page_writes is off: a power cut may lose what was acknowledged");
    }
    Ok(())
}
