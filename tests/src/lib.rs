//! What holds the house: the simulation, and what the other layers of tests share.

#[path = "../simulation/mod.rs"]
pub mod simulation;
