//! The simulation: the real sync engine, real SQLite files and the real commit, over a bad network and bad disks.
//!
//! Everything follows from a seed; there is one thread and no clock. Beside the product runs an independent model in
//! plain maps ([`model`], [`sees`]) which shares the rules with it and nothing else. After every step the two are
//! compared ([`invariants`]); what differs is a fault, and its seed shows it again.

mod commands;
mod damage;
mod device;
mod exchange;
mod faults;
mod founding;
mod invariants;
mod model;
mod random;
mod report;
mod run;
mod sees;
mod server;
mod sim;
#[cfg(test)]
mod tests;

pub use report::Report;
pub use run::{Options, run};
