//! Found by a reviewer: a person was admitted and invited offline, and the admission taken back. The invitation was
//! refused for a reason that was not true, and mending it led nowhere.

use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::Profile;
use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

const NEW: &str = "Trần Văn Vừa Vào";

fn offline(office: &mut Office) -> Seat {
    let hung = Seat::take(office, "hung");
    office.stop();
    hung.lock_and_reopen();
    hung
}

fn admit(hung: &Seat, name: &str) -> Value {
    let form = json!({"name": name, "sex": null, "born_on": null, "phone": "", "department": "", "job": "", "joined_on": null});
    hung.call("member_admit", json!({"form": form}))
}

#[test]
fn what_others_need_is_not_taken_back_without_them() {
    let mut office = Office::open();
    let hung = offline(&mut office);
    let admitted = admit(&hung, NEW);
    admit(&hung, "Không Liên Quan");
    let invited = hung.call("member_invite", json!({"id": admitted["id"]}));
    hung.call("member_invitation_revoke", json!({"id": invited["id"]}));
    let id = json!({"command_id": admitted["sending"]["command_id"]});
    let hanging = hung.call("sync_hanging", id.clone());
    let titles: Vec<_> = hanging
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["title"])
        .collect();
    assert_eq!(
        titles,
        ["Lời mời dùng máy", "Rút lời mời"],
        "also what hangs on what hangs"
    );
    let refused = hung.refused("sync_withdraw", id.clone());
    assert_eq!(refused["code"], "sync.others_hang");
    assert!(
        refused["message"].as_str().unwrap().contains("Chưa rút gì"),
        "{refused}"
    );
    assert_eq!(hung.unsettled(), (4, 0));
    // Of a person who is at the server nothing hangs on another's invitation.
    let lan = hung.member("Nguyễn Thị Ngọc Lan");
    let edited = hung.call(
        "member_status",
        json!({"id": lan, "status": "paused", "reason": "thử", "on": null}),
    );
    let edited = json!({"command_id": edited["sending"]["command_id"]});
    assert_eq!(hung.call("sync_hanging", edited), json!([]));
    let mut together = id;
    together["together"] = json!(true);
    let draft = hung.call("sync_withdraw", together);
    assert_eq!(
        (&draft["form"], &draft["value"]["name"]),
        (&json!("member_admit"), &json!(NEW))
    );
    assert_eq!(hung.unsettled(), (2, 0));
}

#[test]
fn where_nothing_is_left_to_mend_only_dropping_is_offered_and_the_reason_is_true() {
    let mut office = Office::open();
    let people = office.home("desk-mend");
    let hung = office.enrol_at(&people.join("a"), "hung").unwrap();
    hung.sync_now();
    let unit = hung.me().unwrap().unit.unwrap().id;
    let (person, admitted) = hung.admit_member(unit, Profile::named(NEW), None).unwrap();
    hung.invite(Invitee::Member(person), None).unwrap();
    assert_eq!(hung.withdraw(admitted).unwrap_err().code, "others_hang");
    // As an older program did it.
    hung.store().withdraw(admitted).unwrap();
    hung.sync_now();
    drop(hung);
    office.stop();
    let hung = Seat::at(&people);
    let panel = hung.call("sync_panel", json!({}));
    let item = &panel["refused"][0];
    let reason = item["sending"]["reason"].as_str().unwrap();
    assert!(reason.contains("chưa được gửi lên máy chủ"), "{reason}");
    assert_eq!(
        (&item["can_mend"], &item["can_discard"]),
        (&json!(false), &json!(true))
    );
    let id = json!({"command_id": item["sending"]["command_id"]});
    assert!(
        hung.refused("sync_mend", id.clone())["code"]
            .as_str()
            .unwrap()
            .ends_with("not_found")
    );
    hung.call("sync_discard", id);
    assert_eq!(hung.unsettled(), (0, 0));
}

#[test]
fn a_new_card_has_a_title_of_its_own() {
    let office = Office::open();
    let people = office.home("desk-card");
    let hung = office.enrol_at(&people.join("a"), "hung").unwrap();
    hung.sync_now();
    let lan = hung.member_list(&congdoan_client::store::member::ListQuery {
        text: "Nguyễn Thị Ngọc Lan".into(),
        limit: 1,
        ..Default::default()
    });
    hung.reissue_card(lan.unwrap().rows[0].id, None).unwrap();
    drop(hung);
    let hung = Seat::at(&people);
    hung.sync();
    let panel = hung.call("sync_panel", json!({}));
    assert_eq!(
        panel["sent_today"][0]["title"], "Cấp lại thẻ cho Nguyễn Thị Ngọc Lan",
        "{panel}"
    );
}
