//! The server: it keeps the rows, decides commands, and answers each device with what it may hold.
//!
//! Engine ([`store`], [`commit`], [`feed`], [`maintain`]) knows rows without knowing what they mean.

pub mod commit;
pub mod feed;
pub mod maintain;
pub mod store;
