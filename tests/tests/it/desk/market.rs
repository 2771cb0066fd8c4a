use super::card::picture;
use congdoan_tests::kit::Office;
use congdoan_tests::kit::seat::Seat;
use serde_json::{Value, json};

fn form() -> Value {
    json!({"title": "Khẩu trang vải", "what": "Năm chiếc", "price": 50_000, "price_for_members": 35_000,
           "extra_fees": 5_000, "deposit": null, "instalments": null, "renewal": null, "data_asked": null,
           "conditions": "", "place": "Quầy số 1", "starts_on": "2026-11-01", "ends_on": "2026-12-01",
           "quantity": null, "per_member": 2, "double_use_bearer": "provider"})
}

fn offers(seat: &Seat, list: &str) -> Vec<Value> {
    let found = seat.call("market_offers", json!({"list": list, "query": "khau trang vai"}));
    found.as_array().unwrap().clone()
}

fn only(mut rows: Vec<Value>) -> Value {
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

/// Hoa's offer, approved by Mai.
fn approved(hoa: &Seat, mai: &Seat) -> String {
    let id = hoa.call("market_offer_save", json!({"form": form()}))["id"].clone();
    hoa.call("market_offer_send", json!({"id": id}));
    hoa.sync();
    mai.sync();
    mai.call(
        "market_offer_decide",
        json!({"id": id, "approve": true, "reason": ""}),
    );
    mai.sync();
    hoa.sync();
    id.as_str().unwrap().to_owned()
}

fn taken(lan: &Seat, offer: &str) -> Value {
    lan.call("market_take", json!({"offer_id": offer}))
}

fn code(voucher: &Value) -> Value {
    picture(voucher["qr_text"].as_str().unwrap())
}

#[test]
fn an_offer_is_a_draft_until_it_is_whole_and_then_goes_in_one_step() {
    let office = Office::open();
    let (hoa, mai, lan) = (
        Seat::take(&office, "hoa"),
        Seat::take(&office, "mai"),
        Seat::take(&office, "lan"),
    );
    let mut half = form();
    half["ends_on"] = Value::Null;
    let id = hoa.call("market_offer_save", json!({"id": null, "form": half}))["id"].clone();
    hoa.lock_and_reopen();
    let draft = only(offers(&hoa, "provider"));
    assert_eq!((&draft["state"], &draft["form"]), (&json!("draft"), &half));
    let refused = hoa.refused("market_offer_send", json!({"id": id}));
    assert_eq!(
        (&refused["code"], &refused["args"]["field"]),
        (&json!("market.missing"), &json!("ends_on"))
    );
    let mut wrong = form();
    wrong["price_for_members"] = json!(60_000);
    hoa.call("market_offer_save", json!({"id": id, "form": wrong}));
    let refused = hoa.refused("market_offer_send", json!({"id": id}));
    assert_eq!(refused["args"]["field"], "price_for_members", "{refused}");
    assert_eq!(hoa.unsettled(), (0, 0), "nothing half sent");

    hoa.call("market_offer_save", json!({"id": id, "form": form()}));
    hoa.call("market_offer_send", json!({"id": id}));
    hoa.sync();
    let sent = only(offers(&hoa, "provider"));
    assert_eq!(
        (&sent["state"], &sent["can_edit"]),
        (&json!("waiting"), &json!(false))
    );
    assert!(offers(&lan, "member").is_empty());

    mai.sync();
    let asked = only(offers(&mai, "approval"));
    assert_eq!(
        (&asked["can_decide"], &asked["can_take"]),
        (&json!(true), &json!(false))
    );
    let cost: Vec<_> = asked["cost"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["key"].clone())
        .collect();
    let keys = [
        "price",
        "price_for_members",
        "extra_fees",
        "pays",
        "deposit",
        "instalments",
        "renewal",
        "conditions",
        "data_asked",
    ];
    assert_eq!(cost, keys.map(|key| json!(key)));
    assert_eq!(asked["cost"][3]["dong"], 40_000, "member price and fee");
    assert_eq!(
        (&asked["cost"][4]["dong"], &asked["cost"][4]["text"]),
        (&Value::Null, &Value::Null)
    );
    mai.call(
        "market_offer_decide",
        json!({"id": id, "approve": false, "reason": "Thiếu nơi đổi trả"}),
    );
    mai.sync();

    // Not approved: mended and sent again under the same id.
    hoa.sync();
    let back = only(offers(&hoa, "provider"));
    assert_eq!(
        (&back["state"], &back["refusal"], &back["can_edit"]),
        (&json!("refused"), &json!("Thiếu nơi đổi trả"), &json!(true))
    );
    let mut mended = form();
    mended["conditions"] = json!("Đổi trong bảy ngày");
    hoa.call("market_offer_save", json!({"id": id, "form": mended}));
    hoa.call("market_offer_send", json!({"id": id}));
    hoa.sync();
    mai.sync();
    assert_eq!(
        only(offers(&mai, "approval"))["form"]["conditions"],
        "Đổi trong bảy ngày"
    );
}

#[test]
fn one_voucher_at_two_offline_counters_and_who_bears_it() {
    let mut office = Office::open();
    let (hoa, mai, lan) = (
        Seat::take(&office, "hoa"),
        Seat::take(&office, "mai"),
        Seat::take(&office, "lan"),
    );
    let second = Seat::take(&office, "hoa-2");
    let offer = approved(&hoa, &mai);
    for seat in [&second, &lan] {
        seat.sync();
    }
    office.stop();
    let voucher = taken(&lan, &offer);
    assert_eq!(
        (&voucher["state"], &voucher["sending"]["state"]),
        (&json!("ready"), &json!("waiting"))
    );
    let here = hoa.call("market_redeem", code(&voucher));
    assert_eq!(here["state"], "pending", "offline it is never “đã đổi”");
    assert!(
        here["double_use"]
            .as_str()
            .unwrap()
            .contains("Nhà thuốc Bình An (mẫu) chịu"),
        "{here}"
    );
    let twice = hoa.call("market_redeem", code(&voucher));
    assert_eq!(
        (&twice["state"], &twice["first_at"]),
        (&json!("refused"), &Value::Null)
    );
    let says = twice["reason"].as_str().unwrap();
    assert!(
        says.contains("đang chờ đối chiếu") && !says.contains("đã đổi"),
        "the same counter knows at once: {says}"
    );
    assert_eq!(second.call("market_redeem", code(&voucher))["state"], "pending");
    office.start();
    second.sync();
    hoa.sync();

    let page = |seat: &Seat| seat.call("market_redemptions", json!({"offset": 0, "limit": 10}));
    let won = page(&second);
    assert_eq!(
        (&won["total"], &won["rows"][0]["state"]),
        (&json!(1), &json!("accepted"))
    );
    let lost = page(&hoa);
    let refused = lost["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["state"] == "refused")
        .unwrap();
    assert_eq!(refused["first_at"], won["rows"][0]["at"], "the time of the first");
    assert_eq!(refused["first_place"], "Nhà thuốc Bình An (mẫu)");
    assert!(
        refused["reason"].as_str().unwrap().contains("đã đổi lúc"),
        "{refused}"
    );
    lan.sync();
    let used = lan.call("market_vouchers", json!({}));
    assert_eq!(
        (&used[0]["state"], &used[0]["qr_text"]),
        (&json!("used"), &Value::Null),
        "{used}"
    );
    // And once more at the counter that is told: refused at once, with reason and time.
    let again = hoa.call("market_redeem", code(&voucher));
    assert_eq!(
        (&again["state"], &again["first_at"]),
        (&json!("refused"), &won["rows"][0]["at"])
    );
}

#[test]
fn a_voucher_of_another_counter_says_nothing_of_what_it_is_for() {
    let office = Office::open();
    let (hoa, mai, lan, sang) = (
        Seat::take(&office, "hoa"),
        Seat::take(&office, "mai"),
        Seat::take(&office, "lan"),
        Seat::take(&office, "sang"),
    );
    let offer = approved(&hoa, &mai);
    lan.sync();
    let voucher = taken(&lan, &offer);
    sang.sync();
    let elsewhere = sang.call("market_redeem", code(&voucher));
    assert_eq!(
        (&elsewhere["state"], &elsewhere["offer_title"]),
        (&json!("refused"), &Value::Null)
    );
    assert!(
        elsewhere["reason"]
            .as_str()
            .unwrap()
            .contains("nhà cung cấp khác"),
        "{elsewhere}"
    );
    assert_eq!(sang.unsettled(), (0, 0));
    for (given, refusal) in [
        (picture("CDS1:ABC"), "market.not_a_voucher"),
        (
            json!({"text": voucher["qr_text"].as_str().unwrap()[..80]}),
            "market.not_a_voucher",
        ),
        (json!({"picture_base64": ""}), "market.not_a_picture"),
    ] {
        assert_eq!(hoa.refused("market_redeem", given)["code"], refusal);
    }
}

#[test]
fn a_voucher_taken_by_mistake_is_taken_back_before_it_is_sent_and_an_ended_offer_gives_no_more() {
    let mut office = Office::open();
    let (hoa, mai, lan) = (
        Seat::take(&office, "hoa"),
        Seat::take(&office, "mai"),
        Seat::take(&office, "lan"),
    );
    let offer = approved(&hoa, &mai);
    lan.sync();
    office.stop();
    let before = lan.call("market_vouchers", json!({})).as_array().unwrap().len();
    let mistaken = taken(&lan, &offer);
    assert_eq!(mistaken["sending"]["can_withdraw"], true);
    lan.call(
        "sync_withdraw",
        json!({"command_id": mistaken["sending"]["command_id"]}),
    );
    assert_eq!(
        lan.call("market_vouchers", json!({})).as_array().unwrap().len(),
        before
    );
    assert_eq!(only(offers(&lan, "member"))["can_take"], true);
    for _ in 0..2 {
        taken(&lan, &offer);
    }
    let full = only(offers(&lan, "member"));
    assert_eq!(full["can_take"], false);
    assert!(
        full["cannot_take"]
            .as_str()
            .unwrap()
            .contains("đã lấy đủ số phiếu"),
        "{full}"
    );
    office.start();
    lan.sync();
    assert_eq!(only(offers(&hoa, "provider"))["can_end"], true);
    hoa.call("market_offer_end", json!({"id": offer}));
    hoa.sync();
    lan.sync();
    let ended = lan.call("market_offer", json!({"id": offer}));
    assert_eq!(
        (&ended["state"], &ended["can_take"], &ended["can_end"]),
        (&json!("ended"), &json!(false), &json!(false))
    );
}
