//! The kept corpus of the fuzz targets (`./dev fuzz`), read by the same functions in every run of the tests.
//!
//! `CONGDOAN_WRITE_CORPUS=1` writes the seeds anew from the golden files. What the fuzzer found beside them stays.

#[path = "../../fuzz/decoders.rs"]
mod decoders;

use congdoan_domain::{CommandId, Instant, Scope};
use congdoan_law::{Layout, build, sample};
use congdoan_wire::{CommandMsg, Page, SyncResponse, WireRow, codec, hex};
use decoders::TARGETS;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use uuid::Uuid;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap_or_else(|_| panic!("{} is not there", folder.display()))
        .flatten()
        .map(|file| {
            (
                file.file_name().into_string().unwrap(),
                std::fs::read(file.path()).unwrap(),
            )
        })
        .collect();
    found.sort();
    found
}

/// Damage that a fuzzer would do first, the same in every run.
fn damaged(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut bad = vec![bytes[..bytes.len() / 2].to_vec(), [bytes, bytes].concat()];
    for n in 1..=6 {
        let mut flipped = bytes.to_vec();
        if let Some(byte) = flipped.get_mut(bytes.len() * n / 7) {
            *byte ^= 1 << n;
        }
        bad.push(flipped);
    }
    bad
}

#[test]
fn every_decoder_ends_well_over_every_file_of_the_corpus() {
    if std::env::var_os("CONGDOAN_WRITE_CORPUS").is_some() {
        write_seeds();
    }
    let mut panicked = vec![];
    for (target, own) in TARGETS {
        let corpus = files(&tests().join("fuzz/corpus").join(target));
        assert!(corpus.len() > 2, "{target} has no corpus");
        for (name, bytes) in corpus {
            for (other, decode) in TARGETS {
                if catch_unwind(|| decode(&bytes)).is_err() {
                    panicked.push(format!("{other} over {target}/{name}"));
                }
            }
            for (at, bad) in damaged(&bytes).into_iter().enumerate() {
                if catch_unwind(|| own(&bad)).is_err() {
                    panicked.push(format!("{target} over {name}, damage {at}"));
                }
            }
        }
    }
    assert!(panicked.is_empty(), "{panicked:#?}");
}

/// Golden files of a folder: name without endings, bytes.
fn golden(folder: &str) -> Vec<(String, Vec<u8>)> {
    let all = files(&tests().join("golden").join(folder));
    all.into_iter()
        .filter_map(|(name, bytes)| {
            if let Some(stem) = name.strip_suffix(".hex") {
                let text: String = String::from_utf8(bytes).unwrap().split_whitespace().collect();
                return Some((stem.to_owned(), hex::decode(&text).unwrap()));
            }
            name.strip_suffix(".txt").map(|stem| (stem.to_owned(), bytes))
        })
        .collect()
}

fn plain(cbor: &[u8]) -> Vec<u8> {
    [[0].as_slice(), cbor].concat()
}

/// Uncompressed whatever its size: a fuzzer changes what it can see.
fn frame<T: serde::Serialize>(message: &T) -> Vec<u8> {
    let mut cbor = vec![];
    ciborium::into_writer(message, &mut cbor).unwrap();
    plain(&cbor)
}

fn write(target: &str, name: &str, bytes: &[u8]) {
    let folder = tests().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("seed-{name}")), bytes).unwrap();
}

fn write_seeds() {
    for (name, bytes) in golden("message") {
        let target = match name.as_str() {
            "manifest" => "manifest",
            name if name.contains("request") => "request",
            _ => "response",
        };
        write(
            target,
            &name,
            &if target == "manifest" {
                bytes
            } else {
                plain(&bytes)
            },
        );
    }
    for (case, body) in golden("command") {
        let name = case.split('.').next().unwrap().to_owned();
        let (id, made_at) = (CommandId(Uuid::from_u128(7)), Instant(1_795_417_500_000));
        let mut request = super::stranger::blank();
        request.commands = vec![CommandMsg {
            id,
            made_at,
            name,
            body,
        }];
        write("request", &format!("command-{case}"), &frame(&request));
        if case == "save_survey" {
            write("request", "packed", &codec::encode(&request));
        }
    }
    for (case, body) in golden("row") {
        let kind = case.split('.').next().unwrap().to_owned();
        let (id, body) = (Uuid::from_u128(7), Some(serde_bytes::ByteBuf::from(body)));
        let row = WireRow {
            seq: 1,
            rev: 1,
            kind,
            id,
            body,
        };
        let page = Page {
            scope: Scope::Public,
            epoch: 1,
            from: 0,
            to: 1,
            head: 1,
            rows: vec![row],
        };
        let response = SyncResponse {
            incarnation: id,
            server_time: Instant(1),
            pages: vec![page],
            reset: vec![],
            gone: vec![],
            more: false,
            receipts: vec![],
            sums: vec![],
            retry_after: None,
            cell: None,
        };
        write("response", &format!("row-{case}"), &frame(&response));
    }
    for (name, bytes) in golden("signed") {
        match name.as_str() {
            "card" => write("card", &name, &bytes),
            _ => write("manifest", &name, &plain(&bytes)),
        }
    }
    for (name, bytes) in golden("pack") {
        write("segment", &name, &bytes);
    }
    for (at, segment) in build(&sample(), &Layout::default()).into_iter().enumerate() {
        let place = u8::try_from(at).unwrap();
        write(
            "segment",
            &segment.name,
            &[[place].as_slice(), &segment.bytes].concat(),
        );
    }
    for (name, bytes) in golden("text") {
        if name.starts_with("invitation") {
            write("invitation", &name, &bytes);
            let code = bytes.rsplit(|byte| *byte == b'|').next().unwrap();
            write("invitation", "code", code);
        } else if name == "card" || name == "voucher" {
            write("card", &format!("text-{name}"), &bytes);
        }
    }
    for (name, text) in [
        ("one", "điểm b khoản 1 Điều 5 Quy chế mẫu"),
        (
            "list",
            "các điểm a, b, đ và g khoản 2; khoản 3 và khoản 5 đến khoản 7 Điều 12a, Điều này",
        ),
        (
            "numbers",
            "Nghị định số 12/2099/NĐ-CP ngày 01 tháng 02 năm 2099, 7/2099/QH99 và 3/CT-TTg",
        ),
        (
            "typed",
            "dieu 5 khoan 2 quy che mau lam them gio ban dem duoc tra bao nhieu",
        ),
        ("nfd", "Đie\u{302}\u{300}u 5 khoa\u{309}n 1"),
        ("structure", "Điều 1. Phạm vi\n1. Một:\na) Hai;\nđ) Ba.\n2. Bốn."),
    ] {
        write("citation", name, text.as_bytes());
    }
    let lines = include_str!("../../../core/law/src/sample/quy-che-mau.jsonl");
    write(
        "citation",
        "import",
        lines.lines().take(2).collect::<Vec<_>>().join("\n").as_bytes(),
    );
}
