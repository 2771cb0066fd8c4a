//! Names in the doors of packs, and names inside packs, that would lead out of their folder.

use super::stranger::{ask, assert_alive};
use congdoan_domain::signature::Purpose;
use congdoan_server::keys::Keys;
use congdoan_tests::kit::Office;
use congdoan_wire::pack::{Manifest, SegmentEntry, SegmentHash};
use congdoan_wire::{Signed, codec};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn no_name_leads_out_of_the_packs_folder() {
    let office = Office::open();
    office.publish();
    let secret = std::fs::read(office.data().join("keys/token.key")).unwrap();
    // What the names aim at, also under the endings that the doors add.
    for file in ["keys/x.manifest", "x.manifest"] {
        std::fs::write(office.data().join(file), &secret).unwrap();
    }
    let ups = [
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%5c",
        "..\\",
        "..%252f",
        "....//",
        "%c0%ae%c0%ae/",
        "..%00/",
        "․․/",
    ];
    let aims = [
        "x",
        "keys/x",
        "keys/token.key",
        "server.db",
        "keys%2ftoken.key",
        "security.log",
    ];
    let mut tried = 0;
    for up in ups {
        for aim in aims {
            for path in [
                format!("/v1/packs/{up}{aim}/manifest"),
                format!("/v1/packs/{up}{aim}"),
                format!("/v1/packs/law{up}{up}{aim}/manifest"),
                format!("/v1/packs/segments/{up}{aim}"),
                format!("/v1/packs/segments/{up}{up}{aim}"),
                format!("/v1/packs/segments/{up}law.manifest"),
            ] {
                let answer = ask(&office, &format!("GET {path}"), "", b"");
                assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
                assert!(
                    !answer.body.windows(16).any(|part| secret.starts_with(part)),
                    "{path}"
                );
                tried += 1;
            }
        }
    }
    let data = office.data();
    let data = data.to_str().unwrap();
    for path in [
        format!("/v1/packs/{data}/x/manifest"),
        format!(
            "/v1/packs/%2f{}%2fx/manifest",
            data.trim_start_matches('/').replace('/', "%2f")
        ),
        "/v1/packs/law%00/manifest".to_owned(),
        "/v1/packs/LAW/manifest".to_owned(),
        "/v1/packs//manifest".to_owned(),
        format!("/v1/packs/{}/manifest", "a".repeat(5_000)),
        "/v1/packs/segments/CON".to_owned(),
        format!("/v1/packs/segments/{}", "é".repeat(32)),
        "http://anderswo.example/v1/packs/..%2fx/manifest".to_owned(),
    ] {
        let answer = ask(&office, &format!("GET {path}"), "", b"");
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
    }
    assert!(tried > 300);
    assert_alive(&office);
}

/// Every file under a folder with its content, but what packs may change.
fn files(dir: &Path, but: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.file_name().is_some_and(|name| name == but) {
            continue;
        } else if path.is_dir() {
            found.extend(files(&path, but));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Rightly signed, by a publisher whose key was stolen: still no file outside the packs' folder is written.
#[test]
fn names_inside_a_pack_never_become_paths_on_a_device() {
    let office = Office::open();
    office.publish();
    let lan = office.enrol("lan");
    let before = files(office.dir(), "packs");
    let server = lan.home().server;
    let key = Keys::at(&office.data()).read("pack").unwrap();
    let content = zstd::bulk::compress(b"written by a pack", 3).unwrap();
    let segments = office.data().join("packs/segments");
    std::fs::write(segments.join(SegmentHash::of(&content).to_string()), &content).unwrap();
    for (at, (name, segment)) in [
        ("law", "../../home.json"),
        ("law", "../../../../../../tmp/congdoan-attack"),
        ("law", "/tmp/congdoan-attack"),
        ("law", "..\\..\\home.json"),
        ("law", "a\0b"),
        ("../home", "text"),
        ("/tmp/law", "text"),
        ("law/../../home", "text"),
        ("LAW", "text"),
        ("", "text"),
    ]
    .into_iter()
    .enumerate()
    {
        let manifest = Manifest {
            name: name.into(),
            version: 100 + at as u64,
            made_at: office.clock.now(),
            format: congdoan_server::law::FORMAT,
            segments: vec![SegmentEntry {
                name: segment.into(),
                hash: SegmentHash::of(&content),
                size: content.len() as u64,
                unpacked: 17,
            }],
        };
        let signed = Signed::sign(&manifest, Purpose::PackManifest, server, key.public(), |bytes| {
            key.sign(bytes)
        });
        std::fs::write(office.data().join("packs/law.manifest"), codec::encode(&signed)).unwrap();
        let _ = lan.download_pack("law", |_| true);
        let _ = lan.law().map(|library| library.documents().len());
    }
    assert!(!Path::new("/tmp/congdoan-attack").exists());
    lan.sync_now();
    let after = files(office.dir(), "packs");
    let lasts = |path: &&PathBuf| {
        !["-wal", "-shm", "-journal"]
            .iter()
            .any(|end| path.to_string_lossy().ends_with(end))
    };
    let gone: Vec<_> = before
        .keys()
        .filter(lasts)
        .filter(|path| !after.contains_key(*path))
        .collect();
    let new: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    let written = |bytes: &Vec<u8>| bytes.windows(17).any(|part| part == b"written by a pack");
    assert!(
        gone.is_empty() && after.values().all(|bytes| !written(bytes)),
        "{gone:?} {new:?}"
    );
    assert!(
        new.iter()
            .all(|path| !path.to_string_lossy().contains("manifest")),
        "{new:?}"
    );
}
