//! Found by a reviewer: whoever had no role saw a white page, and could reach nothing of what was only here.

use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};
use std::path::Path;

fn status(seat: &Seat) -> Value {
    seat.call("sync_status", json!({}))
}

fn me(seat: &Seat) -> Value {
    seat.call("session_view", json!({}))["me"].clone()
}

/// What everybody with a home may ask, whatever is known of them. Returns what needs them.
fn open_to_everybody(seat: &Seat) -> Value {
    for call in ["settings_view", "sync_panel", "session_leaving"] {
        seat.call(call, json!({}));
    }
    seat.call("home_view", json!({}))
}

fn words(seat: &Seat, item: &Value) -> String {
    let id = &item["sending"]["command_id"];
    let words = seat.call("sync_words", json!({"command_id": id}));
    words.as_str().unwrap().to_owned()
}

fn damage(people: &Path) {
    let home = std::fs::read_dir(people)
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let home = home
        .into_iter()
        .find(|path| path.join("home.json").exists())
        .unwrap();
    std::fs::write(home.join("cache.db"), vec![0x5a; 16_384]).unwrap();
    for journal in ["cache.db-wal", "cache.db-shm"] {
        let _ = std::fs::remove_file(home.join(journal));
    }
}

#[test]
fn before_the_first_sync_the_page_says_that_it_waits_for_it() {
    let mut office = Office::open();
    let people = office.home("desk-new");
    drop(office.enrol_at(&people.join("a"), "hung").unwrap());
    office.stop();
    let hung = Seat::at(&people);
    let said = status(&hung);
    assert_eq!(said["lack"]["kind"], "first_load");
    assert_eq!(said["lack"]["title"], "Đang chờ tải dữ liệu lần đầu.");
    let text = said["lack"]["text"].as_str().unwrap();
    assert!(
        text.contains("vẫn nằm trên máy") && text.contains("nối mạng"),
        "{text}"
    );
    assert_eq!(said["last_settled_at"], Value::Null);
    assert_eq!(
        (&me(&hung)["roles"], &me(&hung)["title"]),
        (&json!([]), &json!(""))
    );
    assert_eq!(open_to_everybody(&hung)["shut"], false);
    office.start();
    hung.sync();
    assert_eq!(status(&hung)["lack"], Value::Null);
    assert_eq!(me(&hung)["title"], "Chủ tịch công đoàn cơ sở");
}

#[test]
fn a_damaged_cache_is_told_with_its_time_and_what_waits_is_within_reach() {
    let mut office = Office::open();
    let hung = Seat::take(&office, "hung");
    office.stop();
    hung.lock_and_reopen();
    let form = json!({"name": "Vũ Thị Chờ", "sex": null, "born_on": null, "phone": "", "department": "Kho", "job": "", "joined_on": null});
    hung.call("member_admit", json!({"form": form}));
    let settled = status(&hung)["last_settled_at"].clone();
    assert!(settled.is_i64());
    hung.close();
    let people = office.home("desk-hung");
    damage(&people);
    for again in ["at once", "and until it was read again"] {
        let hung = Seat::at(&people);
        let said = status(&hung);
        assert_eq!(said["lack"]["kind"], "set_aside", "{again}");
        let title = said["lack"]["title"].as_str().unwrap();
        assert!(
            title.starts_with("Dữ liệu đã nhận bị hỏng, máy cất riêng lúc "),
            "{title}"
        );
        assert_eq!(
            said["last_settled_at"], settled,
            "that it synced before stays true"
        );
        let me = me(&hung);
        assert_eq!(
            (&me["roles"], &me["title"]),
            (&json!([]), &json!("Chủ tịch công đoàn cơ sở"))
        );
        let waiting = open_to_everybody(&hung)["waiting"].clone();
        assert_eq!(waiting.as_array().unwrap().len(), 1);
        let words = words(&hung, &waiting[0]);
        assert!(
            words.contains("Kết nạp Vũ Thị Chờ") && words.contains("Bộ phận: Kho"),
            "{words}"
        );
        hung.close();
    }
    office.start();
    let hung = Seat::at(&people);
    hung.sync();
    assert_eq!(status(&hung)["lack"], Value::Null);
    assert_eq!(me(&hung)["roles"], json!(["member", "branch_officer"]));
    hung.member("Vũ Thị Chờ");
}

#[test]
fn who_is_no_member_any_more_is_told_so_and_keeps_the_refused_words() {
    let mut office = Office::open();
    let (hung, lan) = (Seat::take(&office, "hung"), Seat::take(&office, "lan"));
    let id = hung.member("Nguyễn Thị Ngọc Lan");
    let surveys = lan.call("survey_list", json!({}));
    let open = surveys
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["my_answer"] == "none")
        .unwrap();
    let asked = lan.call("survey_form", json!({"id": open["id"]}));
    let answers: Vec<Value> = asked["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| {
            let options: Vec<&Value> = question["options"]
                .as_array()
                .unwrap()
                .iter()
                .take(1)
                .map(|option| &option["id"])
                .collect();
            let scale = question["scale"]["min"].clone();
            let text = (question["kind"] == "text").then_some("chữ của Lan");
            json!({"question_id": question["id"], "option_ids": options, "value": scale, "text": text})
        })
        .collect();
    // She answers while nothing of hers goes out; he puts her out of the union meanwhile.
    office.stop();
    lan.lock_and_reopen();
    lan.call("survey_answer", json!({"id": open["id"], "answers": answers}));
    let home = lan.lock();
    office.start();
    hung.call(
        "member_status",
        json!({"id": id, "status": "expelled", "reason": "thử", "on": null}),
    );
    hung.sync();
    lan.open(&home);
    lan.sync();
    let said = status(&lan);
    assert_eq!(said["lack"]["kind"], "no_role", "{said}");
    assert!(said["last_settled_at"].is_i64(), "she has just synced");
    assert_eq!(me(&lan)["roles"], json!([]));
    let refused = open_to_everybody(&lan)["refused"].clone();
    assert_eq!(
        (&refused[0]["can_mend"], &refused[0]["can_discard"]),
        (&json!(false), &json!(true))
    );
    assert!(
        refused[0]["kept"]
            .as_str()
            .unwrap()
            .contains("Không còn gì để sửa"),
        "{refused}"
    );
    let words = words(&lan, &refused[0]);
    assert!(words.contains("Bị từ chối: "), "{words}");
    lan.call(
        "sync_discard",
        json!({"command_id": refused[0]["sending"]["command_id"]}),
    );
    assert_eq!(lan.unsettled(), (0, 0));
}

#[test]
fn on_an_ended_device_what_was_not_sent_is_read_and_dropped() {
    let mut office = Office::open();
    let (hung, mai) = (Seat::take(&office, "hung"), office.enrol("mai"));
    let device = hung.call("settings_view", json!({}))["trust"]["device_id"].clone();
    let device = device.as_str().unwrap().parse().unwrap();
    office.stop();
    hung.lock_and_reopen();
    for name in ["Chưa Kịp Gửi", "Cũng Chưa"] {
        let form = json!({"name": name, "sex": null, "born_on": null, "phone": "", "department": "", "job": "", "joined_on": null});
        hung.call("member_admit", json!({"form": form}));
    }
    let home = hung.lock();
    office.start();
    mai.end_device(device, None).unwrap();
    mai.sync_now();
    hung.open(&home);
    hung.call("sync_now", json!({}));
    let said = status(&hung);
    assert_eq!(said["blocked"]["code"], "sync.device_ended");
    assert_eq!(said["lack"], Value::Null, "one reason at a time");
    assert!(said["last_settled_at"].is_i64());
    let view = open_to_everybody(&hung);
    assert_eq!(view["shut"], true);
    let waiting = view["waiting"].as_array().unwrap();
    assert!(words(&hung, &waiting[0]).contains("Chưa Kịp Gửi"));
    assert_eq!(
        hung.call("sync_panel", json!({}))["waiting"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let id = |at: usize| json!({"command_id": waiting[at]["sending"]["command_id"]});
    assert_eq!(waiting[0]["can_discard"], true);
    hung.call("sync_discard", id(0));
    // Taken back, too: there is no form to give it to, and that is no failure.
    assert_eq!(hung.call("sync_withdraw", id(1)), Value::Null);
    assert_eq!(hung.unsettled(), (0, 0));
}

#[test]
fn a_copied_home_is_listed_once_and_named() {
    let office = Office::open();
    let people = office.home("desk-copied");
    drop(office.enrol_at(&people.join("a"), "hung").unwrap());
    std::fs::create_dir(people.join("a (copy)")).unwrap();
    for file in std::fs::read_dir(people.join("a")).unwrap().flatten() {
        std::fs::copy(file.path(), people.join("a (copy)").join(file.file_name())).unwrap();
    }
    let hung = Seat::at(&people);
    hung.sync();
    let listed = hung.call("session_view", json!({}))["people"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed[0]["copies"], json!(["a (copy)"]));
    assert_eq!(listed[0]["state"], "open");
    assert!(
        people.join("a/label.json").exists(),
        "the folder that was there first is the home"
    );
}
