//! What was refused comes back to its form, and what replaces it leaves nothing behind.

use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

const LAN: &str = "Nguyễn Thị Ngọc Lan";

/// Two desks of one office that do not see each other.
fn two(office: &Office) -> (Seat, Seat, String) {
    let (one, other) = (Seat::take(office, "hung"), Seat::take(office, "hung-2"));
    let lan = one.member(LAN);
    (one, other, lan)
}

fn edit(id: &str, before: &Value, field: &str, value: &str) -> Value {
    let mut form = before.clone();
    form[field] = json!(value);
    json!({"id": id, "before": before, "form": form})
}

#[test]
fn a_correction_of_what_another_corrected_is_shown_before_it_is_saved() {
    let office = Office::open();
    let (one, other, lan) = two(&office);
    let before = one.record(&lan)["form"].clone();
    other.call("member_edit", edit(&lan, &before, "phone", "0900 111 222"));
    other.sync();
    one.sync();
    // The form was filled before the other's correction came in.
    let refused = one.refused("member_edit", edit(&lan, &before, "phone", "0900 333 444"));
    assert_eq!(
        (&refused["code"], &refused["args"]["field"]),
        (&json!("member.changed_meanwhile"), &json!("phone"))
    );
    assert_eq!(one.unsettled(), (0, 0));
    // Another field goes through, and what the other wrote stays.
    one.call("member_edit", edit(&lan, &before, "job", "Cắt"));
    one.sync();
    let form = one.record(&lan)["form"].clone();
    assert_eq!(
        (&form["phone"], &form["job"]),
        (&json!("+84900111222"), &json!("Cắt"))
    );
    // Having seen it, it may be overwritten.
    one.call("member_edit", edit(&lan, &form, "phone", "0900 333 444"));
    assert_eq!(one.record(&lan)["form"]["phone"], "+84900333444");
}

#[test]
fn a_correction_and_a_status_refused_by_the_server_are_mended() {
    let mut office = Office::open();
    let (one, other, lan) = two(&office);
    let before = one.record(&lan)["form"].clone();
    office.stop();
    one.call("member_edit", edit(&lan, &before, "job", "Cắt"));
    other.call("member_edit", edit(&lan, &before, "job", "Ủi"));
    office.start();
    one.sync();
    other.sync();
    assert_eq!(other.unsettled(), (0, 1));
    let row = other.record(&lan)["row"].clone();
    assert_eq!(row["sending"]["state"], "refused");
    assert!(
        row["sending"]["reason"].as_str().unwrap().contains("Công việc"),
        "{row}"
    );
    let (refused, draft) = other.mend();
    assert_eq!(
        (&draft["form"], &draft["id"], &draft["value"]["job"]),
        (&json!("member_edit"), &json!(lan), &json!("Ủi"))
    );
    let now = other.record(&lan)["form"].clone();
    assert_eq!(now["job"], "Cắt", "the server's word stands until it is mended");
    other.call(
        "member_edit",
        json!({"id": lan, "before": now, "form": draft["value"], "mends": refused}),
    );
    other.sync();
    assert_eq!(
        (other.unsettled(), &other.record(&lan)["form"]["job"]),
        ((0, 0), &json!("Ủi"))
    );

    office.stop();
    one.call(
        "member_status",
        json!({"id": lan, "status": "paused", "reason": "nghỉ thai sản", "on": "2026-11-02"}),
    );
    other.call(
        "member_status",
        json!({"id": lan, "status": "paused", "reason": "nghỉ ốm", "on": "2026-11-03"}),
    );
    office.start();
    one.sync();
    other.sync();
    let (refused, draft) = other.mend();
    assert_eq!(
        draft["value"],
        json!({"status": "paused", "reason": "nghỉ ốm", "on": "2026-11-03"})
    );
    other.call(
        "member_status",
        json!({"id": lan, "status": "active", "reason": "đi làm lại", "on": null, "mends": refused}),
    );
    other.sync();
    assert_eq!(
        (other.unsettled(), &other.record(&lan)["row"]["status"]),
        ((0, 0), &json!("active"))
    );
}

#[test]
fn taking_back_an_invitation_that_was_used_meanwhile_leads_to_the_record() {
    let mut office = Office::open();
    let hung = Seat::take(&office, "hung");
    let lan = hung.member(LAN);
    let made = hung.call("member_invite", json!({"id": lan}));
    hung.sync();
    office.stop();
    hung.call("member_invitation_revoke", json!({"id": made["id"]}));
    let record = hung.record(&lan);
    let mut invitations = record["invitations"].as_array().unwrap().iter();
    let revoked = invitations.find(|found| found["id"] == made["id"]).unwrap();
    assert_eq!(
        (&revoked["state"], &revoked["sending"]["state"]),
        (&json!("revoked"), &json!("waiting"))
    );
    // A locked screen sends nothing, so her enrolment comes first.
    let home = hung.lock();
    office.start();
    let phone = office.enrol_with("lan", made["text"].as_str().unwrap()).unwrap();
    hung.open(&home);
    phone.sync_now();
    hung.sync();
    let (refused, draft) = hung.mend();
    assert_eq!(
        draft,
        json!({"form": "member_revoke", "id": lan, "invitation_id": made["id"]})
    );
    // Her device is what can be ended now; the refused command goes with it.
    let device = hung.record(&lan)["devices"][0]["id"].clone();
    hung.call(
        "member_device_end",
        json!({"device_id": device, "mends": refused}),
    );
    hung.sync();
    assert_eq!(hung.unsettled(), (0, 0));
}
