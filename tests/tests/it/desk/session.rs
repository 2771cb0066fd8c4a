use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

#[test]
fn leaving_names_what_was_begun_and_is_refused_while_something_waits() {
    let mut office = Office::open();
    let (hung, lan) = (Seat::take(&office, "hung"), Seat::take(&office, "lan"));
    office.stop();
    let drafts = |seat: &Seat| seat.call("session_leaving", json!({}))["drafts"].clone();
    assert_eq!((drafts(&hung), drafts(&lan)), (json!(0), json!(0)));
    let draft = hung.call("survey_draft_new", json!({}))["id"].clone();
    assert_eq!(drafts(&hung), json!(1));
    let open = lan.call("survey_list", json!({}));
    let open = open
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["my_answer"] == "none");
    let id = open.unwrap()["id"].clone();
    lan.call("survey_answer_draft", json!({"id": id, "answers": []}));
    assert_eq!(drafts(&lan), json!(1), "an answer that was begun");

    hung.call("survey_draft_delete", json!({"id": draft}));
    hung.call("member_invite", json!({"id": hung.member("Nguyễn Thị Ngọc Lan")}));
    let refused = hung.refused("session_leave", json!({"give_up": false}));
    assert_eq!(
        (&refused["code"], &refused["args"]["waiting"]),
        (&json!("session.waiting"), &json!("1"))
    );
    assert_eq!(hung.call("session_view", json!({}))["state"], "open");
    let left = hung.call("session_leave", json!({"give_up": true}));
    assert_eq!((&left["state"], &left["me"]), (&json!("nobody"), &Value::Null));
}

#[test]
fn settings_name_the_key_of_this_device() {
    let office = Office::open();
    let lan = Seat::take(&office, "lan");
    let trust = lan.call("settings_view", json!({}))["trust"].clone();
    let digest = trust["device_key_digest"].as_str().unwrap();
    assert_eq!(digest.len(), 19, "{trust}");
    assert_ne!(
        digest,
        lan.call("card_mine", json!({}))["key_digest"],
        "not the unit's"
    );
}
