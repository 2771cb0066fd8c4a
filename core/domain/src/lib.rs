//! What a union is: types, commands, rules and placement.
//!
//! Pure. No clock, no I/O, no randomness, no async (law 10): whoever calls hands in the time and the facts.
//! The same [`decide`] runs on the phone, on the server and in the tests (law 1).
//!
//! Rooms: [`unit`], [`member`], [`grant`], [`device`], [`invitation`], [`survey`], [`card`], [`market`].

pub mod actor;
pub mod audience;
pub mod card;
pub mod change;
pub mod command;
pub mod device;
mod english;
pub mod facts;
pub mod field;
pub mod grant;
pub mod id;
pub mod invitation;
pub mod market;
pub mod member;
pub mod rejection;
pub mod row;
pub mod scope;
pub mod signature;
pub mod survey;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod time;
pub mod unit;

pub use actor::Actor;
pub use change::Change;
pub use command::{Command, Envelope, UnknownCommand, decide, needs};
pub use facts::{Facts, MapFacts};
pub use id::*;
pub use rejection::{Rejection, Words};
pub use row::{Level, Row, RowBody, RowKey};
pub use scope::Scope;
pub use time::{Date, Instant};
