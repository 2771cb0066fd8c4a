//! Tests across the floors: the simulation (a library, because `./dev sim` and the test run the same one), and the
//! kit that the scenarios use, and what released versions left behind.

pub mod freeze;
pub mod kit;
pub mod simulation;
