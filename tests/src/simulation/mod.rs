//! The simulation: real engine, real stores, real commit and feed, over a network that loses, repeats, delays and
//! reorders, with phones and the server restored, scopes rebuilt, tombstones purged, grants lost and regained.
//!
//! The server's store is the embedded one, which has one writer: while a commit stays open between numbering and commit,
//! a second one is opened beside it, finds the store busy, is turned away and comes again; readers read meanwhile.
//!
//! [`model`] is the oracle: maps and hand-written visibility; it shares only the rules (`decide`) with the product.

mod commands;
mod device;
mod faults;
mod model;
mod network;
mod rng;
mod run;
mod server;
mod state;
mod story;
mod world;

pub use run::{run_seed, run_seeds, tell_seed};
pub use state::{INJECTED, Summary};
