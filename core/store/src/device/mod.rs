//! Devices on this device: one's own, and those of an office's members.

mod person;
mod project;

pub use person::{count_of, device, of_person};
pub(crate) use project::{SCHEMA_1, project};
