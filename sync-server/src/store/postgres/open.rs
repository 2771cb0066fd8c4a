//! Opening the database, and the pool of connections.

use super::bridge::Bridge;
use super::options::{PostgresOptions, settings};
use super::transaction::{How, PostgresTx};
use super::{address, schema};
use crate::store::contract::{ReadTx, ServerStore, WriteTx};
use crate::store::error::StoreError;
use crate::store::model::Identity;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use std::time::Duration;

/// One server's cell in a PostgreSQL database, reached through a pool.
pub struct PostgresStore {
    cell: i32,
    pool: Pool,
    bridge: Bridge,
}

impl PostgresStore {
    /// Founds a server's cell; refuses one that has a server.
    ///
    /// # Errors
    /// `Taken` if a server was founded there before; the database cannot be reached or is not ours.
    pub fn create(url: &str, identity: &Identity, options: PostgresOptions) -> Result<Self, StoreError> {
        let store = Self::connect(url, options)?;
        let mut tx = store.begin_alone()?;
        if tx.identity().is_ok() {
            return Err(StoreError::Taken(store.cell));
        }
        tx.set_identity(identity)?;
        tx.commit()?;
        Ok(store)
    }

    /// Opens a server's cell and brings the tables up to date.
    ///
    /// # Errors
    /// `Newer` if a later program has upgraded them; `Absent` if nobody founded a server in this cell.
    pub fn open(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let store = Self::connect(url, options)?;
        let found = store.begin_read()?.identity();
        match found {
            Err(StoreError::Damaged(_)) => Err(StoreError::Absent(format!("PostgreSQL, ô {}", store.cell))),
            found => found.map(|_| store),
        }
    }

    fn connect(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let config = address::config(url)?;
        let manager = Manager::from_config(
            config,
            address::tls(&options)?,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let bridge = Bridge::new()?;
        let settings = settings(&options);
        let pool = Pool::builder(manager)
            .max_size(options.connections)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(options.busy.max(Duration::from_secs(1))))
            .create_timeout(Some(Duration::from_secs(15)))
            .post_create(Hook::async_fn(move |client, _| {
                let settings = settings.clone();
                Box::pin(async move { client.batch_execute(&settings).await.map_err(HookError::Backend) })
            }))
            .build()
            .map_err(|error| StoreError::Unreachable(error.to_string()))?;
        let store = Self {
            cell: options.cell,
            pool,
            bridge,
        };
        let mut connection = store.lease()?;
        store.bridge.wait(schema::migrate(&mut connection))??;
        drop(connection);
        Ok(store)
    }

    fn lease(&self) -> Result<Object, StoreError> {
        Ok(self.bridge.wait(self.pool.get())??)
    }
}

/// Connections that lay idle may all be dead after a restart of the database. Nothing was done through them yet, so a
/// transaction begins with another one.
const BEGINNINGS: usize = 3;

impl PostgresStore {
    fn begin(&self, how: How) -> Result<PostgresTx<'_>, StoreError> {
        let mut begun = PostgresTx::begin((&self.bridge, self.cell), self.lease()?, how);
        for _ in 1..BEGINNINGS {
            if !matches!(begun, Err(StoreError::Unreachable(_))) {
                break;
            }
            begun = PostgresTx::begin((&self.bridge, self.cell), self.lease()?, how);
        }
        begun
    }
}

impl ServerStore for PostgresStore {
    fn begin_write(&self) -> Result<Box<dyn WriteTx + '_>, StoreError> {
        Ok(Box::new(self.begin(How::Writing)?))
    }

    fn begin_alone(&self) -> Result<Box<dyn WriteTx + '_>, StoreError> {
        Ok(Box::new(self.begin(How::Alone)?))
    }

    fn begin_read(&self) -> Result<Box<dyn ReadTx + '_>, StoreError> {
        Ok(Box::new(self.begin(How::Reading)?))
    }
}
