//! A pack that was cut, mixed up, signed by another or is older: not used, and the one in use stays.

use congdoan_client::Client;
use congdoan_server::keys::Keys;
use congdoan_server::{law, pack};
use congdoan_tests::kit::Office;
use std::path::PathBuf;

struct Bad {
    office: Office,
    lan: Client,
    /// What the server had before version 2: also the segments of other packs, which Lan never fetched.
    before: Vec<PathBuf>,
}

fn segments(office: &Office) -> Vec<PathBuf> {
    let all = std::fs::read_dir(office.data().join("packs/segments")).unwrap();
    all.flatten().map(|file| file.path()).collect()
}

/// Lan has version 1; the server offers version 2, which differs.
fn version_two() -> Bad {
    let office = Office::open();
    office.publish();
    let lan = office.enrol("lan");
    lan.download_pack("law", |_| true).unwrap();
    let file = office.dir().join("mẫu.jsonl");
    let sample = include_str!("../../../../core/law/src/sample/quy-che-mau.jsonl");
    let lines: Vec<&str> = sample.lines().collect();
    std::fs::write(&file, lines[..lines.len() - 1].join("\n")).unwrap();
    law::import(&office.data(), &file, true).unwrap();
    let before = segments(&office);
    office.publish();
    Bad { office, lan, before }
}

impl Bad {
    fn manifest(&self) -> PathBuf {
        self.office.data().join("packs/law.manifest")
    }

    fn new_segments(&self) -> Vec<PathBuf> {
        let mut new = segments(&self.office);
        new.retain(|path| !self.before.contains(path));
        new.sort();
        new
    }

    fn refused(&self, code: &str) {
        let error = self.lan.download_pack("law", |_| true).unwrap_err();
        assert_eq!(error.code, code, "{}", error.message);
        assert!(error.message.contains("Gói"), "{}", error.message);
        assert_eq!(self.version(), 1, "the one in use stays");
        assert!(!self.lan.law().unwrap().documents().is_empty());
    }

    fn version(&self) -> u64 {
        self.lan.pack("law").unwrap().installed.unwrap().manifest.version
    }

    /// The damage is mended at the server: the same download goes through.
    fn heals(&self) {
        self.lan.download_pack("law", |_| true).unwrap();
        assert_eq!(self.version(), 2);
        assert!(!self.lan.law().unwrap().documents().is_empty());
    }
}

#[test]
fn a_truncated_manifest_or_segment_is_not_used() {
    let bad = version_two();
    let whole = std::fs::read(bad.manifest()).unwrap();
    std::fs::write(bad.manifest(), &whole[..whole.len() / 2]).unwrap();
    bad.refused("pack_damaged");
    std::fs::write(bad.manifest(), &whole).unwrap();

    let segment = bad.new_segments().remove(0);
    let whole = std::fs::read(&segment).unwrap();
    std::fs::write(&segment, &whole[..whole.len() - 3]).unwrap();
    bad.refused("pack_damaged");
    std::fs::write(&segment, &whole).unwrap();
    bad.heals();
}

#[test]
fn segments_in_each_others_place_are_not_used() {
    let bad = version_two();
    let segments = bad.new_segments();
    let (one, two) = (&segments[0], &segments[1]);
    let (first, second) = (std::fs::read(one).unwrap(), std::fs::read(two).unwrap());
    std::fs::write(one, &second).unwrap();
    std::fs::write(two, &first).unwrap();
    bad.refused("pack_damaged");
    std::fs::write(one, &first).unwrap();
    std::fs::write(two, &second).unwrap();
    bad.heals();
}

/// The server's own certificate key is not a pack key, and another union's pack key is not ours.
#[test]
fn a_pack_signed_anew_by_a_wrong_key_is_not_used() {
    let bad = version_two();
    let good = std::fs::read(bad.manifest()).unwrap();
    let other = Office::open();
    let server = bad.lan.home().server;
    for (data, name) in [(bad.office.data(), "certificate"), (other.data(), "pack")] {
        let key = Keys::at(&data).read(name).unwrap();
        pack::publish(
            &bad.office.data().join("packs"),
            ("law", law::FORMAT),
            law::segments(&bad.office.data()).unwrap(),
            (&key, server),
            bad.office.clock.now(),
        )
        .unwrap();
        bad.refused("pack_not_signed");
    }
    std::fs::write(bad.manifest(), good).unwrap();
    bad.heals();
}

#[test]
fn an_older_pack_is_not_taken_and_another_pack_under_this_name_neither() {
    let bad = version_two();
    let newer = std::fs::read(bad.manifest()).unwrap();
    bad.heals();
    bad.office.publish();
    let newest = std::fs::read(bad.manifest()).unwrap();
    bad.lan.download_pack("law", |_| true).unwrap();
    std::fs::write(bad.manifest(), &newer).unwrap();
    assert_eq!(
        bad.lan.download_pack("law", |_| true).unwrap_err().code,
        "pack_older"
    );
    assert_eq!(bad.version(), 3);

    // Rightly signed, but of the list of cards.
    std::fs::copy(
        bad.office.data().join("packs/card-status.manifest"),
        bad.manifest(),
    )
    .unwrap();
    assert_eq!(
        bad.lan.download_pack("law", |_| true).unwrap_err().code,
        "pack_damaged"
    );
    std::fs::write(bad.manifest(), newest).unwrap();
    bad.lan.download_pack("law", |_| true).unwrap();
}
