//! Publishing packs: segments by hash, a signed manifest, swapped by one rename. Knows nothing of what is inside.

use crate::keys::Key;
use congdoan_domain::Instant;
use congdoan_domain::signature::Purpose;
use congdoan_wire::pack::{Manifest, SegmentEntry, SegmentHash};
use congdoan_wire::{Signed, codec};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use uuid::Uuid;

/// zstd level: packs are made once and read by everyone.
const LEVEL: i32 = 12;

/// What a publication did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub version: u64,
    pub segments: usize,
    /// Bytes to download for all of it.
    pub size: u64,
    /// Bytes that were not there before.
    pub new: u64,
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = path.with_extension("new");
    let mut file = std::fs::File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(temporary, path)
}

fn current(packs: &Path, name: &str) -> Option<Manifest> {
    let frame = std::fs::read(packs.join(format!("{name}.manifest"))).ok()?;
    let signed: Signed = codec::decode(&frame, congdoan_wire::pack::MAX_MANIFEST).ok()?;
    ciborium::from_reader(signed.bytes.as_slice()).ok()
}

/// Publishes a new version. Segments of the version before stay for devices that are downloading it.
///
/// # Errors
/// The disk cannot be written; the old version stays in use.
pub fn publish(
    packs: &Path,
    (name, format): (&str, u16),
    segments: Vec<(String, Vec<u8>)>,
    (key, server): (&Key, Uuid),
    at: Instant,
) -> std::io::Result<Published> {
    std::fs::create_dir_all(packs.join("segments"))?;
    let before = current(packs, name);
    let mut entries = vec![];
    let mut new = 0;
    for (segment, bytes) in segments {
        let packed = zstd::bulk::compress(&bytes, LEVEL)?;
        let hash = SegmentHash::of(&packed);
        let path = packs.join("segments").join(hash.to_string());
        if !path.exists() {
            write_synced(&path, &packed)?;
            new += packed.len() as u64;
        }
        entries.push(SegmentEntry {
            name: segment,
            hash,
            size: packed.len() as u64,
            unpacked: bytes.len() as u64,
        });
    }
    let manifest = Manifest {
        name: name.to_owned(),
        version: before.as_ref().map_or(1, |manifest| manifest.version + 1),
        made_at: at,
        format,
        segments: entries,
    };
    assert!(
        manifest.is_well_formed(),
        "a pack's own segment names are well-formed"
    );
    let signed = Signed::sign(&manifest, Purpose::PackManifest, server, key.public(), |bytes| {
        key.sign(bytes)
    });
    write_synced(
        &packs.join(format!("{name}.manifest")),
        &congdoan_wire::encode(&signed),
    )?;
    sweep(packs, [Some(&manifest), before.as_ref()])?;
    Ok(Published {
        version: manifest.version,
        segments: manifest.segments.len(),
        size: manifest.size(),
        new,
    })
}

/// Deletes segments that neither a manifest in use nor the version before names.
fn sweep(packs: &Path, keep: [Option<&Manifest>; 2]) -> std::io::Result<()> {
    let mut wanted: BTreeSet<String> = keep
        .into_iter()
        .flatten()
        .flat_map(|m| &m.segments)
        .map(|s| s.hash.to_string())
        .collect();
    for file in std::fs::read_dir(packs)?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let manifest = name
            .strip_suffix(".manifest")
            .and_then(|name| current(packs, name));
        wanted.extend(
            manifest
                .iter()
                .flat_map(|m| &m.segments)
                .map(|s| s.hash.to_string()),
        );
    }
    for file in std::fs::read_dir(packs.join("segments"))?.flatten() {
        if !wanted.contains(file.file_name().to_string_lossy().as_ref()) {
            std::fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keys;

    #[test]
    fn a_second_version_sends_only_what_changed() {
        let dir = tempfile::tempdir().unwrap();
        let key = Keys::at(dir.path()).read_or_make("pack").unwrap();
        let server = Uuid::from_u128(5);
        let put = |b: &[u8]| {
            let segments = vec![("a".to_owned(), vec![1; 9_000]), ("b".to_owned(), b.to_vec())];
            publish(
                &dir.path().join("packs"),
                ("law", 1),
                segments,
                (&key, server),
                Instant(9),
            )
            .unwrap()
        };
        let (first, second) = (put(b"one"), put(b"two"));
        assert_eq!((first.version, second.version), (1, 2));
        assert!(second.new < 50, "{second:?}");
        let manifest = current(&dir.path().join("packs"), "law").unwrap();
        for entry in &manifest.segments {
            let packed =
                std::fs::read(dir.path().join("packs/segments").join(entry.hash.to_string())).unwrap();
            assert_eq!(SegmentHash::of(&packed), entry.hash);
        }
    }
}
