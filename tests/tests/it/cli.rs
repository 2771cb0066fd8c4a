//! The program itself, against a real server: what scripts rely on.

use congdoan_tests::kit::program::{congdoan, program, served};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn json(home: &Path, arguments: &[&str]) -> Value {
    let output = congdoan(home, arguments, &[]);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_script_admits_publishes_and_counts() {
    let (folder, running) = served();
    let home = folder.path().join("hung");
    let invitation = folder.path().join("server/sample/hung.invitation");
    let enrolled = json(
        &home,
        &["enrol", "--sample", "--invitation", invitation.to_str().unwrap()],
    );
    assert_eq!(enrolled["name"], "Phạm Quốc Hùng");
    assert_eq!(json(&home, &["sync"])["waiting"], 0);

    let script = folder.path().join("kết nạp.jsonl");
    std::fs::write(
        &script,
        "[\"member\", \"admit\", \"Lê Văn Phúc\"]\n\n[\"member\", \"list\", \"le van phuc\"]\n",
    )
    .unwrap();
    let ran = json(&home, &["exec", script.to_str().unwrap()]);
    assert_eq!(
        (ran["done"].as_u64(), ran["answers"][1]["total"].as_u64()),
        (Some(2), Some(1))
    );
    assert_eq!(json(&home, &["status"])["waiting"], 1);
    assert_eq!(json(&home, &["outbox", "waiting"])[0]["name"], "admit_member");
    assert_eq!(json(&home, &["sync"])["waiting"], 0);
    assert_eq!(json(&home, &["outbox", "sent"])[0]["name"], "admit_member");

    // A script stops at the first line that fails, and says which.
    std::fs::write(
        &script,
        "[\"status\"]\n[\"member\", \"admit\", \"A\", \"--phone\", \"12\"]\n",
    )
    .unwrap();
    let failed = congdoan(&home, &["exec", script.to_str().unwrap()], &[]);
    assert!(!failed.status.success());
    let error: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(error["error"]["code"], "bad_phone");
    assert_eq!(error["error"]["args"]["line"], "2");

    drop(running);
    let offline = congdoan(&home, &["sync"], &[]);
    assert!(!offline.status.success());
    let error: Value = serde_json::from_slice(&offline.stdout).unwrap();
    assert_eq!(
        (error["error"]["code"].as_str(), error["error"]["retry"].as_str()),
        (Some("offline"), Some("online"))
    );
}

#[test]
fn help_speaks_both_languages() {
    let help = |language: &str| {
        let output = Command::new(program())
            .arg("--help")
            .env("CONGDOAN_LANG", language)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(help("vi").contains("Danh sách đoàn viên"));
    assert!(help("en").contains("The roster"));
}
