//! Cards: what an office issued, and exit codes that a script branches on.

use super::Home;
use congdoan_tests::kit::Office;
use serde_json::Value;

#[test]
fn a_verdict_is_an_exit_code_and_an_office_lists_and_reissues_its_cards() {
    let office = Office::open();
    let home = |name: &str| {
        drop(office.enrol(name));
        Home {
            path: office.home(name),
        }
    };
    let (hung, lan, hoa) = (home("hung"), home("lan"), home("hoa"));
    let text = |home: &Home| home.json(&["card", "show"])["text"].as_str().unwrap().to_owned();
    let verdict = |text: &str| {
        let output = hoa.run(&["card", "verify", text]);
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let code = output.status.code().unwrap();
        assert_eq!(said["exit"], code, "{said}");
        (said["verdict"].as_str().unwrap().to_owned(), code)
    };
    let old = text(&lan);
    assert_eq!(verdict(&old), ("unknown".to_owned(), 3));
    assert_eq!(verdict("không phải thẻ"), ("forged".to_owned(), 7));
    let help = hoa.text("vi", &["card", "verify", "--help"]);
    assert!(
        help.contains("0 hợp lệ, 3 chưa rõ, 4 tạm dừng, 5 hết hạn, 6 đã thu hồi, 7 giả hoặc hỏng"),
        "{help}"
    );

    let cards = hung.json(&["card", "list"]);
    let hers = cards
        .as_array()
        .unwrap()
        .iter()
        .find(|card| card["name"] == "Nguyễn Thị Ngọc Lan")
        .unwrap();
    assert_eq!(
        (hers["state"].as_str(), hers["serial"].as_u64()),
        (Some("valid"), Some(1)),
        "{hers}"
    );
    hung.json(&["card", "reissue", hers["member"].as_str().unwrap()]);
    hung.json(&["sync"]);
    lan.json(&["sync"]);
    let new = text(&lan);
    assert_ne!(old, new);
    office.publish();
    hoa.json(&["pack", "download", "card-status"]);
    assert_eq!(verdict(&old), ("revoked".to_owned(), 6));
    let mut forged = new.clone().into_bytes();
    let at = forged.len() - 10;
    forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(verdict(&String::from_utf8(forged).unwrap()).1, 7);
}
