//! What an app holds: one person's home on one device.
//!
//! `execute` saves a command here first; screens read SQLite; `step` and the background worker talk to the server
//! through ports ([`ports`]). Shells add nothing but widgets (law 11).

mod access;
mod address;
mod age;
mod attempt;
mod backup;
pub mod card;
mod client;
mod enrol;
mod error;
mod exchange;
mod file;
mod folder;
pub mod grant;
mod home;
mod http;
#[cfg(feature = "keychain")]
mod keychain;
mod lack;
pub mod law;
mod law_pack;
#[cfg(feature = "log-file")]
pub mod log;
pub mod market;
pub mod member;
mod outbox;
pub mod packs;
mod pin;
mod pin_change;
pub mod ports;
mod reseal;
mod session;
mod status;
pub mod survey;
pub mod system;
mod token;
mod usage;
mod vault;
mod worker;

pub use access::STALE_DAYS;
pub use client::{Client, Options};
pub use enrol::{Enrolment, read_invitation};
pub use error::{ApiError, Retry};
pub use home::{Home, homes};
pub use http::Http;
pub use lack::Lack;
pub use packs::{PackProgress, PackView};
pub use ports::{Clock, Ports, Random, Signer, Transport};
pub use status::{Network, SyncStatus};
pub use usage::DataUse;
pub use vault::Keeper;
pub use worker::Worker;

/// The types of the rules, for shells that pass them on.
pub use congdoan_domain as domain;
pub use congdoan_law as library;
pub use congdoan_store as store;
pub use congdoan_wire::hex;
pub use congdoan_wire::invitation::TlsTrust;
