use crate::{StoreError, private};
use congdoan_wire::Signed;
use congdoan_wire::codec;
use congdoan_wire::pack::{MAX_MANIFEST, Manifest, SegmentEntry};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A pack in use, as its manifest lies there; who signed it is for the caller to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Installed {
    pub manifest: Manifest,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Segments that are gone or were found damaged: they have to be fetched again.
    pub missing: usize,
}

/// A pack being downloaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Staged {
    pub manifest: Manifest,
    /// Bytes that came, of `total`.
    pub have: u64,
    /// Bytes to download: what the pack in use does not hold already.
    pub total: u64,
}

/// The packs of a home.
#[derive(Clone, Debug)]
pub struct Packs {
    pub(super) dir: PathBuf,
}

fn read_signed(path: &Path) -> Result<Option<Signed>, StoreError> {
    match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
        // A manifest that cannot be read is as good as none: the pack is downloaded again.
        Ok(frame) => Ok(codec::decode(&frame, MAX_MANIFEST).ok()),
    }
}

pub(super) fn read_manifest(path: &Path) -> Result<Option<Manifest>, StoreError> {
    let signed = read_signed(path)?;
    Ok(signed.and_then(|signed| ciborium::from_reader(signed.bytes.as_slice()).ok()))
}

impl Packs {
    pub fn at(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn file(&self, name: &str, ending: &str) -> PathBuf {
        self.dir.join(format!("{name}.{ending}"))
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn installed(&self, name: &str) -> Result<Option<Installed>, StoreError> {
        let manifest = read_manifest(&self.file(name, "manifest"))?;
        Ok(manifest.map(|manifest| {
            let (mut bytes, mut missing) = (0, 0);
            for entry in &manifest.segments {
                if self.has_segment(entry) {
                    bytes += entry.size;
                } else {
                    missing += 1;
                }
            }
            Installed {
                manifest,
                bytes,
                missing,
            }
        }))
    }

    /// The signed manifest of the pack in use, for checking who signed it.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn installed_signed(&self, name: &str) -> Result<Option<Signed>, StoreError> {
        read_signed(&self.file(name, "manifest"))
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn staged(&self, name: &str) -> Result<Option<Staged>, StoreError> {
        let manifest = read_manifest(&self.file(name, "staged"))?;
        manifest.map(|manifest| self.measured(manifest)).transpose()
    }

    /// What the server showed last, with the bytes it would take to have it.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn offered(&self, name: &str) -> Result<Option<Staged>, StoreError> {
        let manifest = read_manifest(&self.file(name, "offered"))?;
        manifest.map(|manifest| self.measured(manifest)).transpose()
    }

    /// A manifest with what of it is here.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn measured(&self, manifest: Manifest) -> Result<Staged, StoreError> {
        let held: BTreeSet<_> = self
            .installed(&manifest.name)?
            .into_iter()
            .flat_map(|installed| installed.manifest.segments)
            .map(|entry| entry.hash)
            .collect();
        let (mut have, mut total) = (0, 0);
        for entry in &manifest.segments {
            let here = self.has_segment(entry);
            if here && held.contains(&entry.hash) {
                continue;
            }
            total += entry.size;
            have += if here { entry.size } else { self.part_size(entry) };
        }
        Ok(Staged {
            manifest,
            have,
            total,
        })
    }

    /// Bytes the disk must still take for a manifest.
    pub fn room_for(&self, manifest: &Manifest) -> u64 {
        let absent = manifest.segments.iter().filter(|entry| !self.has_segment(entry));
        let room = |entry: &SegmentEntry| entry.size.saturating_sub(self.part_size(entry));
        absent.map(room).fold(0, u64::saturating_add)
    }

    /// Begins (or goes on with) a download. `frame` is the signed manifest as it came.
    ///
    /// # Errors
    /// The disk is full.
    pub fn stage(&self, frame: &[u8], manifest: &Manifest) -> Result<(), StoreError> {
        self.offer(frame, manifest)?;
        private::create_dir(&self.dir.join("segments"))?;
        private::create_dir(&self.dir.join("parts"))?;
        Ok(private::write(&self.file(&manifest.name, "staged"), frame)?)
    }

    /// Keeps what the server shows, so that its size is known with no network.
    ///
    /// # Errors
    /// The disk is full.
    pub fn offer(&self, frame: &[u8], manifest: &Manifest) -> Result<(), StoreError> {
        private::create_dir(&self.dir)?;
        Ok(private::write(&self.file(&manifest.name, "offered"), frame)?)
    }

    /// Puts the staged pack into use: one rename. Segments that no pack names are deleted afterwards.
    ///
    /// # Errors
    /// A segment is missing, or the disk is full.
    pub fn swap_in(&self, name: &str) -> Result<(), StoreError> {
        let staged = self.staged(name)?.ok_or(StoreError::NotFound)?;
        if staged
            .manifest
            .segments
            .iter()
            .any(|entry| !self.has_segment(entry))
        {
            return Err(StoreError::NotFound);
        }
        private::rename(&self.file(name, "staged"), &self.file(name, "manifest"))?;
        self.sweep()
    }
}
