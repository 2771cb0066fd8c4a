//! Tests across the floors. The simulation is a library, because `./dev sim` and the test run the same one.

pub mod simulation;
