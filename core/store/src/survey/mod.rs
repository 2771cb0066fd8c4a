//! Surveys on this device.

mod board;
mod list;
mod page;
mod project;

pub use board::{Board, QuestionResult, Said, board, eligible};
pub use list::{ListItem, list};
pub use page::{answer, survey};
pub(crate) use project::{SCHEMA_1, project_answer};
