//! PostgreSQL's error codes and columns in this house's words. Of an error only code and message are kept: its detail
//! may quote what is stored.

use crate::store::error::StoreError;
use congdoan_domain::Scope;
use congdoan_wire::checksum::Checksum;
use deadpool_postgres::{HookError, PoolError};
use std::error::Error as _;
use tokio_postgres::error::{DbError, SqlState};
use tokio_postgres::{Error, Row};

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error.as_db_error() {
            Some(said) => of_server(said),
            None if is_ours(&error) => Self::Damaged(error.to_string()),
            None => {
                let why = error.source().map(ToString::to_string);
                Self::Unreachable(why.unwrap_or_else(|| error.to_string()))
            }
        }
    }
}

/// A column that is not of the type it should be: not the connection's fault.
fn is_ours(error: &Error) -> bool {
    let text = error.to_string();
    ["column", "parameter"].iter().any(|word| text.contains(word))
}

fn of_server(said: &DbError) -> StoreError {
    let code = said.code();
    let words = format!("{} {}", code.code(), said.message());
    let is = |codes: &[&SqlState]| codes.contains(&code);
    if is(&[
        &SqlState::T_R_SERIALIZATION_FAILURE,
        &SqlState::T_R_DEADLOCK_DETECTED,
    ]) {
        return StoreError::Conflict;
    }
    // Another process has just stored the outcome of the same command: read again, it is there.
    if is(&[&SqlState::UNIQUE_VIOLATION]) {
        return match said.constraint() {
            Some("outcome_pkey") => StoreError::Conflict,
            _ => StoreError::Damaged(words),
        };
    }
    if is(&[
        &SqlState::LOCK_NOT_AVAILABLE,
        &SqlState::TOO_MANY_CONNECTIONS,
        &SqlState::OUT_OF_MEMORY,
    ]) {
        return StoreError::Busy;
    }
    if is(&[&SqlState::DISK_FULL]) {
        return StoreError::Full;
    }
    if is(&[&SqlState::DATA_CORRUPTED, &SqlState::INDEX_CORRUPTED]) {
        return StoreError::Damaged(words);
    }
    StoreError::Unreachable(words)
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => error.into(),
            // All connections are at work, or the database does not answer a new one.
            PoolError::Timeout(_) => Self::Busy,
            other => Self::Unreachable(other.to_string()),
        }
    }
}

/// A number of the wire as a column; PostgreSQL's integers are signed.
pub(super) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn number(row: &Row, at: usize) -> Result<u64, StoreError> {
    let column: i64 = row.try_get(at)?;
    u64::try_from(column).map_err(|_| StoreError::Damaged(format!("negative number {column}")))
}

pub(super) fn scope(row: &Row, at: usize) -> Result<Scope, StoreError> {
    let text: &str = row.try_get(at)?;
    text.parse()
        .map_err(|_| StoreError::Damaged("a scope's name cannot be read".into()))
}

pub(super) fn checksum(row: &Row, at: usize) -> Result<Checksum, StoreError> {
    let bytes: &[u8] = row.try_get(at)?;
    let bytes = <[u8; 16]>::try_from(bytes)
        .map_err(|_| StoreError::Damaged("a checksum is not 16 bytes long".into()))?;
    Ok(Checksum::from_bytes(bytes))
}
