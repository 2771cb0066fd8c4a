//! Golden files (law 13): today's code writes these bytes and reads them, and nothing that travels has none.
//!
//! `UPDATE_GOLDEN=1 cargo test -p congdoan-tests --test golden` writes them anew; the guard `wire` then asks for a
//! version paragraph in `docs/sync-protocol.md`.

#[path = "golden/book.rs"]
mod book;
#[path = "golden/commands.rs"]
mod commands;
#[path = "golden/diagnostic.rs"]
mod diagnostic;
#[path = "golden/messages.rs"]
mod messages;
#[path = "golden/people.rs"]
mod people;
#[path = "golden/rows.rs"]
mod rows;
#[path = "golden/signed.rs"]
mod signed;
#[path = "golden/vocabulary.rs"]
mod vocabulary;

use book::Golden;
use congdoan_domain::Command;
use congdoan_domain::row::RowKind;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn all() -> Vec<Golden> {
    [messages::all(), commands::all(), rows::all(), signed::all()]
        .into_iter()
        .flatten()
        .collect()
}

fn updating() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

#[test]
fn today_writes_the_same_bytes() {
    let mut wrong = vec![];
    for golden in all() {
        for (path, expected) in golden.files() {
            if updating() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &expected).unwrap();
            } else if std::fs::read_to_string(&path).ok().as_ref() != Some(&expected) {
                wrong.push(path.strip_prefix(book::folder()).unwrap().to_owned());
            }
        }
    }
    assert!(wrong.is_empty(), "missing or no longer written so: {wrong:?}");
}

#[test]
fn today_reads_what_was_written() {
    for golden in all() {
        let Some(kept) = golden.kept() else {
            assert!(updating(), "{} is missing", golden.name);
            continue;
        };
        let again = (golden.reread)(&kept).unwrap_or_else(|why| panic!("{}: {why}", golden.name));
        assert_eq!(again, kept, "{}", golden.name);
    }
}

/// The promise of version 1 to later ones: a field that a program does not know is passed over.
#[test]
fn a_field_of_a_newer_program_is_passed_over() {
    let mut tried = 0;
    // What is signed keeps its exact bytes, so a field more is a broken signature there, and must be.
    for golden in all()
        .into_iter()
        .filter(|g| !g.text && !g.name.starts_with("signed/"))
    {
        let ciborium::Value::Map(mut fields) = ciborium::from_reader(golden.bytes.as_slice()).unwrap() else {
            continue;
        };
        fields.push(("of_a_newer_program".into(), vec![ciborium::Value::from(1)].into()));
        let newer = book::to_cbor(&ciborium::Value::Map(fields));
        let read = (golden.reread)(&newer).unwrap_or_else(|why| panic!("{}: {why}", golden.name));
        assert_eq!(read, golden.bytes, "{}", golden.name);
        tried += 1;
    }
    assert!(tried > 60, "only {tried} were maps");
}

#[test]
fn a_frame_written_by_any_version_is_read() {
    for (name, frame, expected) in messages::frames() {
        let path = book::folder().join(format!("{name}.bin"));
        if updating() && !path.exists() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &frame).unwrap();
        }
        for bytes in [frame, std::fs::read(&path).unwrap()] {
            let read: ciborium::Value = congdoan_wire::decode(&bytes, 1 << 20).unwrap();
            assert_eq!(book::to_cbor(&read), expected, "{name}");
        }
    }
}

#[test]
fn no_command_and_no_row_is_without_a_golden_file() {
    let names: BTreeSet<String> = all().into_iter().map(|golden| golden.name).collect();
    let has = |start: String| {
        names
            .iter()
            .any(|name| *name == start || name.starts_with(&format!("{start}.")))
    };
    let commands = Command::NAMES.iter().map(|name| format!("command/{name}"));
    let rows = RowKind::ALL.iter().map(|kind| format!("row/{}", kind.as_str()));
    let missing: Vec<String> = commands.chain(rows).filter(|start| !has(start.clone())).collect();
    assert!(missing.is_empty(), "no golden file: {missing:?}");
}

#[test]
fn no_golden_file_is_left_over() {
    let known: BTreeSet<PathBuf> = all()
        .iter()
        .flat_map(Golden::files)
        .map(|(path, _)| path)
        .chain(
            messages::frames()
                .into_iter()
                .map(|(name, ..)| book::folder().join(format!("{name}.bin"))),
        )
        .collect();
    let mut found = vec![];
    for folder in std::fs::read_dir(book::folder())
        .unwrap()
        .flatten()
        .filter(|f| f.path().is_dir())
    {
        found.extend(
            std::fs::read_dir(folder.path())
                .unwrap()
                .flatten()
                .map(|file| file.path()),
        );
    }
    let left: Vec<_> = found.iter().filter(|path| !known.contains(*path)).collect();
    assert!(left.is_empty(), "nothing writes these any more: {left:?}");
}

/// A variant inside a row, a command or a message is a change of the wire as well.
#[test]
fn no_word_of_the_vocabulary_is_without_a_golden_file() {
    let texts: String = all()
        .iter()
        .flat_map(Golden::files)
        .map(|(_, text)| text)
        .collect();
    let words = vocabulary::words();
    assert!(
        words.len() > 60,
        "only {} words were found in the sources",
        words.len()
    );
    let missing: Vec<_> = words
        .iter()
        .filter(|word| !texts.contains(&format!("\"{}\"", word.word)))
        .map(|word| format!("{}::{} ({})", word.of, word.variant, word.word))
        .collect();
    assert!(missing.is_empty(), "in no golden file: {missing:#?}");
}

/// A field that no golden file holds could change or vanish unseen.
#[test]
fn no_field_is_without_a_golden_file() {
    let texts: String = all()
        .iter()
        .flat_map(Golden::files)
        .map(|(_, text)| text)
        .collect();
    let fields = vocabulary::fields();
    assert!(
        fields.len() > 150,
        "only {} fields were found in the sources",
        fields.len()
    );
    let missing: Vec<_> = fields
        .iter()
        .filter(|(_, field)| !texts.contains(&format!("\"{field}\": ")))
        .collect();
    assert!(missing.is_empty(), "in no golden file: {missing:?}");
}

/// Every type of `core/wire` that can be written is in the code of the golden files.
#[test]
fn no_type_of_the_wire_is_without_a_golden_file() {
    let code = include_str!("golden/messages.rs").to_owned() + include_str!("golden/signed.rs");
    let missing: Vec<_> = vocabulary::wire_types()
        .into_iter()
        .filter(|name| !code.contains(name.as_str()))
        .collect();
    assert!(missing.is_empty(), "in no golden file: {missing:?}");
}
