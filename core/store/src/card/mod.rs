//! Cards on this device.

mod issued;
mod mine;
mod project;

pub use issued::{Issued, IssuedQuery, Standing, issued, of_unit};
pub use mine::of_person;
pub(crate) use project::{SCHEMA_1, project_card, project_head};
