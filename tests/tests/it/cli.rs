//! The program itself, against a real server: what scripts rely on.

use congdoan_server::init::Founding;
use congdoan_server::{clock, sample, serve};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Built by cargo when this test runs: a package's tests do not bring another package's program with them.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "-q", "-p", "congdoan-cli"])
            .status()
            .unwrap();
        assert!(built.success(), "the program builds");
        let test = std::env::current_exe().unwrap();
        test.parent().unwrap().parent().unwrap().join("congdoan")
    })
}

fn congdoan(home: &Path, arguments: &[&str]) -> Output {
    Command::new(program())
        .args(["--home", home.to_str().unwrap(), "--json"])
        .args(arguments)
        .env("LANG", "vi_VN.UTF-8")
        .env_remove("LC_ALL")
        .output()
        .unwrap()
}

fn json(home: &Path, arguments: &[&str]) -> Value {
    let output = congdoan(home, arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_script_admits_publishes_and_counts() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("server");
    let address = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let now = clock::system()();
    let founding = Founding::new(&data, "Máy chủ thử", &format!("http://{address}"), now, false).unwrap();
    sample::found(&founding, &data, now, |_| {}).unwrap();
    drop(founding);
    let running = serve::start(serve::Config {
        data: data.clone(),
        listen: address,
        clock: clock::system(),
    })
    .unwrap();

    let home = folder.path().join("hung");
    let invitation = data.join("sample/hung.invitation");
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
    let failed = congdoan(&home, &["exec", script.to_str().unwrap()]);
    assert!(!failed.status.success());
    let error: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(error["error"]["code"], "bad_phone");
    assert_eq!(error["error"]["args"]["line"], "2");

    drop(running);
    let offline = congdoan(&home, &["sync"]);
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
