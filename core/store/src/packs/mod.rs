//! Packs on the disk: segments by hash, a staged manifest, an installed one, swapped by one rename.
//!
//! ```text
//! packs/segments/HASH          unpacked content, proved by the hash of its packed form
//! packs/parts/HASH             a segment that is still coming, packed
//! packs/NAME.staged            the manifest frame of a pack being downloaded
//! packs/NAME.manifest          the manifest frame of the pack in use
//! ```
//!
//! Signatures are checked by the caller before `stage`; here nothing is believed but hashes. Packs hold public
//! texts, so they are not encrypted.

mod files;

pub use files::{Installed, Packs, Part, Staged};
