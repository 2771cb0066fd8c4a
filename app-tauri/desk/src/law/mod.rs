//! The law: what is on this device, found by words or by number, read in its place, as of a day.

mod article;
mod outline;
mod search;
mod shape;
mod state;

pub use article::article;
pub use outline::outline;
pub use search::search;
pub(crate) use shape::is_sample;
pub use state::state;
