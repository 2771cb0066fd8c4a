use crate::StoreError;
use congdoan_wire::Signed;
use congdoan_wire::codec;
use congdoan_wire::pack::{MAX_MANIFEST, Manifest, SegmentEntry, SegmentHash};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A pack in use.
#[derive(Clone, Debug, PartialEq)]
pub struct Installed {
    pub manifest: Manifest,
    /// Bytes on the disk.
    pub bytes: u64,
}

/// A pack being downloaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Staged {
    pub manifest: Manifest,
    /// Bytes that are here, of `manifest.size()`.
    pub have: u64,
}

/// The packs of a home.
#[derive(Clone, Debug)]
pub struct Packs {
    dir: PathBuf,
}

/// A segment that is coming.
pub struct Part(File);

impl Part {
    /// # Errors
    /// The disk is full.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        Ok(self.0.write_all(bytes)?)
    }
}

fn read_manifest(path: &Path) -> Result<Option<Manifest>, StoreError> {
    match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
        Ok(frame) => {
            // A manifest that cannot be read is as good as none: the pack is downloaded again.
            let signed: Option<Signed> = codec::decode(&frame, MAX_MANIFEST).ok();
            Ok(signed.and_then(|signed| ciborium::from_reader(signed.bytes.as_slice()).ok()))
        }
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = path.with_extension("new");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)?;
    Ok(())
}

impl Packs {
    pub fn at(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    fn segment(&self, hash: &SegmentHash) -> PathBuf {
        self.dir.join("segments").join(hash.to_string())
    }

    fn part(&self, hash: &SegmentHash) -> PathBuf {
        self.dir.join("parts").join(hash.to_string())
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn installed(&self, name: &str) -> Result<Option<Installed>, StoreError> {
        let manifest = read_manifest(&self.dir.join(format!("{name}.manifest")))?;
        Ok(manifest.map(|manifest| {
            let bytes = manifest
                .segments
                .iter()
                .filter_map(|s| std::fs::metadata(self.segment(&s.hash)).ok())
                .map(|m| m.len())
                .sum();
            Installed { manifest, bytes }
        }))
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn staged(&self, name: &str) -> Result<Option<Staged>, StoreError> {
        let Some(manifest) = read_manifest(&self.dir.join(format!("{name}.staged")))? else {
            return Ok(None);
        };
        let mut have = 0;
        for entry in &manifest.segments {
            have += if self.has_segment(entry)? {
                entry.size
            } else {
                self.part_size(entry)?
            };
        }
        Ok(Some(Staged { manifest, have }))
    }

    /// Begins (or goes on with) a download. `frame` is the signed manifest as it came.
    ///
    /// # Errors
    /// The disk is full.
    pub fn stage(&self, frame: &[u8], manifest: &Manifest) -> Result<(), StoreError> {
        std::fs::create_dir_all(self.dir.join("segments"))?;
        std::fs::create_dir_all(self.dir.join("parts"))?;
        write_synced(&self.dir.join(format!("{}.staged", manifest.name)), frame)
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn has_segment(&self, entry: &SegmentEntry) -> Result<bool, StoreError> {
        Ok(std::fs::metadata(self.segment(&entry.hash)).is_ok_and(|found| found.len() == entry.unpacked))
    }

    /// # Errors
    /// The folder cannot be read.
    pub fn part_size(&self, entry: &SegmentEntry) -> Result<u64, StoreError> {
        Ok(std::fs::metadata(self.part(&entry.hash)).map_or(0, |found| found.len()))
    }

    /// # Errors
    /// The disk is full.
    pub fn open_part(&self, entry: &SegmentEntry) -> Result<Part, StoreError> {
        Ok(Part(
            File::options()
                .create(true)
                .append(true)
                .open(self.part(&entry.hash))?,
        ))
    }

    /// # Errors
    /// The file cannot be deleted.
    pub fn drop_part(&self, entry: &SegmentEntry) -> Result<(), StoreError> {
        match std::fs::remove_file(self.part(&entry.hash)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Proves a complete part by its hash, unpacks it and keeps it. `false`: it was damaged and is gone.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish_part(&self, entry: &SegmentEntry) -> Result<bool, StoreError> {
        let packed = std::fs::read(self.part(&entry.hash))?;
        let good = packed.len() as u64 == entry.size && SegmentHash::of(&packed) == entry.hash;
        let limit = usize::try_from(entry.unpacked).unwrap_or(usize::MAX);
        let unpacked = if good {
            codec::unpack(&packed, limit).ok()
        } else {
            None
        };
        self.drop_part(entry)?;
        match unpacked.filter(|bytes| bytes.len() as u64 == entry.unpacked) {
            Some(bytes) => {
                write_synced(&self.segment(&entry.hash), &bytes)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Puts the staged pack into use: one rename. Segments that no pack names are deleted afterwards.
    ///
    /// # Errors
    /// A segment is missing, or the disk is full.
    pub fn swap_in(&self, name: &str) -> Result<(), StoreError> {
        let staged = self.staged(name)?.ok_or(StoreError::NotFound)?;
        for entry in &staged.manifest.segments {
            if !self.has_segment(entry)? {
                return Err(StoreError::NotFound);
            }
        }
        std::fs::rename(
            self.dir.join(format!("{name}.staged")),
            self.dir.join(format!("{name}.manifest")),
        )?;
        self.sweep()
    }

    fn sweep(&self) -> Result<(), StoreError> {
        let mut wanted = BTreeSet::new();
        for file in std::fs::read_dir(&self.dir)?.flatten() {
            if let Some(manifest) = file
                .path()
                .is_file()
                .then(|| read_manifest(&file.path()))
                .transpose()?
                .flatten()
            {
                wanted.extend(manifest.segments.iter().map(|s| s.hash.to_string()));
            }
        }
        for file in std::fs::read_dir(self.dir.join("segments"))?.flatten() {
            if file
                .file_name()
                .to_str()
                .is_some_and(|name| !wanted.contains(name))
            {
                let _ = std::fs::remove_file(file.path()); // swept again next time
            }
        }
        Ok(())
    }

    /// The content of one segment of the pack in use.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(&self, manifest: &Manifest, segment: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(entry) = manifest.segments.iter().find(|s| s.name == segment) else {
            return Ok(None);
        };
        match std::fs::read(self.segment(&entry.hash)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            other => Ok(Some(other?)),
        }
    }
}
