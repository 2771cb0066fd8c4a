//! SQLite's result codes and columns in this house's words.

use crate::store::error::StoreError;
use congdoan_domain::Scope;
use congdoan_wire::checksum::Checksum;
use rusqlite::{Error, ErrorCode};

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match &error {
            Error::SqliteFailure(cause, _) => match cause.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(error.to_string()),
                _ => Self::Io(error.to_string()),
            },
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..) => Self::Damaged(error.to_string()),
            _ => Self::Io(error.to_string()),
        }
    }
}

/// A number of the wire as a column; SQLite's integers are signed.
pub(super) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn number(column: i64) -> Result<u64, StoreError> {
    u64::try_from(column).map_err(|_| StoreError::Damaged(format!("negative number {column}")))
}

pub(super) fn scope(text: &str) -> Result<Scope, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Damaged("a scope's name cannot be read".into()))
}

pub(super) fn checksum(bytes: [u8; 16]) -> Checksum {
    Checksum::from_bytes(bytes)
}
