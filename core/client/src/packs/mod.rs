//! Downloading packs: manifest, segments by hash, staging, swap.

use crate::client::{Client, lock};
use crate::error::{ApiError, Retry};
use congdoan_domain::signature::Purpose;
use congdoan_store::packs::{Installed, Packs, Staged};
use congdoan_wire::pack::{MAX_MANIFEST, MAX_SEGMENT, Manifest, SegmentEntry};
use congdoan_wire::{Signed, codec};
use std::collections::BTreeSet;

/// Bytes of a download.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackProgress {
    pub have: u64,
    pub total: u64,
}

/// A pack as the sync panel shows it.
#[derive(Clone, Debug)]
pub struct PackView {
    pub name: String,
    pub installed: Option<Installed>,
    pub staged: Option<Staged>,
}

fn bad_pack(code: &str, vi: &str, en: &str) -> ApiError {
    ApiError::new(code, Retry::Later, vi, en)
}

impl Client {
    pub fn packs(&self) -> Packs {
        Packs::at(&self.dir.join("packs"))
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn pack(&self, name: &str) -> Result<PackView, ApiError> {
        let packs = self.packs();
        Ok(PackView {
            name: name.to_owned(),
            installed: packs.installed(name)?,
            staged: packs.staged(name)?,
        })
    }

    /// Downloads a pack, going on where an earlier download stopped. `progress` returns false to pause.
    ///
    /// # Errors
    /// No network (what came is kept), not signed, older than installed, damaged.
    pub fn download_pack(
        &self,
        name: &str,
        mut progress: impl FnMut(PackProgress) -> bool,
    ) -> Result<(), ApiError> {
        let packs = self.packs();
        let mut frame = vec![];
        let status = self
            .transport
            .get(&format!("/v1/packs/{name}/manifest"), 0, &mut |part| {
                frame.extend_from_slice(part);
                frame.len() <= MAX_MANIFEST
            })?;
        if status != 200 {
            return Err(bad_pack(
                "pack_absent",
                "Máy chủ chưa có gói này. Hãy thử lại sau.",
                "The server has no such pack yet.",
            ));
        }
        let signed: Signed = codec::decode(&frame, MAX_MANIFEST).map_err(|_| damaged())?;
        let manifest = self.check_manifest(name, &signed)?;
        packs.stage(&frame, &manifest)?;
        let mut done = PackProgress {
            have: 0,
            total: manifest.size(),
        };
        for entry in &manifest.segments {
            if !packs.has_segment(entry)? {
                self.download_segment(&packs, entry, done, &mut progress)?;
            }
            done.have += entry.size;
            if !progress(done) {
                return Err(paused());
            }
        }
        packs.swap_in(name)?;
        self.notify(&BTreeSet::from(["pack".to_owned(), name.to_owned()]));
        Ok(())
    }

    /// The manifest, if a pack key of the union signed it and it is not older than what is here.
    ///
    /// # Errors
    /// Not to be believed, or older.
    pub fn check_manifest(&self, name: &str, signed: &Signed) -> Result<Manifest, ApiError> {
        let trust = self.trust()?;
        let manifest: Manifest = trust
            .verify(signed, Purpose::PackManifest, self.server_now())
            .map_err(|_| {
                bad_pack(
                    "pack_not_signed",
                    "Gói này không có chữ ký đúng của tổ chức nên máy không dùng. Gói cũ vẫn dùng được.",
                    "This pack is not signed by the union, so it is not used. The old one still works.",
                )
            })?;
        if manifest.name != name || !manifest.is_well_formed() {
            return Err(damaged());
        }
        if let Some(installed) = self.packs().installed(name)?
            && manifest.version < installed.manifest.version
        {
            return Err(bad_pack(
                "pack_older",
                "Gói tải về cũ hơn gói đang có nên máy không dùng. Gói đang có vẫn dùng được.",
                "The downloaded pack is older than the one here, so it is not used.",
            )
            .arg("here", installed.manifest.version)
            .arg("offered", manifest.version));
        }
        Ok(manifest)
    }

    fn download_segment(
        &self,
        packs: &Packs,
        entry: &SegmentEntry,
        done: PackProgress,
        progress: &mut impl FnMut(PackProgress) -> bool,
    ) -> Result<(), ApiError> {
        let from = packs.part_size(entry)?;
        let mut part = packs.open_part(entry)?;
        let mut have = from;
        let mut wrong = None;
        let path = format!("/v1/packs/segments/{}", entry.hash);
        let result = self.transport.get(&path, from, &mut |bytes| {
            have += bytes.len() as u64;
            if have > entry.size || have > MAX_SEGMENT as u64 {
                wrong = Some(damaged());
                return false;
            }
            if let Err(error) = part.append(bytes) {
                wrong = Some(error.into());
                return false;
            }
            progress(PackProgress {
                have: done.have + have,
                total: done.total,
            })
        });
        lock(&self.usage).add(&self.store, self.now(), 0, have - from, true);
        match (wrong, result) {
            (Some(error), _) => {
                if error.code == "pack_damaged" {
                    packs.drop_part(entry)?;
                }
                return Err(error);
            }
            (None, Err(crate::ports::TransportError::Cancelled)) => return Err(paused()),
            (None, Err(error)) => return Err(error.into()),
            (None, Ok(status)) if status == 200 && from > 0 => {
                // The server does not do ranges: what came is the whole, behind a part. Begin again.
                packs.drop_part(entry)?;
                return self.download_segment(packs, entry, done, progress);
            }
            (None, Ok(200 | 206)) => {}
            (None, Ok(_)) => {
                packs.drop_part(entry)?;
                return Err(damaged());
            }
        }
        drop(part);
        if !packs.finish_part(entry)? {
            return Err(damaged());
        }
        Ok(())
    }
}

fn damaged() -> ApiError {
    bad_pack(
        "pack_damaged",
        "Gói tải về bị hỏng giữa đường nên máy không dùng. Gói cũ vẫn dùng được. Hãy tải lại.",
        "The pack was damaged on its way and is not used. The old one still works. Download it again.",
    )
}

fn paused() -> ApiError {
    ApiError::new(
        "pack_paused",
        Retry::Now,
        "Đã dừng tải. Phần đã tải vẫn còn; bấm “Tải tiếp” để tải nốt.",
        "Download paused. What came is kept.",
    )
}
