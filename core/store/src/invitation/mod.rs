//! Invitations of an office.

mod list;
mod project;

pub use list::{all, invitation, of_invitee, of_unit};
pub(crate) use project::{SCHEMA_1, project};
