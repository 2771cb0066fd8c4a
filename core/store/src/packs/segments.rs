//! Segments on the disk: coming, proved, read.

use super::Packs;
use crate::{StoreError, private};
use congdoan_wire::codec;
use congdoan_wire::pack::{Manifest, SegmentEntry, SegmentHash};
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

/// A segment that is coming.
pub struct Part(File);

impl Part {
    /// # Errors
    /// The disk is full.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        Ok(self.0.write_all(bytes)?)
    }
}

impl Packs {
    fn segment(&self, hash: &SegmentHash) -> PathBuf {
        self.dir.join("segments").join(hash.to_string())
    }

    fn part(&self, hash: &SegmentHash) -> PathBuf {
        self.dir.join("parts").join(hash.to_string())
    }

    /// Whether a segment is here in full length; its content is looked at when it is read.
    pub fn has_segment(&self, entry: &SegmentEntry) -> bool {
        std::fs::metadata(self.segment(&entry.hash)).is_ok_and(|found| found.len() == entry.size)
    }

    /// Bytes of a segment that came so far.
    pub fn part_size(&self, entry: &SegmentEntry) -> u64 {
        std::fs::metadata(self.part(&entry.hash)).map_or(0, |found| found.len())
    }

    /// # Errors
    /// The disk is full.
    pub fn open_part(&self, entry: &SegmentEntry) -> Result<Part, StoreError> {
        let mut options = private::options();
        let file = options.create(true).append(true).open(self.part(&entry.hash))?;
        Ok(Part(file))
    }

    /// # Errors
    /// The file cannot be deleted.
    pub fn drop_part(&self, entry: &SegmentEntry) -> Result<(), StoreError> {
        gone(std::fs::remove_file(self.part(&entry.hash)))
    }

    /// Proves a complete part by its hash and by unpacking it, and keeps it as it came. `false`: it was damaged and is
    /// gone.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn finish_part(&self, entry: &SegmentEntry) -> Result<bool, StoreError> {
        let part = self.part(&entry.hash);
        if content(entry, &std::fs::read(&part)?).is_none() {
            self.drop_part(entry)?;
            return Ok(false);
        }
        File::options().write(true).open(&part)?.sync_all()?;
        private::rename(&part, &self.segment(&entry.hash))?;
        Ok(true)
    }

    /// The content of one segment of the pack in use; `None`: it is not here, and has to be fetched again.
    ///
    /// A segment whose content changed on the disk is deleted on the spot, so that the pack shows as broken.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(&self, manifest: &Manifest, segment: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match manifest.segments.iter().find(|entry| entry.name == segment) {
            Some(entry) => self.read_entry(entry),
            None => Ok(None),
        }
    }

    fn read_entry(&self, entry: &SegmentEntry) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.segment(&entry.hash);
        let packed = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let content = content(entry, &packed);
        if content.is_none() {
            gone(std::fs::remove_file(path))?;
        }
        Ok(content)
    }

    /// Reads every segment of a pack and deletes those that are damaged. `seen` gets the bytes looked at so far and
    /// returns false to stop. Returns the names of the segments that have to be fetched again.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn verify(
        &self,
        manifest: &Manifest,
        mut seen: impl FnMut(u64) -> bool,
    ) -> Result<Vec<String>, StoreError> {
        let (mut wanting, mut bytes) = (vec![], 0);
        for entry in &manifest.segments {
            if self.read_entry(entry)?.is_none() {
                wanting.push(entry.name.clone());
            }
            bytes += entry.size;
            if !seen(bytes) {
                break;
            }
        }
        Ok(wanting)
    }
}

/// What packed bytes hold, if they are the very ones that the manifest names.
fn content(entry: &SegmentEntry, packed: &[u8]) -> Option<Vec<u8>> {
    if packed.len() as u64 != entry.size || SegmentHash::of(packed) != entry.hash {
        return None;
    }
    let limit = usize::try_from(entry.unpacked).ok()?;
    codec::unpack(packed, limit)
        .ok()
        .filter(|content| content.len() == limit)
}

fn gone(deleted: std::io::Result<()>) -> Result<(), StoreError> {
    match deleted {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zstd frame (RFC 8878) of one raw block.
    fn frame(bytes: &[u8]) -> Vec<u8> {
        let length = u8::try_from(bytes.len()).unwrap();
        let mut frame = vec![
            0x28,
            0xb5,
            0x2f,
            0xfd,
            0x20,
            length,
            length << 3 | 1,
            length >> 5,
            0,
        ];
        frame.extend_from_slice(bytes);
        frame
    }

    fn installed(packs: &Packs, contents: &[&[u8]]) -> Manifest {
        let entry = |(at, bytes): (usize, &&[u8])| SegmentEntry {
            name: format!("s{at}"),
            hash: SegmentHash::of(&frame(bytes)),
            size: frame(bytes).len() as u64,
            unpacked: bytes.len() as u64,
        };
        let manifest = Manifest {
            name: "law".into(),
            version: 1,
            made_at: congdoan_domain::Instant(0),
            format: 1,
            segments: contents.iter().enumerate().map(entry).collect(),
        };
        packs.stage(b"", &manifest).unwrap();
        for (entry, bytes) in manifest.segments.iter().zip(contents) {
            packs.open_part(entry).unwrap().append(&frame(bytes)).unwrap();
            assert!(packs.finish_part(entry).unwrap());
        }
        manifest
    }

    #[test]
    fn a_changed_segment_with_a_matching_side_hash_is_not_used() {
        let dir = std::env::temp_dir().join(format!("congdoan-packs-forged-{}", std::process::id()));
        let packs = Packs::at(&dir);
        let manifest = installed(&packs, &[b"the unit's key", b"another text"]);
        let entry = &manifest.segments[0];
        let forged = b"somebody's key";
        let side_hash = SegmentHash::of(forged).0;
        // Good frames and hashes of themselves, as whoever writes the folder can make: bare, with a hash behind it as
        // the first homes kept it, and a whole good segment of the same pack under the wrong name.
        let tries = [
            frame(forged),
            [forged.as_slice(), &side_hash].concat(),
            [frame(forged).as_slice(), &SegmentHash::of(&frame(forged)).0].concat(),
            frame(b"another text"),
        ];
        for (at, bytes) in tries.into_iter().enumerate() {
            std::fs::write(packs.segment(&entry.hash), bytes).unwrap();
            assert_eq!(packs.read(&manifest, "s0").unwrap(), None, "try {at}");
            assert!(!packs.has_segment(entry), "try {at} is gone");
        }
        assert_eq!(packs.read(&manifest, "s1").unwrap().unwrap(), b"another text");
        std::fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_lies() {
        let dir = std::env::temp_dir().join(format!("congdoan-packs-{}", std::process::id()));
        let packs = Packs::at(&dir);
        let manifest = installed(&packs, &[b"one text", b"another text"]);
        assert_eq!(packs.read(&manifest, "s0").unwrap().unwrap(), b"one text");
        assert!(packs.verify(&manifest, |_| true).unwrap().is_empty());
        let path = packs.segment(&manifest.segments[1].hash);
        let good = std::fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&path, &bad).unwrap();
            assert!(packs.has_segment(&manifest.segments[1]), "its length is right");
            assert_eq!(packs.verify(&manifest, |_| true).unwrap(), ["s1"], "byte {at}");
            assert!(!packs.has_segment(&manifest.segments[1]));
        }
        assert_eq!(packs.read(&manifest, "s0").unwrap().unwrap(), b"one text");
        std::fs::remove_dir_all(dir).unwrap();
    }
}
