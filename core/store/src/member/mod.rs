//! The roster on this device: a table for searching, one query for the list, one for the record.

mod list;
mod project;
mod record;

pub use list::{ListQuery, ListRow, ListSort, MemberList, departments, list};
pub(crate) use project::{SCHEMA_1, SCHEMA_2, project};
pub use record::member;
