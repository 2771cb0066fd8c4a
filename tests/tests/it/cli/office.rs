//! What an office does without a window: everything its forms do.

use super::Home;
use congdoan_client::{Client, Options, system};
use congdoan_tests::kit::program::served;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn ids(rows: &Value) -> Vec<&str> {
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn status_says_whether_the_network_was_tried_and_why_a_device_stopped() {
    let (folder, _running) = served();
    let (first, second) = (Home::enrol(&folder, "hung"), Home::enrol(&folder, "hung-2"));
    assert_eq!(first.json(&["sync"])["network"], "online");
    let status = first.json(&["status"]);
    assert_eq!(status["network"], "untried", "{status}");
    assert!(
        status["last_settled"].is_number() && status["blocked"].is_null(),
        "{status}"
    );
    let told = first.text("vi", &["status"]);
    assert!(
        told.contains("Chưa thử mạng") && told.contains("Khớp với máy chủ lần cuối"),
        "{told}"
    );
    assert!(!told.contains("Ngoại tuyến"), "{told}");

    // One's own devices, and the end of one: the other says why it stopped, later too.
    let devices = first.json(&["device", "list"]);
    assert_eq!(devices.as_array().unwrap().len(), 2, "{devices}");
    let other = devices
        .as_array()
        .unwrap()
        .iter()
        .find(|device| device["this"] == false)
        .unwrap();
    first.json(&["device", "end", other["id"].as_str().unwrap()]);
    first.json(&["sync"]);
    assert!(!second.run(&["sync"]).status.success());
    assert_eq!(second.json(&["status"])["blocked"]["code"], "device_ended");
    let told = second.text("vi", &["status"]);
    assert!(told.contains("Chưa đồng bộ được: Máy này đã bị ngừng"), "{told}");
}

#[test]
fn the_roster_is_filtered_and_an_invitation_is_drawn() {
    let (folder, _running) = served();
    let hung = Home::enrol(&folder, "hung");
    let all = hung.json(&["member", "list"])["total"].as_u64().unwrap();
    let admitted = hung.json(&[
        "member",
        "admit",
        "Lê Văn Thử",
        "--department",
        "Tổ Thử",
        "--sex",
        "male",
    ]);
    let id = admitted["id"].as_str().unwrap();
    let of = |arguments: &[&str]| hung.json(&[&["member", "list"], arguments].concat());
    let found = of(&["--department", "Tổ Thử"]);
    assert_eq!((ids(&found["rows"]), &found["total"]), (vec![id], &json!(1)));
    assert_eq!(
        of(&["--department", "Tổ Thử", "--status", "expelled,left"])["total"],
        0
    );
    assert!(of(&["--status", "active,paused"])["total"].as_u64().unwrap() <= all + 1);
    let (up, down) = (of(&["--limit", "1"]), of(&["--limit", "1", "--descending"]));
    assert_ne!(ids(&up["rows"]), ids(&down["rows"]));
    let svg = folder.path().join("lời mời.svg");
    let invited = hung.json(&["member", "invite", id, "--qr", svg.to_str().unwrap()]);
    assert!(invited["text"].as_str().unwrap().starts_with("congdoan:"));
    assert!(std::fs::read_to_string(&svg).unwrap().starts_with("<svg"));
    let waiting = hung.json(&["status"])["waiting"].clone();
    let nowhere = hung.run(&["member", "invite", id, "--qr", "không có/mã.svg"]);
    assert!(!nowhere.status.success());
    assert_eq!(
        hung.json(&["status"])["waiting"],
        waiting,
        "nothing was saved for a bad place"
    );
}

#[test]
fn a_refused_command_gives_its_words_back_and_is_mended() {
    let (folder, _running) = served();
    let (first, second) = (Home::enrol(&folder, "hung"), Home::enrol(&folder, "hung-2"));
    let list = first.json(&["member", "list", "--limit", "1"]);
    let id = ids(&list["rows"])[0];
    first.json(&["member", "edit", id, "--phone", "0900000111"]);
    second.json(&["member", "edit", id, "--phone", "0900000222"]);
    first.json(&["sync"]);
    second.json(&["sync"]);
    let refused = second.json(&["outbox", "refused"]);
    let command = ids(&refused)[0];
    let shown = second.json(&["outbox", "show", command]);
    assert_eq!(shown["state"], "refused");
    assert!(
        shown["words"]["fields"][0]["phone"]
            .as_str()
            .unwrap()
            .contains("900000222"),
        "{shown}"
    );
    let told = second.text("vi", &["outbox", "show", command]);
    assert!(
        told.contains(&format!("--mends {command}")) && told.contains("900000222"),
        "{told}"
    );

    // Leaving lists what would be lost, and deletes nothing.
    let leaving = second.run(&["sign-out"]);
    assert!(!leaving.status.success());
    let leaving: Value = serde_json::from_slice(&leaving.stdout).unwrap();
    assert_eq!(
        (leaving["error"]["code"].as_str(), ids(&leaving["refused"])),
        (Some("waiting"), vec![command])
    );

    // Only a refused command can be mended; once it is, it leaves the list.
    let sent = first.json(&["outbox", "sent"]);
    let wrong = first.run(&["member", "edit", id, "--job", "May", "--mends", ids(&sent)[0]]);
    assert!(!wrong.status.success());
    second.json(&["member", "edit", id, "--phone", "0900000222", "--mends", command]);
    assert_eq!(second.json(&["outbox", "refused"]), json!([]));
    second.json(&["sync"]);
    assert_eq!(second.json(&["outbox", "refused"]), json!([]));
    assert_eq!(second.json(&["sign-out"])["signed_out"], true);
    assert!(!second.path.exists());
}

#[test]
fn a_survey_is_read_whole_in_a_terminal_and_a_draft_deleted() {
    let (folder, _running) = served();
    let (hung, lan) = (Home::enrol(&folder, "hung"), Home::enrol(&folder, "lan"));
    let surveys = hung.json(&["survey", "list"]);
    let open = surveys
        .as_array()
        .unwrap()
        .iter()
        .find(|survey| survey["state"] == "open")
        .unwrap();
    let id = open["id"].as_str().unwrap();
    let shown = lan.json(&["survey", "show", id]);
    let questions = shown["survey"]["questions"].as_array().unwrap();
    let mut values = serde_json::Map::new();
    for question in questions {
        let value = match question["kind"]
            .as_object()
            .unwrap()
            .keys()
            .next()
            .unwrap()
            .as_str()
        {
            "single" => json!({"single": 1}),
            "multiple" => json!({"multiple": [0]}),
            "scale" => json!({"scale": question["kind"]["scale"]["from"]}),
            _ => json!({"text": "Mong có thêm trái cây."}),
        };
        values.insert(question["id"].to_string(), value);
    }
    let before = lan.text("vi", &["survey", "show", id]);
    for question in questions {
        assert!(before.contains(question["text"].as_str().unwrap()), "{before}");
    }
    lan.json(&["survey", "answer", id, &Value::Object(values).to_string()]);
    let after = lan.text("vi", &["survey", "show", id]);
    assert_eq!(after.matches("Tôi trả lời: ").count(), questions.len(), "{after}");
    lan.json(&["sync"]);
    hung.json(&["sync"]);
    let board = hung.json(&["survey", "board", id]);
    let told = hung.text("vi", &["survey", "board", id]);
    for question in board["questions"].as_array().unwrap() {
        assert!(told.contains(question["text"].as_str().unwrap()), "{told}");
        for (option, count) in question["options"]
            .as_array()
            .unwrap()
            .iter()
            .zip(question["counts"].as_array().unwrap())
        {
            let line = format!("{:>5}  {}", count.as_u64().unwrap(), option.as_str().unwrap());
            assert!(told.contains(&line), "{line} in\n{told}");
        }
    }

    // Words that are not finished are listed when she leaves, and go only when she agrees.
    let client = Client::open(&lan.path, system::ports(false), Options::default()).unwrap();
    let survey = id.parse().unwrap();
    client.keep_answer_draft(survey, &BTreeMap::new()).unwrap();
    drop(client);
    let told = lan.text("vi", &["sign-out"]);
    assert!(
        told.contains("Bản nháp (1):") && told.contains(&format!("survey-answer/{id}")),
        "{told}"
    );
    assert!(lan.path.exists());
    assert_eq!(lan.json(&["sign-out", "--give-up"])["signed_out"], true);

    let file = folder.path().join("nháp.json");
    let draft = json!({"title": "Nháp", "closes_on": "2099-01-01",
        "questions": [{"id": 1, "text": "Được không?", "kind": {"single": {"options": ["Được", "Không"]}}}]});
    std::fs::write(&file, draft.to_string()).unwrap();
    let saved = hung.json(&["survey", "save", file.to_str().unwrap()]);
    let draft = saved["id"].as_str().unwrap();
    hung.json(&["survey", "delete", draft]);
    assert!(!ids(&hung.json(&["survey", "list"])).contains(&draft));
}
