use super::*;
use crate::member::{Member, MemberStatus};
use crate::testing::{
    BRANCH, HOA, HUNG, LAN, MAI, NOW, OTHER_SHOP, PROVINCE, SANG, SHOP, World, by, key_of, member, phone_of,
};
use crate::time::Date;
use crate::{Command, CommandId};
use proptest::prelude::*;
use uuid::Uuid;

const OFFER: OfferId = OfferId(Uuid::from_u128(0x70));
const SERVER: Uuid = Uuid::from_u128(0x71);

fn terms() -> OfferTerms {
    OfferTerms {
        title: "Giảm 10 % thuốc không kê đơn".into(),
        what: "Giảm cho đoàn viên có thẻ".into(),
        price: None,
        price_for_members: None,
        conditions: String::new(),
        cost: Cost::default(),
        place: "Số 1 đường Mẫu".into(),
        starts_on: Date::constant(2026, 11, 1),
        ends_on: Date::constant(2026, 12, 31),
        quantity: Some(2),
        per_member: 1,
        double_use_borne_by: Bearer::Provider,
    }
}

fn saved(for_unit: UnitId) -> SaveOffer {
    SaveOffer {
        id: OFFER,
        provider: SHOP,
        for_unit,
        server: SERVER,
        terms: terms(),
    }
}

fn approved() -> World {
    let mut world = World::new();
    world.run(by(HOA), saved(PROVINCE)).unwrap();
    world
        .run(
            by(HOA),
            SubmitOffer {
                id: OFFER,
                draft: None,
            },
        )
        .unwrap();
    world.run(by(MAI), ApproveOffer { id: OFFER }).unwrap();
    world
}

fn signature(n: u8, taken_at: Instant) -> Vec<u8> {
    use crate::signature::{Purpose, message};
    let payload = spend_payload(VoucherId::of(OFFER, LAN, n), OFFER, SHOP, taken_at);
    key_of(LAN)
        .sign(&message(
            Purpose::VoucherSpend,
            SERVER,
            Some(phone_of(LAN)),
            &payload,
        ))
        .as_ref()
        .to_vec()
}

fn take(n: u8) -> TakeVoucher {
    TakeVoucher {
        offer: OFFER,
        n,
        taken_at: NOW,
        signature: signature(n, NOW),
    }
}

fn redeem(n: u8) -> RedeemVoucher {
    RedeemVoucher {
        offer: OFFER,
        person: LAN,
        device: phone_of(LAN),
        n,
        taken_at: NOW,
        signature: signature(n, NOW),
    }
}

#[test]
fn an_offer_goes_from_draft_to_members_only_through_the_office() {
    let mut world = World::new();
    assert_eq!(world.refusal(by(SANG), saved(PROVINCE)), "not_allowed");
    assert_eq!(world.refusal(by(HOA), saved(BRANCH)), "not_allowed"); // the shop was not admitted by the branch
    world.run(by(HOA), saved(PROVINCE)).unwrap();
    assert_eq!(
        world.refusal(by(MAI), ApproveOffer { id: OFFER }),
        "offer_not_submitted"
    );
    world
        .run(
            by(HOA),
            SubmitOffer {
                id: OFFER,
                draft: None,
            },
        )
        .unwrap();
    assert_eq!(world.refusal(by(HOA), saved(PROVINCE)), "offer_not_draft");
    assert_eq!(world.refusal(by(HUNG), ApproveOffer { id: OFFER }), "not_allowed");
    assert_eq!(
        world.refusal(
            by(MAI),
            RefuseOffer {
                id: OFFER,
                reason: " ".into()
            }
        ),
        "empty_field"
    );
    world.run(by(MAI), ApproveOffer { id: OFFER }).unwrap();
    world.run(by(HOA), EndOffer { id: OFFER }).unwrap();
    assert_eq!(world.refusal(by(LAN), take(0)), "offer_not_open");
}

#[test]
fn a_refused_offer_is_mended_and_goes_through_the_office_again() {
    let mut world = World::new();
    world.run(by(HOA), saved(PROVINCE)).unwrap();
    world
        .run(
            by(HOA),
            SubmitOffer {
                id: OFFER,
                draft: None,
            },
        )
        .unwrap();
    let reason = "giá chưa rõ".to_owned();
    world.run(by(MAI), RefuseOffer { id: OFFER, reason }).unwrap();
    world.run(by(HOA), saved(PROVINCE)).unwrap();
    assert_eq!(
        world.refusal(by(MAI), ApproveOffer { id: OFFER }),
        "offer_not_submitted"
    );
    world
        .run(
            by(HOA),
            SubmitOffer {
                id: OFFER,
                draft: None,
            },
        )
        .unwrap();
    world.run(by(MAI), ApproveOffer { id: OFFER }).unwrap();
}

/// A stolen phone's key can write any time into a voucher; it must not be worth anything after the phone was ended.
#[test]
fn an_ended_device_cannot_make_vouchers_by_backdating() {
    use crate::device::{Device, DeviceState};
    let ended = |world: &mut World, at: Instant| {
        world.facts.put(Device {
            state: DeviceState::Ended,
            ended_at: Some(at),
            ..crate::testing::device(LAN)
        });
    };
    let mut fresh = approved();
    ended(&mut fresh, NOW.plus_hours(1)); // after the voucher says it was taken
    let code = |world: &World, made: Instant, at: Instant| {
        world
            .decide_at(by(HOA), made, at, redeem(0))
            .err()
            .map(|r| r.code)
    };
    let bad = Some("voucher_device_ended".to_owned());
    assert_eq!(code(&fresh, NOW.plus_hours(2), NOW.plus_hours(2)), bad);
    assert_eq!(code(&fresh, NOW, NOW.plus_hours(100)), bad, "too long on its way");
    assert_eq!(code(&fresh, NOW, NOW.plus_hours(2)), None, "made before the end");
    // One that the server has seen before the end stays its holder's, who now shows it on another phone.
    let mut seen = approved();
    seen.run(by(LAN), take(0)).unwrap();
    ended(&mut seen, NOW.plus_hours(1));
    assert_eq!(code(&seen, NOW.plus_hours(2), NOW.plus_hours(2)), None);
    ended(&mut seen, NOW.plus_hours(-1));
    assert_eq!(code(&seen, NOW, NOW), bad);
}

#[test]
fn a_voucher_never_seen_counts_only_within_the_offers_days() {
    let mut world = approved();
    let october = Instant(NOW.0 - 40 * 86_400_000);
    let early = world.decide_at(by(HOA), october, october, redeem(0)).unwrap_err();
    assert_eq!(early.code, "offer_not_yet");
    let approved_at = world.facts.get::<super::Offer>(OFFER).unwrap().decided_at;
    world.run(by(HOA), EndOffer { id: OFFER }).unwrap();
    let ended: super::Offer = world.facts.get(OFFER).unwrap();
    assert!(approved_at.is_some() && ended.ended_at.is_some());
    assert_eq!(
        ended.decided_at, approved_at,
        "when it was approved is not forgotten"
    );
    let mut late = redeem(0);
    late.taken_at = NOW.plus_hours(1);
    late.signature = signature(0, late.taken_at);
    assert_eq!(
        world.refusal(by(HOA), late),
        "offer_not_open",
        "taken after the end"
    );
    assert!(world.decide(by(HOA), redeem(0)).is_ok(), "taken before the end");
}

#[test]
fn terms_that_make_no_sense_are_refused_by_name() {
    let world = World::new();
    let code = |change: &dyn Fn(&mut OfferTerms)| {
        let mut command = saved(PROVINCE);
        change(&mut command.terms);
        world.refusal(by(HOA), command)
    };
    assert_eq!(code(&|t| t.ends_on = Date::constant(2026, 10, 1)), "offer_dates");
    assert_eq!(
        code(&|t| (t.price, t.price_for_members) = (Some(10), Some(11))),
        "offer_price"
    );
    assert_eq!(code(&|t| t.cost.deposit = Some(-1)), "offer_fee");
    assert_eq!(code(&|t| t.per_member = 0), "offer_limit");
    assert_eq!(code(&|t| t.title.clear()), "empty_field");
}

#[test]
fn the_cost_card_leaves_no_field_out() {
    let values = |terms: &OfferTerms| {
        let card = terms.cost_card();
        card.into_iter()
            .map(|line| (line.key, line.value))
            .collect::<Vec<_>>()
    };
    use CostValue::{Dong, Nothing, Text};
    let known = Text("mã phiếu, không tên".into());
    let empty = [
        "price",
        "price_for_members",
        "extra_fees",
        "pays",
        "deposit",
        "instalments",
        "renewal",
        "conditions",
    ];
    let mut nothing: Vec<_> = empty.map(|key| (key, Nothing)).into();
    nothing.push(("data_asked", known));
    assert_eq!(values(&terms()), nothing);
    let mut masks = terms();
    (masks.price, masks.price_for_members) = (Some(45_000), Some(36_000));
    masks.cost.extra_fees = Some(2_000);
    masks.cost.data_asked = Some("số điện thoại".into());
    let card = values(&masks);
    assert_eq!(card[3], ("pays", Dong(38_000)));
    assert_eq!(card[8].1, Text("mã phiếu, không tên; thêm: số điện thoại".into()));
}

#[test]
fn a_voucher_is_taken_within_the_limits_and_only_with_the_devices_signature() {
    let mut world = approved();
    let mut forged = take(0);
    forged.signature[0] ^= 1;
    assert_eq!(world.refusal(by(LAN), forged), "voucher_bad");
    assert_eq!(world.refusal(by(LAN), take(1)), "voucher_limit");
    world.run(by(LAN), take(0)).unwrap();
    assert_eq!(world.run(by(LAN), take(0)), Ok(0), "taken twice is taken once");
    assert_eq!(world.refusal(by(HUNG), take(0)), "offer_not_for_you");
}

#[test]
fn a_member_who_is_paused_is_told_so_and_not_that_the_offer_is_another_units() {
    let mut world = approved();
    world.facts.put(Member {
        status: MemberStatus::Paused,
        ..member(LAN)
    });
    let refusal = world.decide(by(LAN), take(0)).unwrap_err();
    assert_eq!(refusal.code, "member_not_active");
    assert!(
        refusal.words().vi.contains("“Tạm dừng”"),
        "{}",
        refusal.words().vi
    );
    assert!(refusal.words().en.contains("“Paused”"), "{}", refusal.words().en);
    // The provider learns no more than that it does not count.
    assert_eq!(world.refusal(by(HOA), redeem(0)), "voucher_holder");
}

#[test]
fn a_voucher_is_redeemed_once_and_the_second_says_when_and_where() {
    let mut world = approved();
    world.run(by(LAN), take(0)).unwrap();
    assert_eq!(world.refusal(by(SANG), redeem(0)), "voucher_elsewhere");
    world.run(by(HOA), redeem(0)).unwrap();
    let second = world.decide(by(HOA), redeem(0)).unwrap_err();
    assert_eq!(
        second.words().vi,
        "phiếu này đã đổi lúc 14:05 ngày 23/11/2026 tại Nhà thuốc Minh Tâm."
    );
}

#[test]
fn a_redemption_may_come_before_the_members_own_command() {
    let mut world = approved();
    world.run(by(HOA), redeem(0)).unwrap();
    assert_eq!(world.run(by(LAN), take(0)), Ok(0), "accepted without effect");
    assert_eq!(world.refusal(by(HOA), redeem(0)), "voucher_used");
}

#[test]
fn a_provider_that_does_not_know_the_device_cannot_decide_alone() {
    let mut world = approved();
    world
        .facts
        .0
        .remove(&crate::RowBody::key(&crate::testing::device(LAN)));
    assert_eq!(world.refusal(by(HOA), redeem(0)), UNDECIDABLE_HERE[0]);
}

#[test]
fn a_redemption_made_in_time_counts_for_three_days() {
    let mut world = approved();
    world.run(by(LAN), take(0)).unwrap();
    let made = Instant(1_798_736_000_000); // 31/12/2026 23:53 in Việt Nam
    assert_eq!(made.date(), Date::constant(2026, 12, 31));
    let arrives = made.plus_hours(70);
    assert!(world.decide_at(by(HOA), made, arrives, redeem(0)).is_ok());
    let late = world
        .decide_at(by(HOA), made, made.plus_hours(80), redeem(0))
        .unwrap_err();
    assert_eq!(late.code, "voucher_expired");
}

proptest! {
    #[test]
    fn voucher_texts_read_back_and_damage_never_panics(at in 0usize..400, byte in any::<u8>()) {
        let text = token::to_text(&redeem(0));
        prop_assert_eq!(token::parse(&text), Ok(redeem(0)));
        let mut bytes = text.into_bytes();
        let len = bytes.len();
        bytes[at % len] = byte;
        if let Ok(text) = String::from_utf8(bytes) {
            let _ = token::parse(&text);
        }
    }
}

#[test]
fn a_voucher_fits_a_qr_code_that_any_phone_reads() {
    let code = qrcode::QrCode::new(token::to_text(&redeem(0))).unwrap();
    assert!(
        matches!(code.version(), qrcode::Version::Normal(n) if n <= 15),
        "{:?}",
        code.version()
    );
    let _ = (OTHER_SHOP, CommandId(SERVER), Command::NAMES);
}

#[test]
fn an_offer_goes_out_as_it_was_written_or_not_at_all() {
    let mut world = World::new();
    let draft = |terms| SubmitOffer {
        id: OFFER,
        draft: Some(SaveOffer {
            terms,
            ..saved(PROVINCE)
        }),
    };
    let mut wrong = terms();
    wrong.per_member = 0;
    assert_eq!(world.refusal(by(HOA), draft(wrong)), "offer_limit");
    let mut past = terms();
    (past.starts_on, past.ends_on) = (Date::constant(2026, 1, 1), Date::constant(2026, 1, 31));
    assert_eq!(world.refusal(by(HOA), draft(past)), "offer_passed");
    assert!(world.facts.get::<Offer>(OFFER).is_none(), "no half of it stays");
    let mut strange = draft(terms());
    strange.id = OfferId(Uuid::from_u128(0x0ff2));
    assert_eq!(world.refusal(by(HOA), strange), "not_found");
    world.run(by(HOA), draft(terms())).unwrap();
    assert_eq!(
        world.facts.get::<Offer>(OFFER).unwrap().state,
        OfferState::Submitted
    );
    assert_eq!(world.refusal(by(HOA), draft(terms())), "offer_not_draft");
}
