//! A pack as it stands here, what the server offers, and proving it.

use super::board::{PackProgress, Running};
use super::{fault, fetch, room};
use crate::client::{Client, lock};
use crate::error::{ApiError, Retry};
use congdoan_domain::Instant;
use congdoan_domain::signature::Purpose;
use congdoan_store::packs::{Installed, Packs, Staged};
use congdoan_wire::Signed;
use congdoan_wire::pack::Manifest;
use std::collections::BTreeSet;

/// Every pack there is, in the order a list shows them.
pub const NAMES: &[&str] = &[crate::law::PACK, crate::card::PACK];

/// Small packs that a device keeps fresh by itself: a stale list of revoked cards is worth little.
pub(super) const KEPT_FRESH: &[&str] = &[crate::card::PACK];

/// A pack as a list shows it.
#[derive(Clone, Debug)]
pub struct PackView {
    pub name: String,
    /// In use.
    pub installed: Option<Installed>,
    /// Begun and not ended.
    pub staged: Option<Staged>,
    /// What the server showed last.
    pub offered: Option<Staged>,
    /// The server's clock when the offer was read last.
    pub checked_at: Option<Instant>,
    /// A pack key of the union signed the manifest in use, which names every segment by its hash; looked at just now, on
    /// this device. Each segment is looked at when it is read ([`Client::verify_pack`] reads all).
    pub signed: bool,
    /// Under way now.
    pub running: Option<Running>,
    /// Why the last try ended without a pack; gone with the next.
    pub failed: Option<ApiError>,
}

impl PackView {
    /// A newer version than the one in use, with the bytes it takes.
    pub fn update(&self) -> Option<&Staged> {
        let here = self.installed.as_ref()?.manifest.version;
        self.offered
            .as_ref()
            .filter(|offered| offered.manifest.version > here)
    }
}

fn checked_key(name: &str) -> String {
    format!("pack_checked.{name}")
}

impl Client {
    pub fn packs(&self) -> Packs {
        Packs::at(&self.dir.join("packs"))
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn pack(&self, name: &str) -> Result<PackView, ApiError> {
        let packs = self.packs();
        let checked = self.store.setting(&checked_key(name))?;
        let signed = matches!(self.pack_in_use(name), Ok(Some(_)));
        let (running, failed) = self.background.of(name);
        Ok(PackView {
            name: name.to_owned(),
            installed: packs.installed(name)?,
            staged: packs.staged(name)?,
            offered: packs.offered(name)?,
            checked_at: checked
                .and_then(|bytes| bytes.try_into().ok())
                .map(|bytes| Instant(i64::from_be_bytes(bytes))),
            signed,
            running,
            failed,
        })
    }

    /// Bytes free where this home lies; `None`: the system does not say.
    pub fn disk_free(&self) -> Option<u64> {
        room::free(&self.dir)
    }

    /// The manifest of the pack in use: what a reader may go by. Whoever can write the home's folder can lay another one
    /// there, so its signature is looked at every time. The key's dates are held against the day of the manifest, not
    /// against today's: a pack that was good when it came stays good, whatever this device's clock says.
    ///
    /// # Errors
    /// `pack_not_signed`: what lies there was not signed by the union.
    pub(crate) fn pack_in_use(&self, name: &str) -> Result<Option<Manifest>, ApiError> {
        let packs = self.packs();
        let Some(installed) = packs.installed(name)? else {
            return Ok(None);
        };
        let foreign = || {
            ApiError::new(
                "pack_not_signed",
                Retry::Online,
                "Gói trên máy không có chữ ký đúng của tổ chức nên máy không dùng. Dữ liệu khác vẫn còn nguyên. Hãy tải lại gói khi có mạng.",
                "The pack on this device is not signed by the union, so it is not used. Other data is untouched. Download it again with a network.",
            )
        };
        let signed = packs.installed_signed(name)?.ok_or_else(foreign)?;
        let made_at = installed.manifest.made_at;
        let manifest: Manifest = self
            .trust()?
            .verify(&signed, Purpose::PackManifest, made_at)
            .map_err(|_| foreign())?;
        // The same frame read twice: `made_at` is the signed one, and a good manifest of another pack is not this pack's.
        if manifest.name != name || manifest.made_at != made_at {
            return Err(foreign());
        }
        Ok(Some(manifest))
    }

    fn signed_manifest(&self, signed: &Signed) -> Result<Manifest, ApiError> {
        let trust = self.trust()?;
        let at = |at| trust.verify(signed, Purpose::PackManifest, at);
        // Good now and on the day it was made: the second is all that holds later, see `pack_in_use`.
        at(self.server_now())
            .and_then(|manifest: Manifest| at(manifest.made_at))
            .map_err(|_| {
                ApiError::new(
                    "pack_not_signed",
                    Retry::Later,
                    "Gói này không có chữ ký đúng của tổ chức nên máy không dùng. Gói cũ vẫn dùng được.",
                    "This pack is not signed by the union, so it is not used. The old one still works.",
                )
            })
    }

    /// The manifest, if a pack key of the union signed it and it is not older than what is here.
    ///
    /// # Errors
    /// Not to be believed, or older.
    pub fn check_manifest(&self, name: &str, signed: &Signed) -> Result<Manifest, ApiError> {
        let manifest = self.signed_manifest(signed)?;
        if manifest.name != name || !manifest.is_well_formed() {
            return Err(fault::damaged());
        }
        // A pack that is not the union's holds nothing back.
        let in_use = match self.pack_in_use(name) {
            Err(error) if error.code == "pack_not_signed" => None,
            other => other?,
        };
        if let Some(here) = in_use
            && manifest.version < here.version
        {
            return Err(ApiError::new(
                "pack_older",
                Retry::Later,
                "Gói tải về cũ hơn gói đang có nên máy không dùng. Gói đang có vẫn dùng được.",
                "The downloaded pack is older than the one here, so it is not used.",
            )
            .arg("here", here.version)
            .arg("offered", manifest.version));
        }
        Ok(manifest)
    }

    /// Asks the server which version it has, without downloading it.
    ///
    /// # Errors
    /// No network, not signed, older than installed.
    pub fn check_pack(&self, name: &str) -> Result<(), ApiError> {
        let came = fetch::Fetch::of(self).manifest(name)?;
        self.take_offer(name, &came).map(drop)
    }

    /// Keeps a manifest that came from the server, if it is to be believed.
    pub(super) fn take_offer(
        &self,
        name: &str,
        (frame, signed): &(Vec<u8>, Signed),
    ) -> Result<Manifest, ApiError> {
        lock(&self.usage).add(&self.store, self.now(), 0, frame.len() as u64, true);
        let manifest = match self.check_manifest(name, signed) {
            // The union may have changed its keys since this device asked.
            Err(error) if matches!(error.code.as_str(), "pack_not_signed" | "trust_broken") => {
                if !self.renew_trust()? {
                    return Err(error);
                }
                self.check_manifest(name, signed)?
            }
            other => other?,
        };
        self.packs().offer(frame, &manifest)?;
        self.note_checked(name)?;
        Ok(manifest)
    }

    pub(super) fn note_checked(&self, name: &str) -> Result<(), ApiError> {
        let at = self.server_now().0.to_be_bytes();
        Ok(self.store.set_setting(&checked_key(name), &at)?)
    }

    /// Reads every byte of a pack. What is damaged is deleted, so that a download fetches exactly that again. Returns
    /// the names of the segments to fetch. `progress` returns false to stop.
    ///
    /// # Errors
    /// The pack is not here, or the disk cannot be read.
    pub fn verify_pack(
        &self,
        name: &str,
        mut progress: impl FnMut(PackProgress) -> bool,
    ) -> Result<Vec<String>, ApiError> {
        let packs = self.packs();
        let installed = packs.installed(name)?.ok_or_else(ApiError::not_found)?;
        let total = installed.manifest.size();
        let wanting = packs.verify(&installed.manifest, |have| {
            self.background.prove(name, PackProgress { have, total });
            progress(PackProgress { have, total })
        });
        self.background.proved(name);
        self.notify_pack();
        Ok(wanting?)
    }

    pub(super) fn notify_pack(&self) {
        self.notify(&BTreeSet::from(["pack".to_owned()]));
    }
}
