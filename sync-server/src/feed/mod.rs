//! What a device reads: pages of the scopes it may hold, out of one snapshot (design section 4).

mod answer;
mod page;

pub use answer::{Limits, Reader, answer};
