//! English second: with English chosen, every sentence that the program makes is English.

use super::card::picture;
use congdoan_client::domain::text::has_marks;
use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

/// Fields that hold the program's own sentences.
const SAID: &[&str] = &[
    "message",
    "reason",
    "kept",
    "second",
    "title",
    "text",
    "steps",
    "double_use",
    "cannot_take",
    "cautions",
    "unread",
    "refusal",
];
/// Names of people and units of the invented data, which stay as they are.
const NAMES: &[&str] = &[
    "Phạm Quốc Hùng",
    "Nguyễn Thị Ngọc Lan",
    "Công đoàn cơ sở Công ty May Bình Minh (mẫu)",
];

fn english(seat: &Seat) {
    let mut settings = seat.call("settings_view", json!({}))["settings"].clone();
    settings["language"] = json!("en");
    seat.call("settings_save", json!({"settings": settings}));
}

/// Every sentence of an answer.
fn said(answer: &Value, found: &mut Vec<String>) {
    match answer {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if SAID.contains(&name.as_str()) => found.push(text.clone()),
                    Value::Array(items) if SAID.contains(&name.as_str()) => {
                        found.extend(items.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => {}
                }
                said(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| said(item, found)),
        _ => {}
    }
}

/// Asserts that an answer speaks English; returns its sentences.
fn speaks_english(what: &str, answer: &Value) -> String {
    let mut found = vec![];
    said(answer, &mut found);
    for sentence in &found {
        let bare = NAMES
            .iter()
            .fold(sentence.clone(), |text, name| text.replace(name, ""));
        assert!(!has_marks(&bare), "{what}: {sentence}");
    }
    found.join("\n")
}

#[test]
fn every_refusal_is_english_when_english_is_chosen() {
    let office = Office::open();
    let hung = Seat::take(&office, "hung");
    english(&hung);
    for (call, arguments) in super::STRANGE {
        let refused = hung.refused(call, serde_json::from_str(arguments).unwrap());
        let words = speaks_english(call, &refused);
        assert!(words.contains("Nothing was saved"), "{words}");
    }
    let lan = json!(hung.member("Nguyễn Thị Ngọc Lan"));
    let form = json!({"name": "An Thu", "sex": null, "born_on": null, "phone": null, "department": null, "job": null, "joined_on": null});
    let with = |field: &str, value: Value| {
        let mut form = form.clone();
        form[field] = value;
        json!({"form": form})
    };
    let nobody = "018f0000-0000-7000-8000-000000000000";
    for (call, arguments, word) in [
        ("no_such_call", json!({}), "does not have that part"),
        ("member_admit", with("name", json!("")), "no name yet"),
        (
            "member_admit",
            with("name", json!("x".repeat(101))),
            "“Full name” is longer",
        ),
        ("member_admit", with("phone", json!("12")), "Phone number 12"),
        (
            "member_admit",
            with("born_on", json!("2090-01-01")),
            "“Date of birth”",
        ),
        (
            "member_edit",
            json!({"id": lan, "before": form, "form": form}),
            "Nothing was changed",
        ),
        (
            "member_status",
            json!({"id": lan, "status": "applicant", "reason": "", "on": null}),
            "from “Active” to “Applicant”",
        ),
        ("member_detail", json!({"id": nobody}), "no longer on this device"),
        ("card_verify", json!({}), "no code yet"),
        ("card_verify", json!({"picture_base64": "!"}), "picture"),
        ("session_leave", json!({"give_up": false}), ""),
        ("session_open", json!({"home_id": "x", "pin": ""}), "no longer"),
        ("survey_answer", json!({"id": nobody, "answers": []}), ""),
    ] {
        if call == "session_leave" {
            hung.call("member_invite", json!({"id": hung.member("Phạm Quốc Hùng")}));
        }
        let refused = hung.refused(call, arguments);
        let words = speaks_english(call, &refused);
        assert!(words.contains(word), "{call}: {words}");
    }
    let locked = hung.lock();
    let words = speaks_english("locked", &hung.refused("home_view", json!({})));
    assert!(words.contains("locked"), "{words}");
    let people = hung.call("session_view", json!({}));
    assert_eq!(speaks_english("people", &people), "Chair of the branch union");
    hung.open(&locked);
}

#[test]
fn titles_verdicts_and_vouchers_are_english_and_turn_back_with_the_choice() {
    let mut office = Office::open();
    let (hung, lan) = (Seat::take(&office, "hung"), Seat::take(&office, "lan"));
    english(&hung);
    english(&lan);
    let card = lan.call("card_mine", json!({}))["qr_text"]
        .as_str()
        .unwrap()
        .to_owned();
    speaks_english("card", &hung.call("card_verify", picture(&card)));
    speaks_english("no card", &hung.call("card_verify", json!({"text": "hello"})));
    let offers = lan.call("market_offers", json!({"list": "member"}));
    let double_use = offers[0]["double_use"].as_str().unwrap();
    assert!(
        double_use.starts_with("If a voucher is used twice"),
        "{double_use}"
    );

    office.stop();
    let form = json!({"name": "An Thu", "sex": null, "born_on": null, "phone": null, "department": null, "job": null, "joined_on": null});
    let an = hung.call("member_admit", json!({"form": form}))["id"].clone();
    hung.call(
        "member_status",
        json!({"id": an, "status": "paused", "reason": "leave", "on": null}),
    );
    hung.call("member_invite", json!({"id": an}));
    let draft = hung.call("survey_draft_new", json!({}))["id"].clone();
    let question = json!({"id": "d", "kind": "text", "text": "Say more", "required": false, "options": [], "scale": null});
    hung.call("survey_draft_save", json!({"id": draft, "title": "Lunch", "intro": "", "closes_on": "2026-11-23", "questions": [question]}));
    hung.call("survey_publish", json!({"id": draft}));
    let panel = hung.call("sync_panel", json!({}));
    let words = speaks_english("waiting", &panel);
    for title in [
        "Admit An Thu",
        "Change An Thu to “Paused”",
        "Invitation to a device\n",
        "Publish the survey “Lunch”",
        "Law library",
    ] {
        assert!(format!("{words}\n").contains(title), "{title}: {words}");
    }
    speaks_english("record", &hung.call("member_detail", json!({"id": an})));
    office.clock.advance_hours(30);
    office.start();
    hung.sync();
    let refused = hung.call("sync_panel", json!({}))["refused"].clone();
    let words = speaks_english("refused", &refused);
    assert!(
        words.contains("the closing date") && words.contains("is kept on this device"),
        "{words}"
    );
    let home = hung.call("home_view", json!({}));
    for part in ["refused", "waiting", "decisions"] {
        speaks_english(part, &home[part]);
    }

    // What was kept in the day's log and in the outbox follows the choice back.
    let mut settings = hung.call("settings_view", json!({}))["settings"].clone();
    settings["language"] = json!("vi");
    hung.call("settings_save", json!({"settings": settings}));
    let panel = hung.call("sync_panel", json!({}));
    assert_eq!(panel["refused"][0]["title"], "Phát hành khảo sát “Lunch”");
}
