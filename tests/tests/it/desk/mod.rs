//! What the page asks, over a real server.

mod card;
mod emptiness;
mod english;
mod grant;
mod hanging;
mod home;
mod market;
mod member;
mod mend;
mod session;
mod survey;

use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::json;

/// A call of these rooms with arguments it cannot read.
const STRANGE: &[(&str, &str)] = &[
    ("member_list", r#"{"offset": -1, "limit": 10}"#),
    (
        "member_list",
        r#"{"offset": 0, "limit": 10, "statuses": ["unheard_of"]}"#,
    ),
    ("member_detail", r#"{"id": "not an id"}"#),
    ("member_admit", r#"{"form": {"name": 7}}"#),
    ("member_edit", r#"{"id": "018f0000-0000-7000-8000-000000000000"}"#),
    (
        "member_status",
        r#"{"id": "018f0000-0000-7000-8000-000000000000", "status": "gone", "reason": "", "on": null}"#,
    ),
    ("member_invite", "{}"),
    ("member_invitation_revoke", r#"{"id": 4}"#),
    (
        "member_device_end",
        r#"{"id": "018f0000-0000-7000-8000-000000000000"}"#,
    ),
    ("grant_list", r#"{"offset": 0}"#),
    ("grant_detail", r#"{"id": "x"}"#),
    (
        "grant_propose",
        r#"{"form": {"person": null, "name": "x", "unit": "018f0000-0000-7000-8000-000000000000", "role": "king", "from": null, "to": null}}"#,
    ),
    (
        "grant_decide",
        r#"{"id": "018f0000-0000-7000-8000-000000000000"}"#,
    ),
    ("grant_end", "{}"),
    ("survey_draft", "[]"),
    (
        "survey_draft_save",
        r#"{"id": "018f0000-0000-7000-8000-000000000000", "title": "x", "intro": "", "closes_on": "31/11/2026", "questions": []}"#,
    ),
    ("survey_draft_delete", "null"),
    ("survey_publish", "{}"),
    ("survey_close", r#"{"mends": null}"#),
    ("survey_form", "{}"),
    (
        "survey_answer_draft",
        r#"{"id": "018f0000-0000-7000-8000-000000000000"}"#,
    ),
    (
        "survey_answer",
        r#"{"id": "018f0000-0000-7000-8000-000000000000", "answers": [{"question_id": 1}]}"#,
    ),
    ("survey_board", "7"),
];

#[test]
fn arguments_that_do_not_fit_save_nothing_and_say_so() {
    let office = Office::open();
    let hung = Seat::take(&office, "hung");
    for (call, arguments) in STRANGE {
        let refused = hung.refused(call, serde_json::from_str(arguments).unwrap());
        assert_eq!(refused["code"], "desk.bad_arguments", "{call} {arguments}");
        assert!(refused["message"].as_str().unwrap().contains("Chưa lưu gì thêm"));
    }
    // Well-formed, but about nothing that is here.
    let nobody = "018f0000-0000-7000-8000-000000000000";
    for (call, arguments) in [
        ("member_detail", json!({"id": nobody})),
        ("member_invite", json!({"id": nobody})),
        ("member_invitation_revoke", json!({"id": nobody})),
        ("member_device_end", json!({"device_id": nobody})),
        ("grant_detail", json!({"id": nobody})),
        ("grant_decide", json!({"id": nobody, "accept": true})),
        ("grant_end", json!({"id": nobody})),
        ("grant_invite", json!({"id": nobody})),
        ("survey_draft", json!({"id": nobody})),
        ("survey_publish", json!({"id": nobody})),
        ("survey_close", json!({"id": nobody})),
        ("survey_form", json!({"id": nobody})),
        ("survey_board", json!({"id": nobody})),
    ] {
        let code = hung.refused(call, arguments)["code"].to_string();
        assert!(code.ends_with(".not_found\""), "{call}: {code}");
    }
    assert_eq!(hung.unsettled(), (0, 0));
}
