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
