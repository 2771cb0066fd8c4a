//! Legal texts: structure, validity in time, citations, import, the content of a law pack, and search in it.
pub mod citation;
pub mod import;
mod model;
pub mod structure;
pub mod text;
pub mod validity;
pub use model::*;
