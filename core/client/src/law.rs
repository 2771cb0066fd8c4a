//! The law room's verbs: everything is read from the pack on this device.

use crate::client::Client;
use crate::error::{ApiError, Retry};
use congdoan_law::{Library, LibraryError, SegmentSource};
use congdoan_store::packs::Packs;
use congdoan_wire::pack::Manifest;
use std::borrow::Cow;

pub const PACK: &str = "law";

/// The segments of an installed pack, read when asked for.
pub struct PackSegments {
    packs: Packs,
    manifest: Manifest,
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

impl From<LibraryError> for ApiError {
    fn from(error: LibraryError) -> Self {
        Self::new(
            error.code(),
            Retry::Online,
            "Thư viện luật trên máy đọc không được. Hãy tải lại gói luật khi có mạng.",
            "The law library here cannot be read. Download the pack again.",
        )
    }
}

impl Client {
    /// The law library of this device.
    ///
    /// # Errors
    /// The pack is not downloaded, or damaged.
    pub fn law(&self) -> Result<Library<PackSegments>, ApiError> {
        let packs = self.packs();
        let installed = packs.installed(PACK)?.ok_or_else(|| {
            ApiError::new(
                "law_absent",
                Retry::Online,
                "Máy chưa có thư viện luật. Hãy tải gói luật khi có mạng; sau đó tra được cả khi không có mạng.",
                "The law library is not on this device. Download it with a network; it then works without one.",
            )
        })?;
        Ok(Library::open(PackSegments {
            packs,
            manifest: installed.manifest,
        })?)
    }
}
