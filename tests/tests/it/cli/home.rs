//! A folder that is no home, or a damaged one.

use super::Home;
use congdoan_tests::kit::program::{congdoan, served};
use serde_json::Value;

fn error(output: &std::process::Output) -> Value {
    assert!(!output.status.success());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    said["error"].clone()
}

#[test]
fn a_folder_without_a_profile_says_how_to_begin() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("chưa có");
    let said = error(&congdoan(&empty, &["status"], &[]));
    assert_eq!(said["code"], "home_missing");
    let message = said["message"].as_str().unwrap();
    for part in [
        "Chưa có hồ sơ ở thư mục",
        "--home",
        "enrol --invitation",
        "chưa có”",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert!(!empty.exists(), "nothing is made of a mistyped folder");
}

#[test]
fn a_damaged_profile_names_the_file_and_what_is_kept_and_asks_for_no_pin() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    let damage = |name: &str, bytes: &[u8]| {
        let path = hung.path.join(name);
        let before = std::fs::read(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
        let said = error(&hung.run(&["status"]));
        let after = std::fs::read(&path).unwrap();
        std::fs::write(&path, &before).unwrap();
        assert_eq!(after, bytes, "{name} was not touched");
        said
    };
    let home = std::fs::read_to_string(hung.path.join("home.json")).unwrap();
    let mut odd: Value = serde_json::from_str(&home).unwrap();
    odd["tls"] = "chưa từng có".into();
    let outbox = vec![7; 20_000];
    for (name, bytes) in [
        ("home.json", b"{".as_slice()),
        ("home.json", odd.to_string().as_bytes()),
        ("outbox.db", &outbox),
    ] {
        let said = damage(name, bytes);
        assert_eq!(
            (&said["code"], &said["args"]["file"]),
            (&"home_damaged".into(), &name.into()),
            "{said}"
        );
        let message = said["message"].as_str().unwrap();
        assert!(message.contains("Không tệp nào bị đụng đến"), "{message}");
        assert!(message.contains("lời mời mới"), "{message}");
        assert!(
            !message.contains("PIN") && !message.contains("danh sách"),
            "{message}"
        );
    }
    assert_eq!(damage("vault.cbor", b"x")["code"], "vault_broken");
    // An invitation is not used up on a folder that is somebody's, damaged or not.
    let home = hung.path.join("home.json");
    let whole = std::fs::read(&home).unwrap();
    std::fs::write(&home, b"{").unwrap();
    let invitation = folder.path().join("server/sample/hung-2.invitation");
    let again = hung.run(&["enrol", "--sample", "--invitation", invitation.to_str().unwrap()]);
    assert_eq!(error(&again)["code"], "home_exists");
    std::fs::write(&home, whole).unwrap();
    assert!(hung.run(&["status"]).status.success());
}

#[test]
fn an_empty_pin_is_no_pin() {
    let (folder, _running) = served();
    let home = folder.path().join("hung");
    let invitation = folder.path().join("server/sample/hung.invitation");
    let enrol = ["enrol", "--sample", "--invitation", invitation.to_str().unwrap()];
    assert!(congdoan(&home, &enrol, &[("CONGDOAN_PIN", "")]).status.success());
    for pin in ["", "482913"] {
        let asked = congdoan(&home, &["whoami"], &[("CONGDOAN_PIN", pin)]);
        assert!(
            asked.status.success(),
            "{}",
            String::from_utf8_lossy(&asked.stdout)
        );
    }
}
