//! Several people on one old PC: each with a home and a PIN, and a seat that locks.

use congdoan_desk::Desk;
use congdoan_tests::kit::{Office, TestClock};
use serde_json::{Value, json};

const HUNG: &str = "482913";
const LAN: &str = "715204";

fn pc(office: &Office, clock: &TestClock) -> Desk {
    Desk::with_ports(office.dir().join("pc"), false, office.ports(clock))
}

fn ask(desk: &Desk, call: &str, with: Value) -> Value {
    desk.call(call, with)
        .unwrap_or_else(|error| panic!("{call}: {error}"))
}

fn refused(desk: &Desk, call: &str, with: Value) -> Value {
    desk.call(call, with).expect_err(call)
}

/// Enrols a persona here; answers the id of the home.
fn enrol(office: &Office, desk: &Desk, name: &str, pin: &str) -> String {
    let with = json!({"invitation": office.invitation(name), "pin": pin, "device_name": "PC văn phòng"});
    let view = ask(desk, "session_enrol", with);
    ask(desk, "sync_now", json!({}));
    view["me"]["home_id"].as_str().unwrap().to_owned()
}

fn open(desk: &Desk, home: &str, pin: &str) -> Result<Value, Value> {
    desk.call("session_open", json!({"home_id": home, "pin": pin}))
}

fn state_of(desk: &Desk, home: &str) -> String {
    let view = ask(desk, "session_view", json!({}));
    let people = view["people"].as_array().unwrap();
    let found = people.iter().find(|person| person["home_id"] == home).unwrap();
    found["state"].as_str().unwrap().to_owned()
}

fn members(desk: &Desk) -> Result<Value, Value> {
    desk.call("member_list", json!({"offset": 0, "limit": 10}))
}

#[test]
fn two_people_share_a_pc_and_neither_sees_the_others_home() {
    let office = Office::open();
    let desk = pc(&office, &office.clock);
    let hung = enrol(&office, &desk, "hung", HUNG);
    assert!(members(&desk).is_ok());
    let view = ask(&desk, "session_switch", json!({}));
    assert_eq!(
        (&view["state"], &view["locked_home_id"]),
        (&json!("locked"), &json!(null))
    );
    assert_eq!(
        refused(&desk, "member_list", json!({"offset": 0, "limit": 1}))["code"],
        "session.locked"
    );
    let lan = enrol(&office, &desk, "lan", LAN);
    assert!(
        members(&desk).unwrap()["total"].as_u64() < Some(10),
        "she sees no roster"
    );
    let people = ask(&desk, "session_view", json!({}))["people"].clone();
    assert_eq!(people.as_array().unwrap().len(), 2);
    // Each has a PIN of their own, and what the list says of a home that is shut was seen when it was open.
    assert_eq!(open(&desk, &hung, LAN).unwrap_err()["code"], "session.pin_wrong");
    let view = open(&desk, &hung, HUNG).unwrap();
    assert_eq!(view["me"]["title"], "Chủ tịch công đoàn cơ sở");
    assert_eq!(state_of(&desk, &hung), "open");
    assert_eq!(state_of(&desk, &lan), "locked");
    let people = view["people"].as_array().unwrap();
    let line = people.iter().find(|person| person["home_id"] == lan).unwrap();
    assert_eq!(line["title"], "Đoàn viên");
    assert!(line["last_used_at"].is_i64());
}

#[test]
fn a_lock_shuts_at_once_and_opens_at_once_while_the_line_is_listened_to() {
    let office = Office::open();
    let desk = pc(&office, &office.clock);
    let hung = enrol(&office, &desk, "hung", HUNG);
    // Long enough for the listener to hold its stream open.
    std::thread::sleep(std::time::Duration::from_millis(500));
    let clock = congdoan_client::system::ports(false).clock;
    for _ in 0..3 {
        let began = clock.steady();
        let view = ask(&desk, "session_lock", json!({}));
        assert_eq!(view["locked_home_id"], json!(hung));
        open(&desk, &hung, HUNG).unwrap();
        // The server's heartbeat comes every 10 s; the PIN itself takes a moment.
        let took = clock.steady().since(began).unwrap();
        assert!(took < 6_000, "it took {took} ms");
    }
}

#[test]
fn nobody_there_for_ten_minutes_locks_without_the_pages_help() {
    let office = Office::open();
    let desk = pc(&office, &office.clock);
    let hung = enrol(&office, &desk, "hung", HUNG);
    for _ in 0..3 {
        office.clock.advance_minutes(9);
        ask(&desk, "session_touch", json!({}));
        assert!(members(&desk).is_ok());
    }
    office.clock.advance_minutes(12);
    assert_eq!(members(&desk).unwrap_err()["code"], "session.locked");
    let view = ask(&desk, "session_view", json!({}));
    assert_eq!(
        (&view["state"], &view["locked_home_id"]),
        (&json!("locked"), &json!(hung))
    );
}

#[test]
fn pins_cannot_be_guessed_in_a_hurry() {
    let office = Office::open();
    let desk = pc(&office, &office.clock);
    let hung = enrol(&office, &desk, "hung", HUNG);
    ask(&desk, "session_lock", json!({}));
    for left in ["4", "3", "2", "1"] {
        let error = open(&desk, &hung, "000000").unwrap_err();
        assert_eq!(
            (&error["code"], &error["args"]["left"]),
            (&json!("session.pin_wrong"), &json!(left))
        );
    }
    assert_eq!(
        open(&desk, &hung, "000000").unwrap_err()["code"],
        "session.pin_wait"
    );
    // Another program start, the right PIN: the wait holds.
    drop(desk);
    let desk = pc(&office, &office.clock);
    let error = open(&desk, &hung, HUNG).unwrap_err();
    assert_eq!(error["args"]["wait_seconds"], "60");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("Dữ liệu vẫn còn nguyên")
    );
    office.clock.advance_minutes(1);
    open(&desk, &hung, HUNG).unwrap();
}

#[test]
fn an_ended_device_shows_no_lists_any_more_but_what_was_not_sent() {
    let mut office = Office::open();
    let desk = pc(&office, &office.clock);
    let hung = enrol(&office, &desk, "hung", HUNG);
    let elsewhere = office.enrol_at(&office.home("elsewhere"), "mai").unwrap();
    elsewhere.sync_now();
    let device = ask(&desk, "settings_view", json!({}))["trust"]["device_id"].clone();
    // He ends this very device from the list of his own; the line then tells it so.
    ask(&desk, "settings_device_end", json!({"device_id": device}));
    ask(&desk, "sync_now", json!({}));
    ask(&desk, "sync_now", json!({}));
    assert_eq!(
        ask(&desk, "sync_status", json!({}))["blocked"]["code"],
        "sync.device_ended"
    );
    assert_eq!(members(&desk).unwrap_err()["code"], "member.device_ended");
    ask(&desk, "session_switch", json!({}));
    assert_eq!(state_of(&desk, &hung), "ended");
    // Without a network and after a restart it is still so; the sync panel opens, and leaving works.
    office.stop();
    drop(desk);
    let desk = pc(&office, &office.clock);
    open(&desk, &hung, HUNG).unwrap();
    assert_eq!(members(&desk).unwrap_err()["code"], "member.device_ended");
    ask(&desk, "sync_panel", json!({}));
    ask(&desk, "session_leave", json!({"give_up": true}));
    assert_eq!(ask(&desk, "session_view", json!({}))["state"], "nobody");
}

#[test]
fn a_desk_copy_of_a_month_ago_locks_until_it_syncs_and_a_members_own_things_do_not() {
    let mut office = Office::open();
    let desk = pc(&office, &office.clock);
    let hung = enrol(&office, &desk, "hung", HUNG);
    let lan = enrol(&office, &desk, "lan", LAN);
    office.stop();
    office.clock.advance_hours(31 * 24);
    open(&desk, &lan, LAN).unwrap();
    assert!(desk.call("survey_list", json!({})).is_ok(), "her own");
    assert_eq!(state_of(&desk, &hung), "stale");
    open(&desk, &hung, HUNG).unwrap();
    assert_eq!(members(&desk).unwrap_err()["code"], "member.desk_stale");
    assert_eq!(
        ask(&desk, "sync_status", json!({}))["blocked"]["code"],
        "sync.desk_stale"
    );
    office.start();
    ask(&desk, "sync_now", json!({}));
    assert!(members(&desk).unwrap()["total"].as_u64() > Some(10));
    assert_eq!(ask(&desk, "sync_status", json!({}))["blocked"], json!(null));
}

#[test]
fn leaving_lists_what_only_this_pc_holds_and_then_wipes_the_home() {
    let mut office = Office::open();
    let desk = pc(&office, &office.clock);
    let hung = enrol(&office, &desk, "hung", HUNG);
    office.stop();
    let form = json!({"name": "Nguyễn Thị Thử", "sex": null, "born_on": null, "phone": null, "department": null, "job": null});
    ask(&desk, "member_admit", json!({"form": form}));
    let list = ask(&desk, "session_leaving", json!({}));
    assert_eq!(list["waiting"][0]["title"], "Kết nạp Nguyễn Thị Thử");
    assert_eq!(
        refused(&desk, "session_leave", json!({"give_up": false}))["code"],
        "session.waiting"
    );
    assert_eq!(
        state_of(&desk, &hung),
        "open",
        "a refusal leaves everything as it was"
    );
    let view = ask(&desk, "session_leave", json!({"give_up": true}));
    assert_eq!(view["state"], "nobody");
    let left = std::fs::read_dir(office.dir().join("pc")).unwrap().flatten();
    assert_eq!(
        left.filter(|entry| entry.path().is_dir()).count(),
        0,
        "no folder is left"
    );
}

#[test]
fn a_grant_to_a_desk_waits_for_a_second_person_who_says_yes_or_no() {
    use congdoan_client::domain::PersonId;
    use congdoan_client::domain::grant::{ProposeGrant, Role};
    let office = Office::open();
    let quang = office.enrol("quang");
    let unit = quang.me().unwrap().unit.unwrap().id;
    for name in ["Hồ Văn Thử", "Lê Thị Thử"] {
        let propose = ProposeGrant {
            person: PersonId(quang.ports().id()),
            name: name.into(),
            unit,
            role: Role::Officer,
            from: office.clock.now(),
            to: None,
        };
        quang.execute(propose).unwrap();
    }
    quang.sync_now();
    let desk = pc(&office, &office.clock);
    enrol(&office, &desk, "mai", "306418");
    let decisions = ask(&desk, "home_view", json!({}))["decisions"]
        .as_array()
        .unwrap()
        .clone();
    let grants: Vec<_> = decisions
        .iter()
        .filter(|waits| waits["kind"] == "grant")
        .collect();
    assert_eq!(grants.len(), 2);
    let yes = json!({"id": grants[0]["id"], "accept": true});
    assert_eq!(
        ask(&desk, "grant_decide", yes.clone())["sending"]["state"],
        "waiting"
    );
    ask(
        &desk,
        "grant_decide",
        json!({"id": grants[1]["id"], "accept": false}),
    );
    ask(&desk, "sync_now", json!({}));
    let home = ask(&desk, "home_view", json!({}));
    assert!(
        home["decisions"]
            .as_array()
            .unwrap()
            .iter()
            .all(|waits| waits["kind"] != "grant")
    );
    let sent = ask(&desk, "sync_panel", json!({}))["sent_today"].clone();
    assert!(sent.to_string().contains("Đồng ý cấp quyền cho"), "{sent}");
    assert!(desk.call("grant_decide", yes).is_err(), "said once");
    // Who proposed it is not the second person.
    quang.sync_now();
    let again = quang.confirm_grant(serde_json::from_value(grants[1]["id"].clone()).unwrap(), None);
    assert!(again.is_err());
}

#[test]
fn a_pin_is_set_changed_and_removed_and_the_door_follows() {
    let office = Office::open();
    let desk = pc(&office, &office.clock);
    let lan = enrol(&office, &desk, "lan", "");
    let pin = |current: &str, new: &str| desk.call("settings_pin", json!({"current": current, "pin": new}));
    let asked = |desk: &Desk| {
        let door = ask(desk, "session_view", json!({}))["people"][0]["has_pin"].clone();
        let settings = ask(desk, "settings_view", json!({}))["trust"]["pin"].clone();
        assert_eq!(door, settings);
        door
    };
    assert_eq!(asked(&desk), false);
    assert_eq!(pin("", "12345").unwrap_err()["args"]["field"], "pin", "too short");
    pin("", LAN).unwrap();
    assert_eq!(asked(&desk), true);

    // The present one must be given; a wrong one counts with those at the door.
    for current in ["", "000000"] {
        let error = pin(current, HUNG).unwrap_err();
        assert_eq!(error["args"]["field"], "current", "{error}");
    }
    ask(&desk, "session_lock", json!({}));
    assert_eq!(open(&desk, &lan, "000000").unwrap_err()["args"]["left"], "3");
    open(&desk, &lan, LAN).unwrap();
    pin(LAN, HUNG).unwrap();
    ask(&desk, "session_lock", json!({}));
    assert_eq!(open(&desk, &lan, LAN).unwrap_err()["code"], "session.pin_wrong");
    open(&desk, &lan, HUNG).unwrap();
    pin(HUNG, "").unwrap();
    assert_eq!(asked(&desk), false);
    ask(&desk, "session_lock", json!({}));
    open(&desk, &lan, "").unwrap();

    // Killed between the vault and home.json: the vault is asked, whatever the file says.
    pin("", LAN).unwrap();
    ask(&desk, "session_lock", json!({}));
    let homes = std::fs::read_dir(office.dir().join("pc")).unwrap().flatten();
    let file = homes
        .map(|home| home.path().join("home.json"))
        .find(|file| file.exists())
        .unwrap();
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, written.replace("\"pin\": true", "\"pin\": false")).unwrap();
    let door = ask(&desk, "session_view", json!({}))["people"][0]["has_pin"].clone();
    assert_eq!(door, true);
    assert_eq!(open(&desk, &lan, "").unwrap_err()["code"], "session.pin_missing");
    open(&desk, &lan, LAN).unwrap();
}
