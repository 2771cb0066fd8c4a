//! Opening the database file, upgrading its schema, and the pool of connections.

use super::pool::Pool;
use super::transaction::SqliteTx;
use crate::store::contract::{ReadTx, ServerStore, WriteTx};
use crate::store::error::StoreError;
use crate::store::model::Identity;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// In order; the file's `user_version` says how many were applied.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_start.sql"),
    include_str!("../../../migrations/sqlite/0002_wake.sql"),
    include_str!("../../../migrations/sqlite/0003_purge.sql"),
];
/// `CDSs` in the file's header: not every SQLite file is ours.
const APPLICATION: i32 = 0x4344_5373;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqliteOptions {
    /// How long a writer waits for another before `Busy`.
    pub busy: Duration,
    /// Whether a commit waits for the disk. Only a sample or a test may do without.
    pub durable: bool,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            busy: Duration::from_secs(5),
            durable: true,
        }
    }
}

/// The embedded store: one file, many connections.
pub struct SqliteStore {
    path: PathBuf,
    options: SqliteOptions,
    pool: Pool,
}

impl SqliteStore {
    /// Founds a new database; refuses a file that exists.
    ///
    /// # Errors
    /// The file exists or cannot be made.
    pub fn create(path: &Path, identity: &Identity, options: SqliteOptions) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Io(format!("{} exists already", path.display())));
        }
        let store = Self::new(path, options, OpenFlags::SQLITE_OPEN_CREATE)?;
        let mut tx = store.begin_write()?;
        tx.set_identity(identity)?;
        tx.commit()?;
        Ok(store)
    }

    /// Opens a database and brings its schema up to date.
    ///
    /// # Errors
    /// `Newer` if a later program has upgraded it; `Damaged` if it is not ours.
    pub fn open(path: &Path, options: SqliteOptions) -> Result<Self, StoreError> {
        if !path
            .try_exists()
            .map_err(|error| StoreError::Io(error.to_string()))?
        {
            let folder = path.parent().unwrap_or(path).display();
            return Err(StoreError::Absent(folder.to_string()));
        }
        let store = Self::new(path, options, OpenFlags::empty())?;
        store.begin_read()?.identity()?;
        Ok(store)
    }

    fn new(path: &Path, options: SqliteOptions, create: OpenFlags) -> Result<Self, StoreError> {
        let mut connection = connect(path, options, create)?;
        migrate(&mut connection)?;
        let pool = Pool::default();
        pool.give_back(connection);
        Ok(Self {
            path: path.to_owned(),
            options,
            pool,
        })
    }

    /// Writes a whole copy of this moment to a new file.
    ///
    /// # Errors
    /// The file exists or cannot be written.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let connection = self.lease()?;
        let path = path
            .to_str()
            .ok_or_else(|| StoreError::Io("the path is not UTF-8".into()))?;
        connection.execute("VACUUM INTO ?1", [path])?;
        self.pool.give_back(connection);
        Ok(())
    }

    fn lease(&self) -> Result<Connection, StoreError> {
        self.pool
            .take()
            .map_or_else(|| connect(&self.path, self.options, OpenFlags::empty()), Ok)
    }
}

impl ServerStore for SqliteStore {
    fn begin_write(&self) -> Result<Box<dyn WriteTx + '_>, StoreError> {
        Ok(Box::new(SqliteTx::begin(
            &self.pool,
            self.lease()?,
            "BEGIN IMMEDIATE",
        )?))
    }

    fn begin_read(&self) -> Result<Box<dyn ReadTx + '_>, StoreError> {
        let tx = SqliteTx::begin(&self.pool, self.lease()?, "BEGIN DEFERRED")?;
        // WAL takes its snapshot at the first read, not at BEGIN.
        tx.connection()
            .query_row("SELECT count(*) FROM meta", [], |_| Ok(()))?;
        Ok(Box::new(tx))
    }
}

fn connect(path: &Path, options: SqliteOptions, extra: OpenFlags) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(options.busy)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", if options.durable { "FULL" } else { "OFF" })?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = u32::try_from(MIGRATIONS.len()).expect("few migrations");
    let version = |c: &Connection| c.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0));
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let done = version(&tx)? as usize; // another process may have been first
    if done == 0 {
        let tables: u32 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables > 0 {
            return Err(StoreError::Damaged(
                "the file is a database of another program".into(),
            ));
        }
        tx.pragma_update(None, "application_id", APPLICATION)?;
    }
    for migration in &MIGRATIONS[done.min(MIGRATIONS.len())..] {
        tx.execute_batch(migration)?;
    }
    tx.pragma_update(None, "user_version", known)?;
    tx.commit()?;
    Ok(())
}
