//! Small messages that unfold, or claim to hold, very much: at every door that takes a body, and in packs.

use super::stranger::{Stranger, ask, assert_alive, bearer};
use congdoan_store::packs::Packs;
use congdoan_tests::kit::Office;
use congdoan_wire::pack::{Manifest, SegmentEntry, SegmentHash};

const ZSTD: u8 = 1;
const PLAIN: u8 = 0;

fn packed(content: &[u8]) -> Vec<u8> {
    let packed = zstd::bulk::compress(content, 3).unwrap();
    [[ZSTD].as_slice(), &packed].concat()
}

/// A zstd frame (RFC 8878) that asks for a window of 2^`window` bytes and holds three.
fn wide(window: u8) -> Vec<u8> {
    vec![
        ZSTD,
        0x28,
        0xb5,
        0x2f,
        0xfd,
        0,
        (window - 10) << 3,
        3 << 3 | 1,
        0,
        0,
        1,
        2,
        3,
    ]
}

fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let nested = |open: u8, n: usize| [[PLAIN].as_slice(), &vec![open; n]].concat();
    let claims = |head: &[u8]| [[PLAIN].as_slice(), head, &[0xff; 8], b"abc"].concat();
    let one = zstd::bulk::compress(&[0; 1 << 20], 3).unwrap();
    let mut many = vec![ZSTD];
    (0..200).for_each(|_| many.extend_from_slice(&one));
    vec![
        ("64 MiB of zeros", packed(&vec![0; 64 << 20])),
        ("a bomb in a bomb", packed(&packed(&vec![0; 64 << 20]))),
        ("200 frames one behind the other", many),
        ("a window of 128 MiB", wide(27)),
        ("a window of 2 GiB", wide(31)),
        ("a million arrays in each other", packed(&vec![0x81; 1 << 20])),
        ("30,000 arrays in each other, plain", nested(0x81, 30_000)),
        ("30,000 tags on each other", nested(0xc1, 30_000)),
        ("maps without an end", nested(0xbf, 30_000)),
        ("a text of 2^64 bytes", claims(&[0x7b])),
        ("bytes without an end", claims(&[0x5b])),
        ("an array of 2^64", claims(&[0x9b])),
        ("a map of 2^64", claims(&[0xbb])),
        ("a request with 2^64 commands", claims(b"\xa1\x68commands\x9b")),
        ("nothing", vec![]),
        ("half a frame", packed(&vec![7; 5_000])[..20].to_vec()),
    ]
}

#[test]
fn no_door_unfolds_a_bomb() {
    let office = Office::open();
    let lan = Stranger::enter(&office, "lan", 1);
    let token = bearer(&lan.token());
    for door in ["/v1/challenge", "/v1/session", "/v1/enrol", "/v1/sync"] {
        for (what, body) in bombs() {
            // Past the limits of the door: those are other tests'.
            office.clock.advance_minutes(5);
            let token = if door == "/v1/sync" {
                bearer(&lan.token())
            } else {
                token.clone()
            };
            let answer = ask(&office, &format!("POST {door}"), &token, &body);
            let expected = [(400, "unreadable".to_owned()), (413, "too_large".to_owned())];
            assert!(
                expected.contains(&answer.refusal()),
                "{door}, {what}: {:?}",
                answer.refusal()
            );
        }
    }
    assert_alive(&office);
}

/// Found by this list: 4 MiB were taken in of anybody before they had shown anything, from a thousand lines at once.
#[test]
fn before_sign_in_only_small_messages_are_taken_in() {
    let office = Office::open();
    for door in ["/v1/challenge", "/v1/session", "/v1/enrol"] {
        for body in [vec![0; (64 << 10) + 1], packed(&vec![0; (64 << 10) + 1])] {
            let answer = ask(&office, &format!("POST {door}"), "", &body);
            assert_eq!(answer.refusal(), (413, "too_large".into()), "{door}");
        }
    }
    // Without a token not even the small ones are read at the large door.
    assert_eq!(
        ask(&office, "POST /v1/sync", "", &[0; 9]).refusal(),
        (401, "session_needed".into())
    );
}

#[test]
fn a_segment_that_unfolds_to_more_than_it_said_is_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let packs = Packs::at(folder.path());
    for (content, said) in [
        (vec![0; 64 << 20], 1_000),
        (vec![0; 999], 1_000),
        (vec![0; 1_000], u64::MAX),
    ] {
        let bytes = zstd::bulk::compress(&content, 3).unwrap();
        let entry = SegmentEntry {
            name: "text".into(),
            hash: SegmentHash::of(&bytes),
            size: bytes.len() as u64,
            unpacked: said,
        };
        let manifest = Manifest {
            name: "law".into(),
            version: 1,
            made_at: congdoan_domain::Instant(0),
            format: 1,
            segments: vec![entry.clone()],
        };
        assert_eq!(manifest.is_well_formed(), said <= 64 << 20);
        packs.stage(b"", &manifest).unwrap();
        packs.open_part(&entry).unwrap().append(&bytes).unwrap();
        assert!(!packs.finish_part(&entry).unwrap(), "{said}");
        assert!(!packs.has_segment(&entry));
    }
}
