//! Legal texts: structure, validity in time, citations, import, the content of a law pack, and search in it.
//!
//! Pure: bytes and dates come in as arguments, nothing is read, written or asked of a clock or a network.
//!
//! ```text
//! import::jsonl ─► Corpus ─► build ─► Vec<Segment> ─(pack engine)─► SegmentSource ─► Library ─► search · article · outline · resolve
//! ```
//!
//! [`sample()`] is an invented regulation for when no law was downloaded yet. Rules of the room: `docs/rooms/law.md`.

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
pub use search::{Found, Hit, Matched, Snippet};
pub use segment::{Catalogue, Layout, LibraryError, Segment, SegmentSource, build};
