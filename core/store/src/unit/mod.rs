//! Units on this device.

mod tree;

pub use tree::{unit, units};
