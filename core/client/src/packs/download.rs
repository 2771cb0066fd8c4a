//! One download from manifest to swap: what came before a pause, a lock or a lost network is never fetched twice.

use super::board::PackProgress;
use super::fault::paused;
use super::fetch::Fetch;
use super::room;
use crate::client::{Client, lock};
use crate::error::ApiError;
use congdoan_wire::Signed;
use congdoan_wire::pack::SegmentEntry;
use std::sync::Weak;

impl Client {
    /// Downloads a pack, going on where an earlier download stopped. `progress` returns false to pause. Of a pack in
    /// use only what changed or is damaged is fetched.
    ///
    /// # Errors
    /// No network (what came is kept), no room, not signed, older than installed, damaged.
    pub fn download_pack(
        &self,
        name: &str,
        mut progress: impl FnMut(PackProgress) -> bool,
    ) -> Result<(), ApiError> {
        let came = Fetch::of(self).manifest(name)?;
        let begun = self.begin_download(name, &came)?;
        let used = |bytes| lock(&self.usage).add(&self.store, self.now(), 0, bytes, true);
        begun.fetch_all(&mut progress, &used)?;
        self.end_download(name)
    }

    fn begin_download(&self, name: &str, came: &(Vec<u8>, Signed)) -> Result<Begun, ApiError> {
        let manifest = self.take_offer(name, came)?;
        let fetch = Fetch::of(self);
        room::check(&fetch.packs, &manifest)?;
        fetch.packs.stage(&came.0, &manifest)?;
        let measured = fetch.packs.measured(manifest)?;
        Ok(Begun {
            fetch,
            segments: measured.manifest.segments,
            progress: PackProgress {
                have: measured.have,
                total: measured.total,
            },
        })
    }

    fn end_download(&self, name: &str) -> Result<(), ApiError> {
        self.packs().swap_in(name)?;
        self.note_checked(name)?;
        self.notify_pack();
        Ok(())
    }
}

/// A download whose manifest was believed.
struct Begun {
    fetch: Fetch,
    segments: Vec<SegmentEntry>,
    progress: PackProgress,
}

impl Begun {
    fn fetch_all(
        &self,
        progress: &mut dyn FnMut(PackProgress) -> bool,
        used: &dyn Fn(u64),
    ) -> Result<(), ApiError> {
        let mut at = self.progress;
        if !progress(at) {
            return Err(paused());
        }
        for entry in &self.segments {
            if self.fetch.packs.has_segment(entry) {
                continue;
            }
            self.fetch.segment(entry, &mut |bytes| {
                used(bytes);
                at.have = (at.have + bytes).min(at.total);
                progress(at)
            })?;
        }
        Ok(())
    }
}

/// As [`Client::download_pack`], holding the home only before the first and after the last byte: it can be locked
/// meanwhile.
///
/// # Errors
/// As there; `pack_paused` also when the home was closed.
pub(super) fn in_background(
    client: &Weak<Client>,
    name: &str,
    progress: &mut dyn FnMut(PackProgress) -> bool,
) -> Result<(), ApiError> {
    let came = manifest(client, name)?;
    let begun = client.upgrade().ok_or_else(paused)?.begin_download(name, &came)?;
    let used = |bytes| {
        if let Some(client) = client.upgrade() {
            lock(&client.usage).add(&client.store, client.now(), 0, bytes, true);
        }
    };
    begun.fetch_all(progress, &used)?;
    client.upgrade().ok_or_else(paused)?.end_download(name)
}

/// As [`Client::check_pack`], without holding the home while the line is waited for.
///
/// # Errors
/// As there; `pack_paused` when the home was closed.
pub(super) fn check_in_background(client: &Weak<Client>, name: &str) -> Result<(), ApiError> {
    let came = manifest(client, name)?;
    let client = client.upgrade().ok_or_else(paused)?;
    client.take_offer(name, &came).map(drop)
}

fn manifest(client: &Weak<Client>, name: &str) -> Result<(Vec<u8>, Signed), ApiError> {
    let fetch = Fetch::of(&*client.upgrade().ok_or_else(paused)?);
    fetch.manifest(name)
}
