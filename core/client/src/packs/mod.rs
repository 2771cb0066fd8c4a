//! Packs on this device: what is here, what is offered, downloading, proving, repairing.

mod background;
mod board;
mod download;
mod fault;
mod fetch;
mod pack;
mod room;
mod trust;

pub(crate) use background::watch;
pub(crate) use board::Background;
pub use board::{PackProgress, Running};
pub use pack::{NAMES, PackView};
