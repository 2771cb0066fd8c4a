//! The program itself, against a real server: what scripts rely on.

#[path = "cli/card.rs"]
mod card;
#[path = "cli/emptiness.rs"]
mod emptiness;
#[path = "cli/home.rs"]
mod home;
#[path = "cli/law.rs"]
mod law;
#[path = "cli/office.rs"]
mod office;
#[path = "cli/pin.rs"]
mod pin;
#[path = "cli/script.rs"]
mod script;
#[path = "cli/words.rs"]
mod words;

use congdoan_tests::kit::program::{congdoan, program, served};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn json(home: &Path, arguments: &[&str]) -> Value {
    let output = congdoan(home, arguments, &[]);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// A person's folder.
struct Home {
    path: PathBuf,
}

impl Home {
    /// Enrols with an invitation of the sample (a persona's first: `hung`, their second: `hung-2`), and syncs.
    fn enrol(folder: &TempDir, invitation: &str) -> Self {
        let path = folder.path().join(invitation);
        let file = folder
            .path()
            .join(format!("server/sample/{invitation}.invitation"));
        json(
            &path,
            &["enrol", "--sample", "--invitation", file.to_str().unwrap()],
        );
        json(&path, &["sync"]);
        Self { path }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        congdoan(&self.path, arguments, &[])
    }

    /// What a command that goes well says.
    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{arguments:?}: {said}");
        serde_json::from_str(&said).unwrap()
    }

    /// What a person reads, of results and errors.
    fn text(&self, language: &str, arguments: &[&str]) -> String {
        let output = Command::new(program())
            .args(["--home", self.path.to_str().unwrap()])
            .args(arguments)
            .env("CONGDOAN_LANG", language)
            .output()
            .unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }
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
    let ran = congdoan(&home, &["exec", script.to_str().unwrap()], &[]);
    let ran: Vec<Value> = String::from_utf8(ran.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        (&ran[1]["line"], &ran[1]["answer"]["total"]),
        (&3.into(), &1.into())
    );
    assert_eq!(ran[2]["done"], 2);
    assert_eq!(json(&home, &["status"])["waiting"], 1);
    assert_eq!(json(&home, &["outbox", "waiting"])[0]["name"], "admit_member");
    assert_eq!(json(&home, &["sync"])["waiting"], 0);
    assert_eq!(json(&home, &["outbox", "sent"])[0]["name"], "admit_member");

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

#[test]
fn a_card_goes_from_one_program_to_another_as_a_picture() {
    let (folder, running) = served();
    let home = |name: &str| {
        let home = folder.path().join(name);
        let invitation = folder.path().join(format!("server/sample/{name}.invitation"));
        json(
            &home,
            &["enrol", "--sample", "--invitation", invitation.to_str().unwrap()],
        );
        json(&home, &["sync"]);
        home
    };
    let (lan, hoa) = (home("lan"), home("hoa"));
    drop(running);
    let picture = folder.path().join("thẻ.png");
    let picture = picture.to_str().unwrap();
    let shown = json(&lan, &["card", "show", "--qr", picture]);
    assert_eq!(shown["name"], "Nguyễn Thị Ngọc Lan");
    // Whose key signed it is not known here yet: neither green nor forged, and no name.
    let judged = json(&hoa, &["card", "verify", "--picture", picture]);
    assert_eq!(
        (judged["verdict"].as_str(), judged["name"].as_str()),
        (Some("unknown"), None)
    );
    let pasted = json(&hoa, &["card", "verify", shown["text"].as_str().unwrap()]);
    assert_eq!(pasted, judged, "a picture says what its text says");

    let code = |arguments: &[&str]| {
        let output = congdoan(&hoa, arguments, &[]);
        assert!(!output.status.success());
        let error: Value = serde_json::from_slice(&output.stdout).unwrap();
        error["error"]["code"].as_str().unwrap().to_owned()
    };
    let text = folder.path().join("chữ.png");
    std::fs::write(&text, "không phải ảnh").unwrap();
    assert_eq!(
        code(&["card", "verify", "--picture", text.to_str().unwrap()]),
        "not_a_picture"
    );
    assert_eq!(code(&["market", "redeem", "--picture", picture]), "not_a_voucher");
    assert_eq!(
        code(&["card", "verify", "--picture", "không có.png"]),
        "bad_argument"
    );

    let drawn = Command::new(program())
        .args([
            "--home",
            lan.to_str().unwrap(),
            "card",
            "show",
            "--qr",
            "terminal",
        ])
        .output()
        .unwrap();
    let drawn = String::from_utf8(drawn.stdout).unwrap();
    assert!(
        drawn
            .lines()
            .any(|line| line.starts_with("████") && line.chars().count() > 60),
        "{drawn}"
    );

    // An offer of the sample, its whole cost, and a voucher as a picture redeemed at the counter.
    let offers = json(&lan, &["market", "offers"]);
    let offer = offers
        .as_array()
        .unwrap()
        .iter()
        .find(|offer| offer["state"] == "approved")
        .unwrap();
    let id = offer["id"].as_str().unwrap();
    let cost = json(&lan, &["market", "show", id]);
    assert_eq!(cost["cost"].as_array().unwrap().len(), 9, "{cost}");
    let svg = folder.path().join("phiếu.svg");
    let taken = json(&lan, &["market", "take", id, "--qr", svg.to_str().unwrap()]);
    assert!(std::fs::read_to_string(&svg).unwrap().starts_with("<svg"));
    let voucher = folder.path().join("phiếu.png");
    std::fs::write(
        &voucher,
        congdoan_qr::png(taken["text"].as_str().unwrap()).unwrap(),
    )
    .unwrap();
    let redeemed = json(
        &hoa,
        &["market", "redeem", "--picture", voucher.to_str().unwrap()],
    );
    assert_eq!(redeemed["state"], "pending", "{redeemed}");
    // Until the server has said so it is not redeemed, in the counter's list neither.
    let vouchers = json(&hoa, &["market", "vouchers", "--provider"]);
    let scanned = vouchers
        .as_array()
        .unwrap()
        .iter()
        .find(|voucher| voucher["id"] == redeemed["voucher"])
        .unwrap();
    assert_eq!(scanned["state"], "pending", "{scanned}");
    let counter = Home { path: hoa };
    let told = counter.text("vi", &["market", "vouchers", "--provider"]);
    let line = format!("{} Chờ đối chiếu", redeemed["voucher"].as_str().unwrap());
    assert!(told.contains(&line), "{told}");
}

#[test]
fn the_log_to_send_tells_what_was_done_and_of_nobody() {
    let (folder, running) = served();
    let home = folder.path().join("hung");
    let invitation = folder.path().join("server/sample/hung.invitation");
    json(
        &home,
        &["enrol", "--sample", "--invitation", invitation.to_str().unwrap()],
    );
    json(&home, &["sync"]);
    json(
        &home,
        &["member", "admit", "Lê Văn Phúc", "--phone", "0900123456"],
    );
    drop(running);
    congdoan(&home, &["sync"], &[]);
    let to = folder.path().join("gửi.txt");
    let saved = json(&home, &["log", "save", "--to", to.to_str().unwrap()]);
    let text = std::fs::read_to_string(&to).unwrap();
    assert_eq!(saved["lines"], text.lines().count());
    for told in [
        "chờ gửi: 1",
        "home opened",
        "what=\"admit_member\"",
        "settled=true",
        "why=\"no answer\"",
    ] {
        assert!(text.contains(told), "{told} in\n{text}");
    }
    for personal in ["Phúc", "0900123456", "Hùng", "127.0.0.1"] {
        assert!(!text.contains(personal), "{personal} in\n{text}");
    }
}
