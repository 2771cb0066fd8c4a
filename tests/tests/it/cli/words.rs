//! One language at a time.

use super::Home;
use congdoan_tests::kit::program::{program, served};
use std::process::Command;

/// Letters that only Vietnamese has.
fn vietnamese(text: &str) -> bool {
    text.chars()
        .any(|letter| "đĐăâêôơưĂÂÊÔƠƯ".contains(letter) || ('\u{1ea0}'..='\u{1ef9}').contains(&letter))
}

fn said(language: &str, arguments: &[&str]) -> String {
    let output = Command::new(program())
        .args(arguments)
        .env("CONGDOAN_LANG", language)
        .output()
        .unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[test]
fn what_the_argument_reader_writes_is_vietnamese_too() {
    let pages = [
        &["--help"][..],
        &["--version"],
        &["member", "--help"],
        &["member", "list", "--help"],
        &["pack"],
        &["membr"],
        &["member", "list", "--limt", "3"],
        &["member", "list", "--limit", "ba"],
        &["member", "list", "--limit"],
        &["member", "show"],
        &["market", "refuse", "x"],
    ];
    let own = [
        "Usage",
        "Options",
        "Arguments",
        "Commands",
        "Print",
        "error:",
        "default:",
        "env:",
        "OPTIONS",
        "COMMAND>",
        "required",
        "For more",
        "tip:",
        "similar",
    ];
    for page in pages {
        let text = said("vi", page);
        for word in own {
            assert!(!text.contains(word), "{page:?}: {word} in\n{text}");
        }
        let english = said("en", page)
            .replace("Công Đoàn Số", "")
            .replace("Máy tính", "");
        let page_of = |text: &str| !vietnamese(&text.replace("ba", ""));
        assert!(page_of(&english), "{page:?}\n{english}");
    }
    assert!(said("vi", &["membr"]).contains("không có lệnh “membr”"));
    assert!(said("vi", &["member", "show"]).contains("thiếu <ID>"));
    assert!(
        said("vi", &["--help"]).contains("của một người"),
        "one folder a person"
    );
}

#[test]
fn in_english_no_sentence_is_half_vietnamese() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    let bad = folder.path().join("bad.json");
    std::fs::write(&bad, "{").unwrap();
    let bad = bad.to_str().unwrap();
    let script = folder.path().join("script.jsonl");
    std::fs::write(
        &script,
        "[\"outbox\", \"waiting\"]\n[\"member\", \"admit\", \"A\", \"--phone\", \"12\"]\n",
    )
    .unwrap();
    let none = "01890000-0000-7000-8000-000000000000";
    for arguments in [
        &["status"][..],
        &["sync"],
        &["outbox", "waiting"],
        &["outbox", "refused"],
        &["outbox", "show", none],
        &["member", "list", "zzzz"],
        &["member", "list", "--status", "x"],
        &["member", "list", "--sort", "x"],
        &["member", "show", "x"],
        &["member", "admit", "", "--phone", "12"],
        &["member", "admit", "A", "--phone", "12"],
        &["member", "invite", none],
        &["member", "admit", "A", "--mends", none],
        &["survey", "save", bad],
        &["survey", "answer", none, "x"],
        &["market", "save", bad],
        &["market", "redeem", "x"],
        &["market", "vouchers"],
        &["card", "verify", "x"],
        &["law", "search", "x"],
        &["pack", "list"],
        &["exec", script.to_str().unwrap()],
        &["exec", "none.jsonl"],
        &["member", "admit", "A B"],
        &["sign-out"],
    ] {
        let text = hung.text("en", arguments);
        assert!(!text.trim().is_empty(), "{arguments:?}");
        assert!(!vietnamese(&text), "{arguments:?}: {text}");
    }
    // And the other way round: where a file is wrong is said in Vietnamese.
    for (file, why) in [
        ("{", "sai JSON ở dòng 1"),
        ("{}", "thiếu mục “title”"),
        ("[]", "sai kiểu ở dòng 1"),
    ] {
        std::fs::write(bad, file).unwrap();
        let told = hung.text("vi", &["survey", "save", bad]);
        assert!(
            told.contains(&format!("không phải khảo sát dạng JSON ({why}")),
            "{told}"
        );
        assert!(!told.contains("missing") && !told.contains("expected"), "{told}");
    }
    let saved = hung.text("en", &["survey", "save", bad]);
    assert!(saved.contains("is not a survey as JSON"), "{saved}");
}

/// Lists speak the person's language; the words of the wire are for `--json`.
#[test]
fn lists_show_no_words_of_the_wire() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    let admitted = hung.json(&[
        "member",
        "admit",
        "Lê Thị Mẫu",
        "--phone",
        "0900123456",
        "--birth",
        "1990-02-03",
    ]);
    let id = admitted["id"].as_str().unwrap();
    let waiting = hung.text("vi", &["outbox", "waiting"]);
    assert!(
        waiting.contains("Kết nạp đoàn viên") && !waiting.contains("admit_member"),
        "{waiting}"
    );
    let record = hung.text("vi", &["member", "show", id]);
    for part in [
        "Điện thoại: 0900 123 456",
        "Ngày sinh: 03/02/1990",
        "Vào công đoàn: ",
    ] {
        assert!(record.contains(part), "{record}");
    }
    hung.json(&["member", "invite", id]);
    let record = hung.text("vi", &["member", "show", id]);
    assert!(
        record.contains("lời mời") && record.contains("dùng được đến"),
        "{record}"
    );
    let grants = hung.text("vi", &["grant", "list"]);
    assert!(
        grants.contains("chủ tịch") && !grants.contains("chair"),
        "{grants}"
    );
    let lan = Home::enrol(&folder, "lan");
    let surveys = lan.json(&["survey", "list"]);
    let survey = surveys[0]["id"].as_str().unwrap();
    let questions = lan.text("vi", &["survey", "show", survey]);
    for word in ["single", "multiple", "scale", "text:"] {
        assert!(!questions.contains(word), "{questions}");
    }
    let card = lan.text("vi", &["card", "show"]);
    assert!(card.contains("hợp lệ · đến hết ngày "), "{card}");
}
