use super::bridge::Bridge;
use super::locks;
use crate::store::error::StoreError;
use crate::store::model::StoredRow;
use deadpool_postgres::Object;
use futures_util::future::{join, join_all};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row};
use uuid::Uuid;

pub(super) type Parameter = Box<dyn ToSql + Sync + Send>;
type Key = (String, Uuid);

/// Statements sent at once. `join_all` sends so many in the order they stand in; the next wait until these are answered.
const AT_ONCE: usize = 16;
const COMMIT: &str = "COMMIT";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Reading,
    Writing,
    /// With no other writer in the cell.
    Alone,
}

impl How {
    fn to_begin(self, cell: i32) -> String {
        let shared = match self {
            // A snapshot is taken at the first statement that reads, not at `BEGIN`.
            Self::Reading => return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1".into(),
            Self::Writing => "_shared",
            Self::Alone => "",
        };
        let lock = locks::of_cell(cell);
        format!("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock{shared}({lock})")
    }
}

/// One open transaction with a connection of its own.
///
/// What is written is kept until something is read or the transaction ends, and then goes out together with it: a head
/// is locked for one journey to the database and one wait for its disk.
pub(super) struct PostgresTx<'s> {
    bridge: &'s Bridge,
    pub(super) cell: i32,
    /// Taken when the transaction ends.
    connection: Option<Object>,
    unsent: RefCell<Vec<(&'static str, Vec<Parameter>)>>,
    /// A statement failed: PostgreSQL would take a `COMMIT` for a rollback, and say that all is well.
    failed: Cell<bool>,
    /// Rows under lock, as this transaction sees them.
    pub(super) locked: HashMap<Key, Option<StoredRow>>,
    /// No other writer is in the cell.
    pub(super) alone: bool,
}

impl<'s> PostgresTx<'s> {
    pub(super) fn begin(
        (bridge, cell): (&'s Bridge, i32),
        connection: Object,
        how: How,
    ) -> Result<Self, StoreError> {
        let tx = Self {
            bridge,
            cell,
            connection: Some(connection),
            unsent: RefCell::default(),
            failed: Cell::new(false),
            locked: HashMap::new(),
            alone: how == How::Alone,
        };
        let begin = how.to_begin(cell);
        tx.noted(bridge.wait(tx.connection().batch_execute(&begin)))?;
        Ok(tx)
    }

    fn connection(&self) -> &Object {
        self.connection.as_ref().expect("held until the end")
    }

    /// Any failure ends the transaction: PostgreSQL takes nothing more in it.
    fn noted<T, E: Into<StoreError>>(
        &self,
        answer: Result<Result<T, E>, StoreError>,
    ) -> Result<T, StoreError> {
        let answer = answer.and_then(|answer| answer.map_err(Into::into));
        self.failed.set(self.failed.get() || answer.is_err());
        answer
    }

    /// Writes later, with the next thing that is read or with the commit.
    pub(super) fn write(&self, sql: &'static str, parameters: Vec<Parameter>) {
        self.unsent.borrow_mut().push((sql, parameters));
    }

    /// Everything unsent, then one statement whose rows are wanted.
    pub(super) fn rows(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        let connection = self.connection();
        let unsent = self.unsent.take();
        self.noted(self.bridge.wait(async {
            let statement = connection.prepare_cached(sql).await?;
            send(connection, unsent, connection.query(&statement, parameters)).await
        }))
    }

    pub(super) fn row_of(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, parameters)?.into_iter().next())
    }

    /// Everything unsent, then one statement for each key, in their order and on one journey; the rows of each. Asked for
    /// one by one, so that no plan for many can leave the index or take the locks in another order.
    pub(super) fn rows_of_each<const N: usize>(
        &self,
        sql: &'static str,
        keys: &[[&(dyn ToSql + Sync); N]],
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        let connection = self.connection();
        let unsent = self.unsent.take();
        self.noted(self.bridge.wait(async {
            let statement = connection.prepare_cached(sql).await?;
            let all = async {
                let mut found = Vec::with_capacity(keys.len());
                for keys in keys.chunks(AT_ONCE) {
                    let asked = keys.iter().map(|key| connection.query(&statement, key));
                    for rows in join_all(asked).await {
                        found.push(rows?);
                    }
                }
                Ok(found)
            };
            send(connection, unsent, all).await
        }))
    }

    /// Everything unsent, then one statement; says how many rows it touched.
    pub(super) fn touched(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, StoreError> {
        let connection = self.connection();
        let unsent = self.unsent.take();
        self.noted(self.bridge.wait(async {
            let statement = connection.prepare_cached(sql).await?;
            send(connection, unsent, connection.execute(&statement, parameters)).await
        }))
    }

    pub(super) fn end_with_commit(&mut self) -> Result<(), StoreError> {
        if self.failed.get() {
            return Err(StoreError::Unreachable("an earlier statement failed".into()));
        }
        let connection = self.connection();
        let unsent = self.unsent.take();
        self.noted(
            self.bridge
                .wait(send(connection, unsent, connection.batch_execute(COMMIT))),
        )?;
        drop(self.connection.take());
        Ok(())
    }

    pub(super) fn end_with_rollback(&mut self) -> Result<(), StoreError> {
        let Some(connection) = self.connection.take() else {
            return Ok(());
        };
        self.bridge.wait(undo(connection))
    }
}

/// Sends statements in order without waiting for the answers in between; the last one's answer, or the first error.
async fn send<T>(
    connection: &Object,
    mut unsent: Vec<(&'static str, Vec<Parameter>)>,
    last: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    while unsent.len() > AT_ONCE {
        let rest = unsent.split_off(AT_ONCE);
        let statements = prepared(connection, std::mem::replace(&mut unsent, rest)).await?;
        for done in join_all(statements).await {
            done?;
        }
    }
    let statements = prepared(connection, unsent).await?;
    let (done, last) = join(join_all(statements), last).await;
    for done in done {
        done?;
    }
    last
}

/// Statements ready to go; preparing costs a journey once a connection.
async fn prepared(
    connection: &Object,
    unsent: Vec<(&'static str, Vec<Parameter>)>,
) -> Result<Vec<impl Future<Output = Result<u64, Error>>>, Error> {
    let mut ready = Vec::with_capacity(unsent.len());
    for (sql, parameters) in unsent {
        let statement = connection.prepare_cached(sql).await?;
        ready.push(async move { connection.execute_raw(&statement, parameters).await });
    }
    Ok(ready)
}

/// Takes everything back; a connection that cannot is closed, which takes it back too.
async fn undo(connection: Object) {
    if connection.batch_execute("ROLLBACK").await.is_err() {
        drop(Object::take(connection));
    }
}

impl Drop for PostgresTx<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Nobody waits for it: the next transaction gets another connection, or this one when it is ready.
            self.bridge.handle().spawn(undo(connection));
        }
    }
}
