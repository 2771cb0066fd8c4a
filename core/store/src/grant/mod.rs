//! Grants on this device.

mod list;

pub use list::{active, all, of_unit};
