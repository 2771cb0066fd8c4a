//! The server: it keeps the rows, decides commands, and answers each device with what it may hold.
//!
//! Engine ([`store`], [`commit`], [`feed`], [`maintain`], [`pack`]) knows rows without knowing what they mean.

pub mod address;
pub mod card;
pub mod clock;
pub mod commit;
pub mod connection;
pub mod database;
pub mod durable;
pub mod feed;
pub mod http;
pub mod init;
pub mod keys;
pub mod law;
pub mod maintain;
pub mod operator;
pub mod pack;
pub mod reader;
pub mod sample;
pub mod security;
pub mod serve;
pub mod store;
pub mod tls;
pub mod wake;
