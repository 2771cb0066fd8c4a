//! The roster on this device: a table for searching, one query for the list, one for the record.

mod list;
mod project;

pub use list::{ListQuery, ListRow, ListSort, MemberList, departments, list};
pub(crate) use project::{SCHEMA_1, SCHEMA_2, project};

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::PersonId;
use congdoan_domain::member::Member;
use rusqlite::Connection;

/// # Errors
/// The file cannot be read.
pub fn member(db: &Connection, id: PersonId) -> Result<Option<Member>, StoreError> {
    view::get(db, id)
}
