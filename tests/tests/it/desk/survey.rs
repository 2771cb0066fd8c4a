use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

fn questions() -> Value {
    json!([
        {"id": "a", "kind": "single", "text": "Cơm có nóng không?", "required": true, "scale": null,
         "options": [{"id": "x", "text": "Có"}, {"id": "y", "text": "Không"}]},
        {"id": "b", "kind": "multiple", "text": "Thiếu gì?", "required": false, "scale": null,
         "options": [{"id": "x", "text": "Rau"}, {"id": "y", "text": "Canh"}, {"id": "z", "text": "Trà"}]},
        {"id": "c", "kind": "scale", "text": "Chấm điểm", "required": true, "options": [],
         "scale": {"min": 1, "max": 5, "min_label": "kém", "max_label": "tốt"}},
        {"id": "d", "kind": "text", "text": "Nói thêm", "required": false, "options": [], "scale": null},
    ])
}

/// Writes a draft and keeps it.
fn written(hung: &Seat, closes_on: &str) -> Value {
    let draft = hung.call("survey_draft_new", json!({}));
    let id = draft["id"].clone();
    hung.call(
        "survey_draft_save",
        json!({"id": id, "title": "Bữa ăn ca (thử)", "intro": "Để làm việc với công ty.", "closes_on": closes_on, "questions": questions()}),
    );
    id
}

fn row(seat: &Seat, id: &Value) -> Value {
    let rows = seat.call("survey_list", json!({}));
    rows.as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == *id)
        .cloned()
        .unwrap_or(Value::Null)
}

#[test]
fn a_draft_is_found_from_its_first_moment_and_outlives_a_lock() {
    let office = Office::open();
    let hung = Seat::take(&office, "hung");
    let empty = hung.call("survey_draft_new", json!({}));
    let id = empty["id"].clone();
    assert_eq!(hung.call("survey_draft", json!({"id": id}))["id"], id);
    assert_eq!(
        hung.call("survey_draft_new", json!({}))["id"],
        id,
        "an empty one is taken up again"
    );
    assert!(empty["audience"]["people"].as_u64().unwrap() > 150, "{empty}");
    // Incomplete is fine.
    let kept = json!({"id": id, "title": "Xe đưa đón", "intro": "", "closes_on": null, "questions": [questions()[3]]});
    hung.call("survey_draft_save", kept.clone());
    hung.lock_and_reopen();
    let read = hung.call("survey_draft", json!({"id": id}));
    for field in ["title", "intro", "closes_on", "questions"] {
        assert_eq!(read[field], kept[field]);
    }
    assert_eq!(
        (&row(&hung, &id)["state"], &row(&hung, &id)["can_edit"]),
        (&json!("draft"), &json!(true))
    );
    assert_ne!(hung.call("survey_draft_new", json!({}))["id"], id);
    let undated = hung.refused("survey_publish", json!({"id": id}));
    assert_eq!(undated["args"]["field"], "closes_on");
    hung.call("survey_draft_delete", json!({"id": id}));
    assert_eq!(row(&hung, &id), Value::Null);
    assert_eq!(
        hung.refused("survey_draft", json!({"id": id}))["code"],
        "survey.not_found"
    );
    assert_eq!(hung.unsettled(), (0, 0));
}

#[test]
fn from_the_builder_to_the_board() {
    let office = Office::open();
    let (hung, lan) = (Seat::take(&office, "hung"), Seat::take(&office, "lan"));
    let id = written(&hung, "2026-11-30");
    hung.call("survey_publish", json!({"id": id}));
    hung.sync();
    lan.sync();
    let asked = lan.call("survey_form", json!({"id": id}));
    assert_eq!(
        (&asked["survey"]["my_answer"], &asked["survey"]["answered"]),
        (&json!("none"), &Value::Null)
    );
    assert_eq!(
        (&asked["questions"].as_array().unwrap().len(), &asked["answers"]),
        (&4, &json!([]))
    );
    // An answer that is being written outlives a lock.
    let text = json!({"question_id": "4", "option_ids": [], "value": null, "text": "Cơm tới thì nguội."});
    let kept = lan.call("survey_answer_draft", json!({"id": id, "answers": [text]}));
    lan.lock_and_reopen();
    let again = lan.call("survey_form", json!({"id": id}));
    assert_eq!(
        (&again["answers"], &again["draft_saved_at"]),
        (&json!([text]), &kept["saved_at"])
    );
    assert_eq!(again["survey"]["my_answer"], "draft");
    // What is required is required, and what does not fit is refused; the words stay.
    let refused = lan.refused("survey_answer", json!({"id": id, "answers": [text]}));
    assert_eq!(refused["code"], "survey.survey_answer_missing");
    let one = json!({"question_id": "1", "option_ids": ["1"], "value": null, "text": null});
    let many = json!({"question_id": "2", "option_ids": ["2", "0"], "value": null, "text": null});
    let scale = |value: u8| json!({"question_id": "3", "option_ids": [], "value": value, "text": null});
    let wrong = lan.refused("survey_answer", json!({"id": id, "answers": [one, scale(9)]}));
    assert_eq!(wrong["code"], "survey.survey_answer_bad");
    lan.call(
        "survey_answer",
        json!({"id": id, "answers": [one, many, scale(2), text]}),
    );
    lan.sync();
    // Changed her mind: the new answer takes the place of the old one.
    lan.call(
        "survey_answer",
        json!({"id": id, "answers": [one, many, scale(4), text]}),
    );
    lan.sync();
    let given = lan.call("survey_form", json!({"id": id}));
    assert_eq!(
        (&given["survey"]["my_answer"], &given["sending"]["state"]),
        (&json!("given"), &json!("sent"))
    );
    assert_eq!(given["draft_saved_at"], Value::Null);
    let value = given["answers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|answer| answer["question_id"] == "3")
        .unwrap();
    assert_eq!(value["value"], 4);

    hung.sync();
    let board = hung.call("survey_board", json!({"id": id}));
    assert_eq!(
        (&board["answered"], &board["survey"]["answered"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(board["invited"], board["survey"]["invited"]);
    assert_eq!(
        board["questions"][0]["counts"],
        json!([{"label": "Có", "count": 0}, {"label": "Không", "count": 1}])
    );
    let several: Vec<_> = board["questions"][1]["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["count"].clone())
        .collect();
    assert_eq!(several, [1, 0, 1]);
    assert_eq!(
        board["questions"][2]["counts"][3],
        json!({"label": "4", "count": 1})
    );
    let said = &board["questions"][3]["texts"][0];
    assert_eq!(
        (&said["text"], &said["by"]),
        (&text["text"], &json!("Nguyễn Thị Ngọc Lan"))
    );
    assert_eq!(said["at"], given["sending"]["at"]);

    hung.call("survey_close", json!({"id": id}));
    hung.sync();
    lan.sync();
    assert_eq!(
        (&row(&hung, &id)["state"], &row(&hung, &id)["can_close"]),
        (&json!("closed"), &json!(false))
    );
    let late = lan.refused("survey_answer", json!({"id": id, "answers": [one, scale(1)]}));
    assert_eq!(late["code"], "survey.survey_closed");
    let draft = hung.refused("survey_close", json!({"id": written(&hung, "2026-11-30")}));
    assert_eq!(
        draft["code"], "survey.not_found",
        "what is only here cannot be closed"
    );
}

#[test]
fn a_publishing_that_came_too_late_is_refused_whole_and_mended_whole() {
    let mut office = Office::open();
    let hung = Seat::take(&office, "hung");
    office.stop();
    let id = written(&hung, "2026-11-23");
    hung.call("survey_publish", json!({"id": id}));
    assert_eq!(hung.unsettled(), (1, 0), "one command, not two");
    office.clock.advance_hours(30);
    office.start();
    let said = hung.sync();
    assert_eq!(hung.unsettled(), (0, 1), "{said}");
    let refused = row(&hung, &id);
    assert_eq!(
        (&refused["state"], &refused["sending"]["state"]),
        (&json!("draft"), &json!("refused"))
    );
    // Even when the kept draft is gone, the command gives its words back.
    hung.call("survey_draft_delete", json!({"id": id}));
    let (command, draft) = hung.mend();
    assert_eq!(draft, json!({"form": "survey_publish", "id": id}));
    let mut words = hung.call("survey_draft", json!({"id": id}));
    assert_eq!(
        (&words["title"], words["questions"].as_array().unwrap().len()),
        (&json!("Bữa ăn ca (thử)"), 4)
    );
    words["closes_on"] = json!("2026-12-05");
    hung.call("survey_draft_save", words);
    hung.call("survey_publish", json!({"id": id, "mends": command}));
    hung.sync();
    assert_eq!(
        (hung.unsettled(), &row(&hung, &id)["state"]),
        ((0, 0), &json!("open"))
    );
    let panel = hung.call("sync_panel", json!({}));
    assert_eq!(
        panel["sent_today"][0]["title"],
        "Phát hành khảo sát “Bữa ăn ca (thử)”"
    );
}
