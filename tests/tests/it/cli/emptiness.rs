//! Found by a reviewer: over a damaged cache the program answered "nobody was found" and ended with 0.

use super::Home;
use congdoan_tests::kit::program::{congdoan, program, served};
use std::process::Command;

fn damage(home: &Home) {
    std::fs::write(home.path.join("cache.db"), vec![0x5a; 16_384]).unwrap();
    for journal in ["cache.db-wal", "cache.db-shm"] {
        let _ = std::fs::remove_file(home.path.join(journal));
    }
}

fn errors(home: &Home, arguments: &[&str]) -> String {
    let output = Command::new(program())
        .args(["--home", home.path.to_str().unwrap()])
        .args(arguments)
        .env("CONGDOAN_LANG", "vi")
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_damaged_cache_is_told_beside_every_command_until_it_was_read_again() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    assert_eq!(errors(&hung, &["member", "list"]), "");
    damage(&hung);
    for _ in 0..2 {
        let said = errors(&hung, &["member", "list"]);
        assert!(
            said.starts_with("Dữ liệu đã nhận bị hỏng, máy cất riêng lúc "),
            "{said}"
        );
        assert!(
            said.contains("vẫn còn nguyên") && said.contains("nối mạng"),
            "{said}"
        );
        let listed = hung.text("vi", &["member", "list"]);
        assert!(
            listed.contains("Chưa có danh sách đoàn viên trên máy này."),
            "{listed}"
        );
        assert!(!listed.contains("Không tìm thấy ai"), "{listed}");
        assert_eq!(hung.json(&["member", "list"])["lack"], "set_aside");
        let status = hung.json(&["status"]);
        assert_eq!(status["lack"], "set_aside");
        assert!(status["last_settled"].is_i64(), "it did sync before: {status}");
        assert!(hung.text("vi", &["status"]).contains("máy cất riêng lúc"));
        let who = hung.text("en", &["whoami"]);
        assert!(
            who.contains("was damaged and set aside") && !who.contains("never"),
            "{who}"
        );
    }
    hung.json(&["sync"]);
    assert_eq!(errors(&hung, &["member", "list"]), "");
    assert!(hung.json(&["member", "list"])["total"].as_u64() > Some(10));
}

#[test]
fn before_the_first_sync_nothing_is_said_to_be_empty() {
    let (folder, _running) = served();
    let path = folder.path().join("hung");
    let file = folder.path().join("server/sample/hung.invitation");
    congdoan(
        &path,
        &["enrol", "--sample", "--invitation", file.to_str().unwrap()],
        &[],
    );
    let hung = Home { path };
    let said = hung.text("vi", &["member", "list"]);
    assert!(
        said.contains("Đang chờ tải dữ liệu lần đầu.") && said.contains("Chưa có danh sách"),
        "{said}"
    );
    assert_eq!(hung.json(&["status"])["lack"], "first_load");
}

#[test]
fn who_is_put_out_is_told_so_and_not_that_they_never_synced() {
    let (folder, _running) = served();
    let (hung, lan) = (Home::enrol(&folder, "hung"), Home::enrol(&folder, "lan"));
    let found = hung.json(&["member", "list", "Nguyễn Thị Ngọc Lan"]);
    let id = found["rows"][0]["id"].as_str().unwrap();
    hung.json(&["member", "status", id, "expelled", "--reason", "thử"]);
    hung.json(&["sync"]);
    lan.json(&["sync"]);
    let who = lan.text("vi", &["whoami"]);
    assert!(
        who.contains("Hiện anh/chị không là đoàn viên hay cán bộ") && !who.contains("chưa đồng bộ"),
        "{who}"
    );
    assert!(lan.json(&["status"])["last_settled"].is_i64());
}

#[test]
fn what_hangs_on_a_command_is_taken_back_with_it_or_not_at_all() {
    let (folder, running) = served();
    let hung = Home::enrol(&folder, "hung");
    drop(running);
    let admitted = hung.json(&["member", "admit", "Trần Văn Vừa Vào"]);
    let found = hung.json(&["member", "list", "Trần Văn Vừa Vào"]);
    hung.json(&["member", "invite", found["rows"][0]["id"].as_str().unwrap()]);
    let command = admitted["command"].as_str().unwrap();
    let refused = hung.text("vi", &["outbox", "withdraw", command]);
    assert!(
        refused.contains("Chưa rút gì") && refused.contains("--together") && refused.contains("Lời mời"),
        "{refused}"
    );
    assert_eq!(hung.json(&["status"])["waiting"], 2);
    hung.json(&["outbox", "withdraw", command, "--together"]);
    assert_eq!(hung.json(&["status"])["waiting"], 0);
}
