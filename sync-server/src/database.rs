//! Which store a server's folder was founded with, and the one place that opens it.

use crate::durable;
use crate::keys::{KeyError, Keys};
use crate::store::{
    Identity, PostgresOptions, PostgresStore, ServerStore, SqliteOptions, SqliteStore, StoreError,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Says that the rows are in PostgreSQL. A folder without it keeps them in `server.db`.
const SETTINGS: &str = "database.json";
const EMBEDDED: &str = "server.db";

/// What a folder remembers of its PostgreSQL: which part of it is this server's. Where it is and how one signs in comes
/// from outside at every start: it changes, and it is a secret.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Settings {
    store: Kind,
    cell: i32,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Postgresql,
}

/// Why a store is not opened, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("{}", .0.in_words())]
    Store(#[from] StoreError),
    #[error("{}", .0.in_words())]
    Key(#[from] KeyError),
    #[error("thư mục {0} đã có một máy chủ. Không có gì thay đổi.")]
    Exists(PathBuf),
    #[error(
        "Máy chủ ở {0} được lập với PostgreSQL mà chưa có địa chỉ của nó. Chưa có gì thay đổi. Hãy thêm --database-url, hoặc đặt biến CONGDOAN_DATABASE_URL."
    )]
    UrlNeeded(PathBuf),
    #[error(
        "Máy chủ ở {0} giữ dữ liệu trong tệp server.db của nó, không trong PostgreSQL. Chưa có gì thay đổi. Hãy bỏ --database-url và biến CONGDOAN_DATABASE_URL, hoặc xem lại --data."
    )]
    UrlNotWanted(PathBuf),
    #[error(
        "Cơ sở dữ liệu là của một máy chủ khác, không phải của các khóa trong {0}. Chưa có gì thay đổi. Hãy xem lại --database-url, hoặc lấy đúng thư mục dữ liệu."
    )]
    AnotherServer(PathBuf),
    #[error(
        "Không đọc hoặc không ghi được {path}: {why}. Dữ liệu còn nguyên. Hãy xem lại quyền của tệp này, hoặc lấy lại từ bản sao."
    )]
    Settings { path: PathBuf, why: String },
}

/// A server's folder, and how its database is reached if that is elsewhere.
#[derive(Clone, Debug)]
pub struct Database {
    data: PathBuf,
    url: Option<String>,
    authorities: Option<PathBuf>,
}

impl Database {
    /// A folder with the database in it.
    pub fn at(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            url: None,
            authorities: None,
        }
    }

    /// With the address of its PostgreSQL, and a file of authorities that certify it.
    #[must_use]
    pub fn reached_by(self, url: Option<String>, authorities: Option<PathBuf>) -> Self {
        Self {
            url: url.filter(|url| !url.is_empty()),
            authorities,
            ..self
        }
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    fn settings_file(&self) -> PathBuf {
        self.data.join(SETTINGS)
    }

    fn failed(&self, why: impl ToString) -> DatabaseError {
        DatabaseError::Settings {
            path: self.settings_file(),
            why: why.to_string(),
        }
    }

    fn settings(&self) -> Result<Option<Settings>, DatabaseError> {
        let file = self.settings_file();
        if !file.try_exists().map_err(|error| self.failed(error))? {
            return Ok(None);
        }
        let bytes = std::fs::read(&file).map_err(|error| self.failed(error))?;
        serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| self.failed(error))
    }

    fn options(&self, cell: i32, durable: bool) -> PostgresOptions {
        PostgresOptions {
            cell,
            durable,
            authorities: self.authorities.clone(),
            ..PostgresOptions::default()
        }
    }

    /// Looks whether a server may be founded here, before anything is made.
    ///
    /// # Errors
    /// There is one.
    pub fn is_free(&self) -> Result<(), DatabaseError> {
        if self.data.join(EMBEDDED).exists() || self.settings_file().exists() {
            return Err(DatabaseError::Exists(self.data.clone()));
        }
        Ok(())
    }

    /// Founds the store: in PostgreSQL if its address is given, else in the folder, which exists by now.
    ///
    /// # Errors
    /// There is one, or it cannot be made.
    pub fn found(
        &self,
        identity: &Identity,
        cell: i32,
        durable: bool,
    ) -> Result<Box<dyn ServerStore>, DatabaseError> {
        self.is_free()?;
        let Some(url) = &self.url else {
            let options = SqliteOptions {
                durable,
                ..SqliteOptions::default()
            };
            let store = SqliteStore::create(&self.data.join(EMBEDDED), identity, options)?;
            return Ok(Box::new(store));
        };
        let store = PostgresStore::create(url, identity, self.options(cell, durable))?;
        let settings = Settings {
            store: Kind::Postgresql,
            cell,
        };
        let text = serde_json::to_vec_pretty(&settings).map_err(|error| self.failed(error))?;
        durable::replace(&self.settings_file(), &text).map_err(|error| self.failed(error))?;
        Ok(Box::new(store))
    }

    /// Opens the store that the folder was founded with, and no other.
    ///
    /// # Errors
    /// There is none, its address is missing or not wanted, or what is there belongs to another server.
    pub fn open(&self) -> Result<Box<dyn ServerStore>, DatabaseError> {
        let (cell, url) = match (self.settings()?, &self.url) {
            (Some(Settings { cell, .. }), Some(url)) => (cell, url),
            (Some(_), None) => return Err(DatabaseError::UrlNeeded(self.data.clone())),
            (None, Some(_)) if self.data.join(EMBEDDED).exists() => {
                return Err(DatabaseError::UrlNotWanted(self.data.clone()));
            }
            (None, Some(_)) => return Err(StoreError::Absent(self.data.display().to_string()).into()),
            (None, None) => {
                let file = self.data.join(EMBEDDED);
                return Ok(Box::new(SqliteStore::open(&file, SqliteOptions::default())?));
            }
        };
        let store = PostgresStore::open(url, self.options(cell, true))?;
        let keys = Keys::at(&self.data);
        // A folder without its keys may still be examined; serving asks for them itself.
        if keys.file("trust").exists() && keys.trust()?.1.server != store.begin_read()?.identity()?.server {
            return Err(DatabaseError::AnotherServer(self.data.clone()));
        }
        Ok(Box::new(store))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn identity(n: u128) -> Identity {
        Identity {
            server: Uuid::from_u128(n),
            name: "thử".into(),
            incarnation: Uuid::from_u128(2),
        }
    }

    #[test]
    fn a_folder_is_opened_with_what_it_was_founded_with() {
        let folder = tempfile::tempdir().unwrap();
        let here = Database::at(folder.path());
        assert!(matches!(
            here.open(),
            Err(DatabaseError::Store(StoreError::Absent(_)))
        ));
        here.found(&identity(1), 1, false).unwrap();
        assert!(matches!(
            here.found(&identity(1), 1, false),
            Err(DatabaseError::Exists(_))
        ));
        assert_eq!(
            here.open().unwrap().begin_read().unwrap().identity().unwrap(),
            identity(1)
        );
        let elsewhere = here
            .clone()
            .reached_by(Some("postgresql://cd@localhost/cd".into()), None);
        assert!(matches!(elsewhere.open(), Err(DatabaseError::UrlNotWanted(_))));
        let unset = here.reached_by(Some(String::new()), None);
        assert!(unset.open().is_ok(), "an empty variable is none");
    }

    #[test]
    fn a_folder_of_postgresql_asks_for_its_address() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join(SETTINGS),
            br#"{"store":"postgresql","cell":7}"#,
        )
        .unwrap();
        let here = Database::at(folder.path());
        assert!(matches!(here.open(), Err(DatabaseError::UrlNeeded(_))));
        assert!(matches!(here.is_free(), Err(DatabaseError::Exists(_))));
        std::fs::write(folder.path().join(SETTINGS), br#"{"store":"other","cell":7}"#).unwrap();
        assert!(matches!(here.open(), Err(DatabaseError::Settings { .. })));
    }
}
