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

/// Found by a review: the home believed a manifest because it lay in its folder, and a segment because of a hash beside it.
#[test]
fn who_can_write_the_homes_folder_cannot_add_a_card_key_or_a_law() {
    let (office, other) = (Office::open(), Office::open());
    office.publish();
    let lan = office.enrol("lan");
    let card = lan.my_card().unwrap().unwrap().1.unwrap();
    for name in ["card-status", "law"] {
        lan.download_pack(name, |_| true).unwrap();
        assert!(lan.pack(name).unwrap().signed);
    }
    let good = lan.verify_card(&card).unwrap().verdict;

    // Another union's packs, signed by its own key for this server, with every segment and every hash right.
    let (server, forged) = (lan.home().server, other.dir().join("forged"));
    let key = Keys::at(&other.data()).read("pack").unwrap();
    for (name, format) in [("card-status", 1), ("law", law::FORMAT)] {
        let segments = vec![
            ("keys".to_owned(), b"forged".to_vec()),
            ("catalogue".to_owned(), b"forged".to_vec()),
        ];
        pack::publish(
            &forged,
            (name, format),
            segments,
            (&key, server),
            office.clock.now(),
        )
        .unwrap();
        let packs = office.home("lan").join("packs");
        for file in std::fs::read_dir(forged.join("segments")).unwrap().flatten() {
            std::fs::copy(file.path(), packs.join("segments").join(file.file_name())).unwrap();
        }
        let manifest = format!("{name}.manifest");
        std::fs::copy(forged.join(&manifest), packs.join(&manifest)).unwrap();
        assert!(!lan.pack(name).unwrap().signed);
    }
    assert_eq!(lan.verify_card(&card).unwrap_err().code, "pack_not_signed");
    let refused = lan.law().map(drop).unwrap_err();
    assert_eq!(refused.code, "pack_not_signed");
    assert!(refused.message.contains("tải lại gói"), "{}", refused.message);

    // A good manifest under another pack's name is none either, and a download puts everything right.
    let packs = office.home("lan").join("packs");
    lan.download_pack("law", |_| true).unwrap();
    std::fs::copy(packs.join("law.manifest"), packs.join("card-status.manifest")).unwrap();
    assert_eq!(lan.verify_card(&card).unwrap_err().code, "pack_not_signed");
    lan.download_pack("card-status", |_| true).unwrap();
    assert_eq!(lan.verify_card(&card).unwrap().verdict, good);
    assert!(!lan.law().unwrap().documents().is_empty());
}

/// Found by a review: a device kept the trust document of its enrolment for ever, so a pack key could not be changed.
#[test]
fn a_changed_pack_key_is_learned_from_the_root_and_never_unlearned() {
    let mut office = Office::open();
    office.publish();
    let lan = office.enrol("lan");
    lan.download_pack("law", |_| true).unwrap();
    let (keys, before) = (Keys::at(&office.data()), lan.trust().unwrap());
    let trust = office.data().join("keys/trust");
    let old_trust = std::fs::read(&trust).unwrap();
    let change = |office: &mut Office, seconds: i64| {
        std::fs::remove_file(keys.file("pack.key")).unwrap();
        let at = office.clock.now().plus_ms(seconds * 1_000);
        keys.write_trust(before.server, at).unwrap();
        office.publish();
        office.stop();
        office.start();
    };
    change(&mut office, 60);
    lan.download_pack("law", |_| true).unwrap();
    assert_eq!(lan.pack("law").unwrap().installed.unwrap().manifest.version, 2);
    let renewed = lan.trust().unwrap();
    assert!(renewed.version > before.version);
    assert!(lan.pack("law").unwrap().signed);

    // An older document is not taken, whatever is signed with its keys; nor one of another union.
    change(&mut office, -60);
    assert_eq!(
        lan.download_pack("law", |_| true).unwrap_err().code,
        "pack_not_signed"
    );
    let other = Office::open();
    for document in [old_trust, std::fs::read(other.data().join("keys/trust")).unwrap()] {
        std::fs::write(&trust, document).unwrap();
        office.stop();
        office.start();
        assert_eq!(
            lan.download_pack("law", |_| true).unwrap_err().code,
            "pack_not_signed"
        );
    }
    assert_eq!(lan.trust().unwrap(), renewed);

    // A home whose document cannot be read gets it again with the next pack.
    change(&mut office, 120);
    lan.store().set_setting("trust", b"torn").unwrap();
    assert_eq!(lan.trust().unwrap_err().code, "trust_broken");
    lan.download_pack("law", |_| true).unwrap();
    assert!(lan.trust().unwrap().version > renewed.version);
}
