use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

fn list(seat: &Seat, more: Value) -> Value {
    let mut asked = json!({"offset": 0, "limit": 100});
    asked
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    seat.call("member_list", asked)
}

fn counted(page: &Value, status: &str) -> u64 {
    let counts = page["status_counts"].as_array().unwrap();
    let found = counts.iter().find(|count| count["status"] == status);
    found.unwrap()["count"].as_u64().unwrap()
}

#[test]
fn the_list_marks_what_it_found_and_counts_what_it_filters() {
    let office = Office::open();
    let hung = Seat::take(&office, "hung");
    let all = list(&hung, json!({}));
    assert_eq!(
        (all["total"].as_u64(), all["total_all"].as_u64()),
        (Some(214), Some(214))
    );
    assert_eq!(
        (&all["exact"], &all["rows"][0]["name_marks"]),
        (&Value::Null, &Value::Null)
    );
    let sum: u64 = all["status_counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["count"].as_u64().unwrap())
        .sum();
    assert_eq!(sum, 214);

    let found = list(&hung, json!({"query": "lan ngoc"}));
    let row = &found["rows"][0];
    let runs = row["name_marks"].as_array().unwrap();
    let text: String = runs.iter().map(|run| run["text"].as_str().unwrap()).collect();
    assert_eq!(text, "Nguyễn Thị Ngọc Lan");
    let marked: Vec<_> = runs
        .iter()
        .filter(|run| run["marked"] == true)
        .map(|run| run["text"].clone())
        .collect();
    assert_eq!(marked, ["Ngọc", "Lan"]);
    assert_eq!(
        (&row["card"], row["device_count"].as_u64()),
        (&json!("valid"), Some(0))
    );
    assert_eq!(
        list(&hung, json!({"query": "đặng"}))["exact"],
        list(&hung, json!({"query": "đặng"}))["total"]
    );

    // The filter of statuses chooses rows; what could be chosen instead stays counted.
    let paused = list(&hung, json!({"statuses": ["paused"]}));
    assert!(counted(&all, "paused") > 0);
    assert_eq!(paused["total"].as_u64(), Some(counted(&all, "paused")));
    assert_eq!(paused["status_counts"], all["status_counts"]);
    assert!(
        paused["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["status"] == "paused" && row["card"] == "paused")
    );
    let department = &all["department_counts"][0];
    let there = list(
        &hung,
        json!({"departments": [department["department"]], "statuses": null, "sort": "born_on", "descending": true}),
    );
    assert_eq!(there["total"], department["count"]);

    // Her phone joins: the line counts it.
    office.enrol("lan");
    hung.sync();
    assert_eq!(
        list(&hung, json!({"query": "Nguyễn Thị Ngọc Lan"}))["rows"][0]["device_count"],
        1
    );
    // Beyond the end there is nothing, and the counts are the same.
    let beyond = list(&hung, json!({"offset": 5_000}));
    assert_eq!(
        (beyond["rows"].as_array().unwrap().len(), beyond["total"].as_u64()),
        (0, Some(214))
    );
}

fn form(name: &str) -> Value {
    json!({"name": name, "sex": "female", "born_on": "1994-08-14", "phone": "0900 777 001", "department": "Chuyền 12",
           "job": "Công nhân may", "joined_on": "2025-03-08"})
}

#[test]
fn a_member_from_admission_to_the_end_of_a_device() {
    let office = Office::open();
    let hung = Seat::take(&office, "hung");
    let saved = hung.call("member_admit", json!({"form": form("Võ Thị Thử Nghiệm")}));
    let id = saved["id"].as_str().unwrap();
    let record = hung.record(id);
    let mut kept = form("Võ Thị Thử Nghiệm");
    kept["phone"] = json!("+84900777001");
    assert_eq!(record["form"], kept);
    assert_eq!(
        record["history"],
        json!([{"on": "2025-03-08", "text": "Vào công đoàn", "second": null}, ])
    );
    // Corrected: only what was changed, a phone number in another spelling is no change.
    let mut changed = record["form"].clone();
    (changed["job"], changed["phone"], changed["joined_on"]) =
        (json!("Tổ trưởng"), json!("0900777001"), json!("2025-03-09"));
    hung.call(
        "member_edit",
        json!({"id": id, "before": record["form"], "form": changed}),
    );
    let same = hung.record(id)["form"].clone();
    assert_eq!(
        (&same["job"], &same["joined_on"]),
        (&json!("Tổ trưởng"), &json!("2025-03-09"))
    );
    let nothing = hung.refused("member_edit", json!({"id": id, "before": same, "form": same}));
    assert_eq!(nothing["code"], "member.nothing_changed");
    // Paused since a day of the office's choosing; not since tomorrow, and not before she joined.
    let pause = |on: &str| json!({"id": id, "status": "paused", "reason": "nghỉ thai sản", "on": on});
    for day in ["2099-01-01", "2025-03-01"] {
        let refused = hung.refused("member_status", pause(day));
        assert_eq!(
            (&refused["code"], &refused["args"]["field"]),
            (&json!("member.bad_date"), &json!("on"))
        );
    }
    let unreasoned = hung.refused(
        "member_status",
        json!({"id": id, "status": "paused", "reason": " ", "on": null}),
    );
    assert_eq!(unreasoned["args"]["field"], "reason");
    hung.call("member_status", pause("2026-11-01"));
    let record = hung.record(id);
    assert_eq!(
        (&record["status_since"], &record["status_reason"]),
        (&json!("2026-11-01"), &json!("nghỉ thai sản"))
    );
    assert_eq!(
        record["next_statuses"],
        json!(["active", "left", "retired", "expelled"])
    );
    // Invited: usable after sending, readable as text and as a code.
    let made = hung.call("member_invite", json!({"id": id}));
    assert_eq!(
        (&made["state"], &made["usable"]),
        (&json!("unused"), &json!(false))
    );
    let text = made["text"].as_str().unwrap();
    assert_eq!(read(made["qr_svg"].as_str().unwrap()), text);
    hung.sync();
    assert_eq!(hung.record(id)["invitations"][0]["usable"], true);
    // One is taken back, the other is used.
    let second = hung.call("member_invite", json!({"id": id}));
    hung.call("member_invitation_revoke", json!({"id": second["id"]}));
    hung.sync();
    let revoked = office
        .enrol_with("moi", second["text"].as_str().unwrap())
        .err()
        .unwrap();
    assert_eq!(revoked.code, "invitation_revoked");
    let phone = office.enrol_with("moi", text).unwrap();
    phone.sync_now();
    hung.sync();
    let record = hung.record(id);
    let (device, used) = (
        &record["devices"][0],
        &record["invitations"]
            .as_array()
            .unwrap()
            .iter()
            .find(|i| i["id"] == made["id"])
            .unwrap()
            .clone(),
    );
    assert_eq!(
        (
            &used["state"],
            &used["used_by_device"],
            &used["text"],
            &used["qr_svg"]
        ),
        (&json!("used"), &device["name"], &Value::Null, &Value::Null)
    );
    hung.call("member_device_end", json!({"device_id": device["id"]}));
    hung.sync();
    let ended = hung.record(id);
    assert!(ended["devices"][0]["ended_at"].is_number() && ended["row"]["device_count"] == 0);
    assert_eq!(hung.unsettled(), (0, 0));
    // Everything she was given still stands after the screen was locked.
    hung.lock_and_reopen();
    assert_eq!(hung.record(id), ended);
}

#[test]
fn a_form_that_the_rules_refuse_names_its_field_and_saves_nothing() {
    let office = Office::open();
    let hung = Seat::take(&office, "hung");
    for (field, value) in [
        ("name", json!("  ")),
        ("name", json!("a".repeat(101))),
        ("born_on", json!("2020-01-01")),
        ("phone", json!("12")),
        ("department", json!("x".repeat(81))),
        ("joined_on", json!("2099-01-01")),
    ] {
        let mut wrong = form("Võ Thị Thử Nghiệm");
        wrong[field] = value;
        let refused = hung.refused("member_admit", json!({"form": wrong}));
        assert_eq!(refused["args"]["field"], field, "{refused}");
    }
    assert_eq!(hung.unsettled(), (0, 0));
    assert_eq!(list(&hung, json!({}))["total_all"], 214);
}

/// Reads a code as a stranger's scanner does: draws the picture, and lets a library find and decode it.
fn read(svg: &str) -> String {
    let number = |text: &str| text.parse::<usize>().unwrap();
    let side = number(
        svg.split("viewBox=\"0 0 ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap(),
    );
    const POINTS: usize = 4;
    let mut luma = vec![255_u8; (side * POINTS).pow(2)];
    let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
    for bar in path.split('M').filter(|bar| !bar.is_empty()) {
        let (from, rest) = bar.split_once('h').unwrap();
        let (x, y) = from.split_once(' ').unwrap();
        let (x, y, run) = (number(x), number(y), number(rest.split('v').next().unwrap()));
        for row in y * POINTS..(y + 1) * POINTS {
            luma[row * side * POINTS + x * POINTS..][..run * POINTS].fill(0);
        }
    }
    let side = u32::try_from(side * POINTS).unwrap();
    let found = rxing::helpers::detect_in_luma(luma, side, side, Some(rxing::BarcodeFormat::QR_CODE));
    found.unwrap().getText().to_owned()
}
