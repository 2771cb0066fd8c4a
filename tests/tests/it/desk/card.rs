use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};
use std::time::Duration;

/// A picture file of a code, as the page sends it.
pub(super) fn picture(text: &str) -> Value {
    json!({"picture_base64": STANDARD.encode(congdoan_qr::png(text).unwrap())})
}

/// Downloads the list of ended cards that was made just now, and waits for it.
fn with_list(seat: &Seat, office: &Office) {
    seat.call("sync_pack_download", json!({"name": "card-status"}));
    let came = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        seat.call("card_verify_state", json!({}))["list_made_at"] == json!(office.clock.now())
    });
    assert!(came, "the list does not come");
}

fn text(seat: &Seat) -> String {
    seat.call("card_mine", json!({}))["qr_text"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_card_is_judged_from_a_picture_with_no_network_and_noted_for_the_day() {
    let mut office = Office::open();
    let (lan, hoa) = (Seat::take(&office, "lan"), Seat::take(&office, "hoa"));
    let mine = lan.call("card_mine", json!({}));
    assert_eq!(
        (&mine["status"], &mine["name"]),
        (&json!("valid"), &json!("Nguyễn Thị Ngọc Lan"))
    );
    assert!(mine["qr_svg"].as_str().unwrap().starts_with("<svg"));
    assert_eq!(mine["key_digest"].as_str().unwrap().len(), 19);
    assert_eq!(
        hoa.call("card_mine", json!({})),
        Value::Null,
        "a shop has no card"
    );

    let card = text(&lan);
    let early = hoa.call("card_verify", picture(&card));
    assert_eq!(
        (&early["kind"], &early["name"]),
        (&json!("unknown"), &Value::Null)
    );
    // Published only now: a list that is there comes to every desk by itself.
    office.publish();
    with_list(&hoa, &office);
    office.stop();
    let verdict = hoa.call("card_verify", picture(&card));
    assert_eq!(
        (&verdict["kind"], &verdict["name"], &verdict["list_age_hours"]),
        (&json!("valid"), &json!("Nguyễn Thị Ngọc Lan"), &json!(0)),
        "{verdict}"
    );
    let steps = verdict["steps"].as_array().unwrap();
    assert!(
        steps
            .iter()
            .any(|step| step.as_str().unwrap().contains("khớp với khóa")),
        "{steps:?}"
    );
    let state = hoa.call("card_verify_state", json!({}));
    let log = state["log"].as_array().unwrap();
    assert_eq!(
        (log.len(), &log[0]["kind"], &log[1]["kind"]),
        (2, &json!("valid"), &json!("unknown"))
    );
    hoa.lock_and_reopen();
    assert_eq!(
        hoa.call("card_verify_state", json!({}))["log"],
        state["log"],
        "kept over a lock"
    );
}

#[test]
fn what_is_no_good_card_shows_no_name_and_says_why() {
    let office = Office::open();
    office.publish();
    let (lan, hoa) = (Seat::take(&office, "lan"), Seat::take(&office, "hoa"));
    with_list(&hoa, &office);
    let card = text(&lan);
    let at = card.len() - 12;
    let other = if &card[at..=at] == "A" { "B" } else { "A" };
    let forged = format!("{}{other}{}", &card[..at], &card[at + 1..]);
    for (strange, says) in [
        (picture(&forged), "Chữ ký không khớp"),
        (picture(&card[..card.len() / 2]), "Mã bị hỏng hoặc thiếu"),
        (picture("00020101021138570010A00000072701"), "không phải mã thẻ"),
        (json!({"text": ""}), "không phải mã thẻ"),
    ] {
        let verdict = hoa.call("card_verify", strange);
        assert_eq!(verdict["kind"], "forged", "{verdict}");
        assert!(verdict["reason"].as_str().unwrap().contains(says), "{verdict}");
        for hidden in ["name", "member_code", "unit_name", "signed_by", "list_age_hours"] {
            assert_eq!(verdict[hidden], Value::Null, "{hidden}");
        }
        let steps = verdict["steps"].to_string();
        assert!(!steps.contains("Ngọc Lan"), "{steps}");
    }
    let blank = STANDARD.encode(b"no picture at all");
    for (given, code) in [
        (json!({"picture_base64": blank}), "card.not_a_picture"),
        (json!({"picture_base64": "%%%"}), "card.picture_damaged"),
        (json!({}), "card.missing"),
        (json!({"text": card, "picture_base64": blank}), "card.missing"),
    ] {
        let refused = hoa.refused("card_verify", given);
        assert_eq!(refused["code"], code);
        assert!(
            refused["message"]
                .as_str()
                .unwrap()
                .contains("Chưa có gì được ghi lại")
        );
    }
    let log = hoa.call("card_verify_state", json!({}))["log"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(
        log, 4,
        "what was no card at all is a verdict, what could not be read is none"
    );
}

#[test]
fn a_revoked_card_says_since_when() {
    let office = Office::open();
    let (lan, hoa, hung) = (
        Seat::take(&office, "lan"),
        Seat::take(&office, "hoa"),
        Seat::take(&office, "hung"),
    );
    let card = text(&lan);
    let id = hung.member("Nguyễn Thị Ngọc Lan");
    hung.call(
        "member_status",
        json!({"id": id, "status": "expelled", "reason": "thử", "on": "2026-11-23"}),
    );
    hung.sync();
    office.publish();
    with_list(&hoa, &office);
    let verdict = hoa.call("card_verify", json!({"text": card}));
    assert_eq!(verdict["kind"], "revoked", "{verdict}");
    assert!(
        verdict["reason"]
            .as_str()
            .unwrap()
            .contains("Thu hồi ngày 23/11/2026")
    );
    let issued = hung.call(
        "card_issued",
        json!({"query": "ngoc lan", "status": "revoked", "offset": 0, "limit": 9}),
    );
    assert_eq!(
        (&issued["total"], &issued["rows"][0]["member_id"]),
        (&json!(1), &json!(id)),
        "{issued}"
    );

    let other = hung.call("card_issued", json!({"status": "valid", "offset": 0, "limit": 1}));
    assert!(other["total"].as_u64().unwrap() > 100, "{other}");
    lan.sync();
    assert_ne!(lan.call("card_mine", json!({}))["status"], "valid");
}
