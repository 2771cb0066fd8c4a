//! Legal texts: structure, validity in time, citations, import, the content of a law pack, and search in it.
pub mod citation;
pub mod import;
mod index;
pub mod library;
mod model;
mod sample;
mod search;
mod segment;
pub mod structure;
pub mod text;
pub mod validity;

pub use library::Library;
pub use model::*;
pub use sample::sample;
pub use search::{Hit, Matched, Snippet};
pub use segment::{Catalogue, Layout, LibraryError, Segment, SegmentSource, build};
