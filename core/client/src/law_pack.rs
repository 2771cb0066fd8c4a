//! The law library over an installed pack.

use congdoan_law::{Library, SegmentSource};
use congdoan_store::packs::Packs;
use congdoan_wire::pack::Manifest;
use std::borrow::Cow;

/// The law library of this device.
pub type Law = Library<PackSegments>;

/// The segments of an installed pack, read when asked for and checked at every reading.
pub struct PackSegments {
    pub(crate) packs: Packs,
    pub(crate) manifest: Manifest,
}

impl SegmentSource for PackSegments {
    fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.packs
            .read(&self.manifest, name)
            .ok()
            .flatten()
            .map(Cow::Owned)
    }
}
