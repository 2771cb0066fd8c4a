//! What `exec` and pipes rely on.

use super::Home;
use congdoan_tests::kit::program::{program, served};
use serde_json::Value;
use std::process::{Command, Stdio};

#[test]
fn a_bad_line_of_a_script_is_named_what_came_before_is_kept_and_shown_and_the_rest_is_not_run() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    let script = folder.path().join("kịch bản.jsonl");
    let admit = |name: &str| format!("[\"member\", \"admit\", \"{name}\"]");
    for bad in [
        "[\"member\", \"admit\", \"Trần Thị Sai\", \"--phone\", \"12\"]",
        "[\"member\", \"xóa\"]",
        "member list",
    ] {
        let before = hung.json(&["status"])["waiting"].as_u64().unwrap();
        let lines = [admit("Lê Văn Đầu"), bad.to_owned(), admit("Lê Văn Cuối")];
        std::fs::write(&script, lines.join("\n")).unwrap();
        let ran = hung.run(&["exec", script.to_str().unwrap()]);
        assert!(!ran.status.success(), "{bad}");
        let said: Vec<Value> = String::from_utf8(ran.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert_eq!(said[0]["line"], 1);
        assert!(said[0]["answer"]["id"].is_string(), "{said:?}");
        let args = &said[1]["error"]["args"];
        assert_eq!(
            (&args["line"], &args["done"], &args["not_run"]),
            (&"2".into(), &"1".into(), &"1".into()),
            "{said:?}"
        );
        let message = said[1]["error"]["message"].as_str().unwrap();
        for part in [
            "Dừng ở dòng 2",
            "1 dòng trước đó đã làm xong và được giữ",
            "1 dòng sau chưa chạy",
        ] {
            assert!(message.contains(part), "{message}");
        }
        let english = said[1]["error"]["message_en"].as_str().unwrap();
        assert!(english.starts_with("Stopped at line 2: "), "{english}");
        let after = hung.json(&["status"])["waiting"].as_u64().unwrap();
        assert_eq!(after, before + 1, "the first line is kept, the third was not run");
    }
    let told = hung.text("vi", &["exec", script.to_str().unwrap()]);
    assert!(
        told.starts_with("Dòng 1: Đã lưu trên máy · Chờ gửi: kết nạp"),
        "{told}"
    );
    assert!(!told.contains("Chưa làm gì cả"), "{told}");
}

#[test]
fn a_reader_that_goes_away_makes_no_panic() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    for arguments in [
        &["member", "list", "--limit", "5000"][..],
        &["--help"],
        &["status", "--json"],
    ] {
        let mut run = Command::new(program())
            .args(["--home", hung.path.to_str().unwrap()])
            .args(arguments)
            .env("LANG", "vi_VN.UTF-8")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(run.stdout.take());
        let output = run.wait_with_output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && error.is_empty(),
            "{arguments:?}: {error}"
        );
    }
}

#[test]
fn a_line_of_a_script_that_names_another_home_is_refused_and_acts_for_nobody() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    let script = folder.path().join("script.jsonl");
    for (option, line) in [
        ("--home", r#"["member", "admit", "Lê Văn Khác", "--home", "lan"]"#),
        ("--json", r#"["--json", "member", "admit", "Lê Văn Khác"]"#),
    ] {
        std::fs::write(&script, line).unwrap();
        let ran = hung.run(&["exec", script.to_str().unwrap()]);
        assert!(!ran.status.success(), "{line}");
        let said: Value = serde_json::from_slice(&ran.stdout).unwrap();
        assert_eq!(said["error"]["code"], "not_in_exec", "{said}");
        assert_eq!(said["error"]["args"]["option"], option, "{said}");
        assert_eq!(hung.json(&["status"])["waiting"], 0, "{line}");
    }
}
