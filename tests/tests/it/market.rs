use congdoan_client::Client;
use congdoan_client::domain::market::{Bearer, OfferState, OfferTerms, VoucherState};
use congdoan_client::domain::{Date, OfferId};
use congdoan_client::store::CommandState;
use congdoan_tests::kit::Office;

pub(crate) fn terms() -> OfferTerms {
    OfferTerms {
        title: "Khẩu trang vải".into(),
        what: "Năm chiếc".into(),
        price: Some(50_000),
        price_for_members: Some(35_000),
        conditions: String::new(),
        cost: Default::default(),
        place: String::new(),
        starts_on: Date::constant(2026, 11, 1),
        ends_on: Date::constant(2026, 12, 1),
        quantity: None,
        per_member: 1,
        double_use_borne_by: Bearer::Provider,
    }
}

/// Hoa keeps an offer, the province approves it.
pub(crate) fn offered(hoa: &Client, mai: &Client) -> OfferId {
    let (offer, _) = hoa.save_offer(None, terms()).unwrap();
    hoa.submit_offer(offer).unwrap();
    hoa.sync_now();
    mai.sync_now();
    mai.decide_offer(offer, None, None).unwrap();
    mai.sync_now();
    hoa.sync_now();
    offer
}

#[test]
fn a_voucher_goes_from_offer_to_redemption_and_is_redeemed_once() {
    let mut office = Office::open();
    let (hoa, mai, lan) = (office.enrol("hoa"), office.enrol("mai"), office.enrol("lan"));
    let offer = offered(&hoa, &mai);
    lan.sync_now();
    assert!(
        lan.offers()
            .unwrap()
            .iter()
            .any(|(o, _)| o.id == offer && o.state == OfferState::Approved)
    );
    office.stop();
    // Both are without a network: Lan takes it, Hoa redeems what she is shown.
    lan.take_voucher(offer).unwrap();
    assert!(lan.take_voucher(offer).is_err(), "one for each member");
    let voucher = lan.my_vouchers().unwrap().remove(0);
    let text = Client::voucher_text(&voucher);
    hoa.redeem_voucher(&text).unwrap();
    assert!(
        hoa.provider_vouchers().unwrap().is_empty(),
        "not redeemed before the server says so"
    );
    assert_eq!(hoa.sync_status().unwrap().waiting, 1, "Chờ đối chiếu");
    office.start();
    hoa.sync_now();
    assert!(matches!(
        hoa.provider_vouchers().unwrap()[0].state,
        VoucherState::Redeemed { .. }
    ));
    lan.sync_now();
    assert_eq!(
        lan.sync_status().unwrap().refused,
        0,
        "her own command is accepted without effect"
    );
    assert!(matches!(
        lan.my_vouchers().unwrap()[0].state,
        VoucherState::Redeemed { .. }
    ));
    // Again: refused here at once, with time and place.
    let again = hoa.redeem_voucher(&text).unwrap_err();
    assert_eq!(again.code, "voucher_used");
    assert!(
        again
            .message
            .contains("14:05 ngày 23/11/2026 tại Nhà thuốc Bình An"),
        "{}",
        again.message
    );
}

#[test]
fn one_voucher_at_two_offline_counters_is_redeemed_at_the_first_to_arrive() {
    let mut office = Office::open();
    let (hoa, mai, lan) = (office.enrol("hoa"), office.enrol("mai"), office.enrol("lan"));
    let second = office.enrol_with("hoa-2", &office.invitation("hoa-2")).unwrap();
    let offer = offered(&hoa, &mai);
    second.sync_now();
    lan.sync_now();
    office.stop();
    lan.take_voucher(offer).unwrap();
    let text = Client::voucher_text(&lan.my_vouchers().unwrap()[0]);
    hoa.redeem_voucher(&text).unwrap();
    second.redeem_voucher(&text).unwrap();
    office.start();
    second.sync_now();
    hoa.sync_now();
    assert_eq!(second.sync_status().unwrap().refused, 0);
    let refused = hoa.store().outbox(CommandState::Refused, 5).unwrap().remove(0);
    assert_eq!(refused.refusal.unwrap().code, "voucher_used");
}

#[test]
fn a_voucher_of_another_counter_or_a_damaged_one_is_refused_with_a_reason() {
    let office = Office::open();
    let (hoa, mai, lan, sang) = (
        office.enrol("hoa"),
        office.enrol("mai"),
        office.enrol("lan"),
        office.enrol("sang"),
    );
    let offer = offered(&hoa, &mai);
    lan.sync_now();
    lan.take_voucher(offer).unwrap();
    let text = Client::voucher_text(&lan.my_vouchers().unwrap()[0]);
    assert_eq!(sang.redeem_voucher(&text).unwrap_err().code, "voucher_elsewhere");
    assert_eq!(hoa.redeem_voucher("CDS1:ABC").unwrap_err().code, "not_a_voucher");
    assert_eq!(
        hoa.redeem_voucher(&text[..text.len() - 9]).unwrap_err().code,
        "not_a_voucher"
    );
}

/// Found by a reviewer: the voucher was signed for whatever server the provider's device had written into the offer.
#[test]
fn a_voucher_is_signed_for_the_homes_own_server_only() {
    use congdoan_client::domain::market::SaveOffer;
    let office = Office::open();
    let (hoa, mai, lan) = (office.enrol("hoa"), office.enrol("mai"), office.enrol("lan"));
    let provider = hoa.provider().unwrap().unwrap();
    let id = OfferId(hoa.ports().id());
    let elsewhere = SaveOffer {
        id,
        provider: provider.id,
        for_unit: provider.parent().unwrap(),
        server: id.0,
        terms: terms(),
    };
    hoa.execute(elsewhere).unwrap();
    hoa.submit_offer(id).unwrap();
    hoa.sync_now();
    mai.sync_now();
    mai.decide_offer(id, None, None).unwrap();
    mai.sync_now();
    lan.sync_now();
    // A signature for here is none there: the rule, which asks for the offer's server, does not take it.
    assert_eq!(lan.take_voucher(id).unwrap_err().code, "voucher_bad");
    assert_eq!(
        lan.sync_status().unwrap().waiting,
        0,
        "nothing signed for elsewhere leaves"
    );
}
