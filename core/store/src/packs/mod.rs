//! Packs on the disk: segments by hash, a staged manifest, an installed one, swapped by one rename.
//!
//! ```text
//! packs/segments/HASH          the bytes as they travelled (zstd), named by their hash
//! packs/parts/HASH             a segment that is still coming, packed
//! packs/NAME.offered           the manifest frame the server showed last
//! packs/NAME.staged            the manifest frame of a pack being downloaded
//! packs/NAME.manifest          the manifest frame of the pack in use
//! ```
//!
//! Signatures are checked by the caller, before `stage` and when it reads. The manifest names the hash of each segment as
//! it travelled, and those very bytes are kept: at every reading they are hashed before they are unpacked, so whoever can
//! write this folder, or a failing disk, can take a segment away but put none in its place. Packs hold public texts, so
//! they are not encrypted.

mod files;
mod segments;
mod sweep;

pub use files::{Installed, Packs, Staged};
pub use segments::Part;
