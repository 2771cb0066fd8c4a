//! Tests across the floors: the simulation (a library, because `./dev sim` and the test run the same one), and the
//! kit that the scenarios use.

pub mod kit;
pub mod simulation;
