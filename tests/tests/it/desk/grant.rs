//! Who works at this desk: proposed, confirmed by a second person, invited, ended; what was refused comes back.

use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

const LAN: &str = "Nguyễn Thị Ngọc Lan";
const NEWCOMER: &str = "Vũ Thị Thử";

fn list(seat: &Seat, query: &str, ended: bool) -> Value {
    let asked = json!({"query": query, "ended": ended, "offset": 0, "limit": 50});
    seat.call("grant_list", asked)
}

/// The only grant that a search finds, as its own page shows it.
fn detail(seat: &Seat, query: &str) -> Value {
    let found = list(seat, query, true);
    assert_eq!(found["total"], 1, "{query}: {found}");
    seat.call("grant_detail", json!({"id": found["rows"][0]["id"]}))
}

fn unit(seat: &Seat, query: &str) -> Value {
    let units = seat.call("grant_units", json!({"query": query}));
    assert_eq!(units["units"].as_array().unwrap().len(), 1, "{query}: {units}");
    units["units"][0].clone()
}

fn form(name: &str, unit: &Value) -> Value {
    json!({"person": null, "name": name, "unit": unit["id"], "role": "officer", "from": null, "to": null})
}

fn standing(detail: &Value) -> (&Value, &Value) {
    (&detail["row"]["standing"], &detail["can_confirm"])
}

#[test]
fn a_grant_from_its_proposal_to_its_end() {
    let office = Office::open();
    let (mai, hung) = (Seat::take(&office, "mai"), Seat::take(&office, "hung"));
    // The province may propose at every unit below; the branch at its own alone.
    let units = mai.call("grant_units", json!({"query": ""}));
    assert_eq!(units["units"].as_array().unwrap().len(), 11, "{units}");
    assert_eq!(units["units"][0]["short"], "LĐLĐ tỉnh Đồng An", "her own first");
    let own = hung.call("grant_units", json!({"query": ""}));
    assert_eq!(own["units"].as_array().unwrap().len(), 1, "{own}");
    assert_eq!(unit(&mai, "nha thuoc")["roles"], json!(["provider_staff"]));
    let branch = unit(&mai, "may hung");

    let mut proposal = form(NEWCOMER, &branch);
    proposal["to"] = json!("2026-12-31");
    let saved = mai.call("grant_propose", json!({"form": proposal}));
    assert_eq!(saved["sending"]["state"], "waiting");
    let line = list(&mai, "thu vu", false)["rows"][0].clone();
    assert_eq!(
        (&line["sending"]["state"], &line["to"], &line["unit"]),
        (
            &json!("waiting"),
            &json!("2026-12-31"),
            &json!("CĐCS May Hưng Thịnh Phát")
        )
    );
    mai.sync();
    // "From now" was a moment ago, by the server's clock too.
    office.clock.advance_minutes(5);
    let own = detail(&mai, NEWCOMER);
    assert_eq!(standing(&own), (&json!("proposed"), &json!(false)));
    assert_eq!(own["proposed_by"], "Lê Thị Tuyết Mai");

    hung.sync();
    let seen = detail(&hung, NEWCOMER);
    assert_eq!(standing(&seen), (&json!("mine"), &json!(true)));
    hung.call("grant_decide", json!({"id": seen["row"]["id"], "accept": true}));
    hung.sync();
    mai.sync();
    let given = detail(&mai, NEWCOMER);
    assert_eq!(standing(&given), (&json!("no_device"), &json!(false)));
    assert_eq!(given["confirmed_by"], "Phạm Quốc Hùng");

    let id = &given["row"]["id"];
    let made = mai.call("grant_invite", json!({"id": id}));
    assert!(made["text"].as_str().unwrap().starts_with("congdoan:") && made["qr_svg"].is_string());
    assert_eq!(made["usable"], false, "only once it is sent");
    mai.sync();
    let newcomer = Seat::take_with(&office, "thu", made["text"].as_str().unwrap());
    let me = newcomer.call("session_view", json!({}))["me"].clone();
    assert_eq!(me["roles"], json!(["branch_officer"]), "{me}");
    let mine = newcomer.call("settings_view", json!({}));
    assert_eq!(mine["devices"].as_array().unwrap().len(), 1);
    // The province's officers are nobody a branch knows by name.
    let by = &json!("một cán bộ của CĐCS May Hưng Thịnh Phát hay cấp trên");
    let own = &mine["invitations"][0];
    assert_eq!(
        (&own["state"], &own["made_by"], &own["text"]),
        (&json!("used"), by, &Value::Null)
    );

    mai.sync();
    let works = detail(&mai, NEWCOMER);
    assert_eq!(
        (&works["row"]["standing"], &works["row"]["devices"]),
        (&json!("working"), &json!(1))
    );
    assert_eq!(works["invitations"][0]["used_by_device"], "PC của thu");
    assert_eq!(
        works["can_invite"], false,
        "whoever has a device brings in the next themself"
    );
    mai.call("grant_end", json!({"id": id}));
    mai.sync();
    assert_eq!(detail(&mai, NEWCOMER)["row"]["standing"], "ended");
    assert_eq!(list(&mai, NEWCOMER, false)["total"], 0);
    newcomer.sync();
    assert_eq!(newcomer.call("session_view", json!({}))["me"]["roles"], json!([]));
}

#[test]
fn agreeing_is_offered_only_where_the_rule_takes_it() {
    let office = Office::open();
    let (mai, hung) = (Seat::take(&office, "mai"), Seat::take(&office, "hung"));
    mai.call(
        "grant_propose",
        json!({"form": form(NEWCOMER, &unit(&mai, "may hung"))}),
    );
    mai.sync();
    // She ends his only device, invites him again, and sits down as him.
    let chair = detail(&mai, "Phạm Quốc Hùng");
    assert_eq!(chair["can_invite"], false, "he has a device");
    mai.call(
        "member_device_end",
        json!({"device_id": chair["devices"][0]["id"]}),
    );
    let made = mai.call("grant_invite", json!({"id": chair["row"]["id"]}));
    mai.sync();
    drop(hung);
    let as_hung = Seat::take_with(&office, "as-hung", made["text"].as_str().unwrap());
    let seen = detail(&as_hung, NEWCOMER);
    assert_eq!(standing(&seen), (&json!("proposed"), &json!(false)));
    assert_eq!(seen["can_end"], true, "turning down is open to one person");
    let waits = as_hung.call("home_view", json!({}))["decisions"].clone();
    assert!(
        waits.as_array().unwrap().iter().all(|one| one["kind"] == "offer"),
        "{waits}"
    );
    let refused = as_hung.refused("grant_decide", json!({"id": seen["row"]["id"], "accept": true}));
    assert_eq!(refused["code"], "grant.confirmation_not_independent");
    // Somebody else's word is as good as ever.
    let quang = Seat::take(&office, "quang");
    assert_eq!(
        standing(&detail(&quang, NEWCOMER)),
        (&json!("mine"), &json!(true))
    );
}

#[test]
fn a_person_is_found_among_members_and_holders_and_faults_name_their_field() {
    let office = Office::open();
    let hung = Seat::take(&office, "hung");
    let people = hung.call("grant_people", json!({"query": "ngoc lan"}));
    assert_eq!(
        (&people[0]["name"], people[0]["id"].is_string()),
        (&json!(LAN), true)
    );
    let twice = hung.call("grant_people", json!({"query": "quoc hung"}));
    let hungs = twice
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["name"] == "Phạm Quốc Hùng");
    assert_eq!(hungs.count(), 1, "member and chair are one person");
    let branch = unit(&hung, "");
    let refused = |field: &str, value: Value| {
        let mut form = form(NEWCOMER, &branch);
        form[field] = value;
        hung.refused("grant_propose", json!({"form": form}))["args"]["field"].clone()
    };
    assert_eq!(refused("name", json!("  ")), "name");
    assert_eq!(refused("name", json!("x".repeat(101))), "name");
    assert_eq!(refused("to", json!("2020-01-01")), "to");
    assert_eq!(refused("role", json!("provider_staff")), "role");
    assert_eq!(hung.unsettled(), (0, 0));
}

#[test]
fn what_the_server_refused_comes_back_to_its_form() {
    let mut office = Office::open();
    let (one, other) = (Seat::take(&office, "hung"), Seat::take(&office, "hung-2"));
    let mai = Seat::take(&office, "mai");
    let mut proposal = form(LAN, &unit(&one, ""));
    proposal["person"] = json!(one.member(LAN));
    proposal["from"] = json!("2026-12-01");
    office.stop();
    one.call("grant_propose", json!({"form": proposal}));
    other.call("grant_propose", json!({"form": proposal}));
    office.start();
    one.sync();
    other.sync();
    assert_eq!(other.unsettled(), (0, 1));
    let (refused, draft) = other.mend();
    assert_eq!(draft, json!({"form": "grant_propose", "value": proposal}));
    let mut instead = draft["value"].clone();
    instead["role"] = json!("chair");
    instead["from"] = Value::Null;
    other.call("grant_propose", json!({"form": instead, "mends": refused}));
    other.sync();
    assert_eq!(other.unsettled(), (0, 0));
    office.clock.advance_minutes(5);

    // Two who decide at once: the later one is told, on the page of the grant.
    mai.sync();
    let waiting = list(&mai, "ngoc lan", false)["rows"].clone();
    let of = |role: &str| {
        let found = waiting.as_array().unwrap().iter().find(|row| row["role"] == role);
        assert_eq!(found.unwrap()["standing"], "mine", "{waiting}");
        found.unwrap()["id"].clone()
    };
    let (id, other_id) = (&of("ủy viên"), &of("chủ tịch"));
    office.stop();
    one.call("grant_decide", json!({"id": id, "accept": false}));
    mai.call("grant_decide", json!({"id": id, "accept": true}));
    office.start();
    one.sync();
    mai.sync();
    let (refused, draft) = mai.mend();
    assert_eq!(draft, json!({"form": "grant_decide", "id": id}));
    let row = mai.call("grant_detail", json!({"id": id}))["row"].clone();
    assert_eq!(
        (&row["standing"], &row["sending"]["state"]),
        (&json!("ended"), &json!("refused"))
    );
    mai.call("sync_discard", json!({"command_id": refused}));

    // An invitation taken back after it was used leads to the page of its grant.
    mai.call("grant_decide", json!({"id": other_id, "accept": true}));
    let made = mai.call("grant_invite", json!({"id": other_id}));
    mai.sync();
    office.stop();
    mai.call("grant_invitation_revoke", json!({"id": made["id"]}));
    let home = mai.lock();
    office.start();
    office
        .enrol_with("lan-desk", made["text"].as_str().unwrap())
        .unwrap();
    mai.open(&home);
    mai.sync();
    let (_, draft) = mai.mend();
    assert_eq!(
        draft,
        json!({"form": "grant_revoke", "id": other_id, "invitation_id": made["id"]})
    );
}
