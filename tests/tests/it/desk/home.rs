use congdoan_client::domain::grant::{ProposeGrant, Role};
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::market::OfferState;
use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

fn decisions(seat: &Seat) -> Vec<Value> {
    seat.call("home_view", json!({}))["decisions"]
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn home_names_what_waits_for_ones_own_word_and_nothing_else() {
    let mut office = Office::open();
    let (quang, hoa) = (office.enrol("quang"), office.enrol("hoa"));
    let (mai, hung) = (Seat::take(&office, "mai"), Seat::take(&office, "hung"));
    // The sample has offers that wait already; what follows is counted beside them.
    let waiting = hoa
        .offers()
        .unwrap()
        .iter()
        .filter(|(offer, _)| offer.state == OfferState::Submitted)
        .count();
    let before = decisions(&mai);
    assert!(before.iter().all(|decision| decision["kind"] == "offer") && before.len() >= waiting);
    let (offer, _) = hoa.save_offer(None, crate::market::terms()).unwrap();
    hoa.submit_offer(offer).unwrap();
    hoa.sync_now();
    let me = quang.me().unwrap();
    let unit = me.unit.unwrap().id;
    let someone = congdoan_client::domain::PersonId(quang.ports().id());
    quang
        .execute(ProposeGrant {
            person: someone,
            name: "Hồ Văn Thử".into(),
            unit,
            role: Role::Officer,
            from: office.clock.now(),
            to: None,
        })
        .unwrap();
    quang.sync_now();
    mai.sync();
    let after = decisions(&mai);
    assert_eq!(after.len(), before.len() + 2, "{after:?}");
    let grant = after.iter().find(|decision| decision["kind"] == "grant").unwrap();
    assert_eq!(grant["title"], "Hồ Văn Thử: quyền ủy viên");
    assert!(
        grant["second"]
            .as_str()
            .unwrap()
            .ends_with("Đặng Minh Quang đề nghị"),
        "{grant}"
    );
    let sent = after
        .iter()
        .find(|decision| decision["id"] == json!(offer))
        .unwrap();
    assert_eq!(
        (&sent["kind"], &sent["title"]),
        (&json!("offer"), &json!("Khẩu trang vải"))
    );
    // An invitation for it is out already: it works only after Mai's word, and is shown as what it is.
    let id = grant["id"].as_str().unwrap().parse().unwrap();
    quang.invite(Invitee::Desk(id), None).unwrap();
    quang.sync_now();
    mai.sync();
    let invited = decisions(&mai)
        .into_iter()
        .find(|decision| decision["id"] == grant["id"])
        .unwrap();
    assert_eq!(invited["kind"], "invitation");
    // Nothing of it is Hùng's to decide.
    hung.sync();
    assert_eq!(decisions(&hung), Vec::<Value>::new());
    // Decided is done, with no network too.
    office.stop();
    mai.call(
        "market_offer_decide",
        json!({"id": offer, "approve": true, "reason": ""}),
    );
    assert!(
        decisions(&mai)
            .iter()
            .all(|decision| decision["id"] != json!(offer))
    );
}

#[test]
fn home_shows_what_waits_what_was_refused_and_what_closes_soon() {
    let mut office = Office::open();
    let (hung, lan) = (Seat::take(&office, "hung"), Seat::take(&office, "lan"));
    let (office_view, member_view) = (
        hung.call("home_view", json!({})),
        lan.call("home_view", json!({})),
    );
    assert_eq!(office_view["today"], "2026-11-23");
    let closing = &office_view["closing"][0];
    assert!(
        closing["answered"].is_u64() && closing["invited"].is_u64(),
        "{office_view}"
    );
    let days = closing["days_left"].as_i64().unwrap();
    assert!((0..=14).contains(&days));
    let mine = &member_view["closing"][0];
    assert_eq!(
        (&mine["title"], &mine["answered"]),
        (&closing["title"], &Value::Null)
    );
    assert!(mine["my_answer"].is_string());
    office.stop();
    hung.call("member_invite", json!({"id": hung.member("Nguyễn Thị Ngọc Lan")}));
    let waiting = hung.call("home_view", json!({}))["waiting"].clone();
    assert_eq!(
        (&waiting[0]["title"], &waiting[0]["room"]),
        (&json!("Lời mời dùng máy"), &json!("member"))
    );
}
