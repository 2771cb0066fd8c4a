//! Packs on the disk: segments by hash, a staged manifest, an installed one, swapped by one rename.
//!
//! ```text
//! packs/segments/HASH          unpacked content, proved by the hash of its packed form, and its own SHA-256 behind it
//! packs/parts/HASH             a segment that is still coming, packed
//! packs/NAME.offered           the manifest frame the server showed last
//! packs/NAME.staged            the manifest frame of a pack being downloaded
//! packs/NAME.manifest          the manifest frame of the pack in use
//! ```
//!
//! Signatures are checked by the caller before `stage`; here nothing is believed but hashes. Packs hold public
//! texts, so they are not encrypted. The SHA-256 behind a segment tells a failing disk from a good one at every reading.

mod files;
mod segments;
mod sweep;

pub use files::{Installed, Packs, Staged};
pub use segments::Part;
