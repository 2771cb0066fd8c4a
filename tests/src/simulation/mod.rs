//! The simulation: real engine, real stores, real commit and feed, over a network that loses, repeats, delays and
//! reorders, with phones and the server restored, scopes rebuilt, tombstones purged, grants lost and regained.
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
mod world;

pub use run::{run_seed, run_seeds};
pub use state::Summary;
