//! Publishing packs: segments by hash, a signed manifest, swapped by one rename. Knows nothing of what is inside.

use crate::durable::replace;
use crate::keys::Key;
use congdoan_domain::Instant;
use congdoan_domain::signature::Purpose;
use congdoan_wire::pack::{Manifest, SegmentEntry, SegmentHash};
use congdoan_wire::{Signed, codec};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::ErrorKind;
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

/// The manifest in use; `None` only if there is none. One that cannot be read is no reason to begin again at version 1:
/// devices refuse a version that goes back.
fn current(packs: &Path, name: &str) -> std::io::Result<Option<Manifest>> {
    let path = packs.join(format!("{name}.manifest"));
    let frame = match std::fs::read(&path) {
        Ok(frame) => frame,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let read = || -> Option<Manifest> {
        let signed: Signed = codec::decode(&frame, congdoan_wire::pack::MAX_MANIFEST).ok()?;
        ciborium::from_reader(signed.bytes.as_slice()).ok()
    };
    read().map(Some).ok_or_else(|| {
        std::io::Error::new(
            ErrorKind::InvalidData,
            format!(
                "Không đọc được {} nên không biết đang ở bản nào. Chưa phát gì cả, tệp cũ còn nguyên. Hãy lấy lại tệp này từ bản sao, hoặc từ một máy đã tải gói.",
                path.display()
            ),
        )
    })
}

/// One publisher at a time: two would give the same version twice and sweep away each other's segments. Held until
/// dropped, also when the process is killed.
fn lock(packs: &Path) -> std::io::Result<File> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(packs.join("publish.lock"))?;
    file.lock()?;
    Ok(file)
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
    let _alone = lock(packs)?;
    let before = current(packs, name)?;
    let mut entries = vec![];
    let mut new = 0;
    for (segment, bytes) in segments {
        let packed = zstd::bulk::compress(&bytes, LEVEL)?;
        let hash = SegmentHash::of(&packed);
        let path = packs.join("segments").join(hash.to_string());
        if !path.exists() {
            replace(&path, &packed)?;
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
    replace(
        &packs.join(format!("{name}.manifest")),
        &congdoan_wire::encode(&signed),
    )?;
    // The new version is out already: what cannot be swept away is only room on the disk.
    if let Err(error) = sweep(packs, [Some(&manifest), before.as_ref()]) {
        tracing::warn!(%error, "old segments stay");
    }
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
    for file in std::fs::read_dir(packs)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        let manifest = match name.strip_suffix(".manifest") {
            Some(name) => current(packs, name)?,
            None => None,
        };
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
        let manifest = current(&dir.path().join("packs"), "law").unwrap().unwrap();
        for entry in &manifest.segments {
            let packed =
                std::fs::read(dir.path().join("packs/segments").join(entry.hash.to_string())).unwrap();
            assert_eq!(SegmentHash::of(&packed), entry.hash);
        }
    }

    fn put(dir: &Path, name: &str, bytes: &[u8]) -> std::io::Result<Published> {
        let key = Keys::at(dir).read_or_make("pack").unwrap();
        let segments = vec![("a".to_owned(), bytes.to_vec())];
        publish(
            &dir.join("packs"),
            (name, 1),
            segments,
            (&key, Uuid::from_u128(5)),
            Instant(9),
        )
    }

    #[test]
    fn a_manifest_that_cannot_be_read_stops_publishing_and_nothing_is_swept_away() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str| dir.path().join("packs").join(name);
        put(dir.path(), "law", b"one").unwrap();
        put(dir.path(), "card-status", b"list").unwrap();
        std::fs::write(file("law.manifest"), b"\x00torn").unwrap();
        let segments = || std::fs::read_dir(file("segments")).unwrap().count();
        let error = put(dir.path(), "law", b"two").unwrap_err();
        assert!(error.to_string().contains("law.manifest"), "{error}");
        assert_eq!(std::fs::read(file("law.manifest")).unwrap(), b"\x00torn");
        assert_eq!(segments(), 2);
        // Another pack may go on, and takes nothing of the damaged one away.
        assert_eq!(put(dir.path(), "card-status", b"list 2").unwrap().version, 2);
        assert_eq!(put(dir.path(), "card-status", b"list 3").unwrap().version, 3);
        assert_eq!(segments(), 4);
    }

    #[test]
    fn two_publishers_at_once_give_two_versions() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "law", b"first").unwrap();
        let mut versions: Vec<u64> = std::thread::scope(|threads| {
            let all: Vec<_> = (0..8_u8)
                .map(|n| {
                    let dir = dir.path();
                    threads.spawn(move || put(dir, "law", &vec![n; 200_000]).unwrap().version)
                })
                .collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        versions.sort_unstable();
        assert_eq!(versions, (2..=9).collect::<Vec<_>>());
    }
}
