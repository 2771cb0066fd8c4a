//! `congdoan-server` as the operator runs it: what it says and how it ends.

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn program(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_congdoan-server"));
    command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env("CONGDOAN_LANG", "vi");
    command
}

fn run(arguments: &[&str], data: &Path) -> (bool, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = program(arguments, data).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.success(), text(stdout), text(stderr))
}

fn founded(arguments: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (good, _, said) = run(&[&["init"], arguments].concat(), &folder.path().join("data"));
    assert!(good, "{said}");
    folder
}

#[test]
fn an_address_good_for_nobody_founds_no_server_and_invites_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for flags in [&[][..], &["--sample"], &["--tls"]] {
        let (good, _, said) = run(&[&["init", "--url", "not a url"], flags].concat(), &data);
        assert!(!good && said.contains("“not a url”"), "{said}");
        assert!(!data.exists());
    }
    let folder = founded(&[]);
    let grant = "00000000-0000-0000-0000-000000000001";
    let (good, _, said) = run(
        &["invite", "--url", "nowhere", "--grant", grant],
        &folder.path().join("data"),
    );
    assert!(!good && said.contains("“nowhere”"), "{said}");
}

#[test]
fn a_real_server_publishes_no_invented_regulation() {
    let folder = founded(&[]);
    let data = folder.path().join("data");
    let (good, _, said) = run(&["publish", "law"], &data);
    assert!(!good && said.contains("chưa có luật nào"), "{said}");
    assert!(!data.join("packs/law.manifest").exists());
    let (good, said, _) = run(&["publish"], &data);
    assert!(
        good && said.contains("card-status") && said.contains("chưa có luật nào"),
        "{said}"
    );
    assert!(data.join("packs/card-status.manifest").exists());
    assert!(!data.join("packs/law.manifest").exists());
    let (good, _, said) = run(&["publish", "nosuch"], &data);
    assert!(!good && said.contains("Không có gói “nosuch”"), "{said}");
}

#[test]
fn what_is_missing_is_said_in_words() {
    let folder = founded(&[]);
    let data = folder.path().join("data");
    let (good, _, said) = run(&["import", "law", "nofile.jsonl"], &data);
    assert!(!good && said.contains("Không thấy tệp nofile.jsonl"), "{said}");
    assert!(!said.contains("os error"), "{said}");
    let nowhere = folder.path().join("nowhere");
    for command in [&["unit", "list"][..], &["doctor"], &["serve"], &["publish"]] {
        let (good, _, said) = run(command, &nowhere);
        assert!(
            !good && (said.contains("chưa có máy chủ") || said.contains("tệp khóa")),
            "{said}"
        );
        for english in ["the store", "unable to open", "panicked"] {
            assert!(!said.contains(english), "{said}");
        }
    }
    let (good, said, _) = run(&["doctor"], &data);
    assert!(good && said.contains("Chưa dọn lần nào"), "{said}");
    let (good, _, said) = run(&["unit", "lisst"], &data);
    assert!(!good && said.contains("Lệnh viết chưa đúng"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = founded(&["--sample"]);
    let mut child = program(&["unit", "list"], &folder.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.success() && said.is_empty(), "{said}");
}
