//! What can go wrong with the files of a home.

use congdoan_domain::Rejection;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full. Nothing was half-written.
    #[error("the disk is full")]
    Full,
    /// Another program has this home open.
    #[error("this home is open in another program")]
    InUse,
    /// The file cannot be opened with this key: a wrong PIN, or damage.
    #[error("{0} cannot be opened with this key")]
    WrongKeyOrDamaged(&'static str),
    #[error("{file} has schema {found}, this program knows {known}")]
    NewerSchema {
        file: &'static str,
        found: usize,
        known: usize,
    },
    #[error("a file is damaged: {0}")]
    Damaged(String),
    /// The rules say no, here and now.
    #[error("{0}")]
    Rejected(#[from] Rejection),
    #[error("nothing with this id")]
    NotFound,
    /// A send was attempted: the command can no longer be withdrawn.
    #[error("already on its way")]
    InFlight,
    #[error("database: {0}")]
    Sql(rusqlite::Error),
    #[error("file: {0}")]
    Io(std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            // A file of ours is opened for writing: one that says it is read-only has a damaged head (its write version
            // is a byte of page 1). Found by simulation seed 58.
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ReadOnly) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sql(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Self::Full
        } else {
            Self::Io(error)
        }
    }
}
