use super::*;
use crate::card::ReissueCard;
use crate::member::{AdmitMember, ChangeStatus, EditMember, ProfileField};
use crate::testing::*;
use crate::{PersonId, Rejection};
use uuid::Uuid;

const NEW: PersonId = PersonId(Uuid::from_u128(0x50));

/// A world in which NEW was just admitted.
fn admitted() -> World {
    let mut world = World::new();
    let profile = member(NEW).profile;
    let admit = AdmitMember {
        id: NEW,
        unit: BRANCH,
        profile,
        joined: None,
    };
    world.run(by(HUNG), admit).unwrap();
    world
}

fn card(world: &World, serial: u32) -> Option<Card> {
    world.facts.get(CardId::of(NEW, serial))
}

fn go(world: &mut World, to: MemberStatus) -> Result<usize, Rejection> {
    let reason = Some("theo đơn".into());
    world.run(
        by(HUNG),
        ChangeStatus {
            id: NEW,
            to,
            reason,
            on: None,
        },
    )
}

fn rename(world: &mut World, name: &str) {
    let fields = vec![ProfileField::Name(name.into())];
    world
        .run(
            by(HUNG),
            EditMember {
                id: NEW,
                fields,
                seen: vec![],
            },
        )
        .unwrap();
}

#[test]
fn admission_brings_the_first_card() {
    let world = admitted();
    let card = card(&world, 1).unwrap();
    assert_eq!(
        (card.state, card.serial, card.person),
        (CardState::Active, 1, NEW)
    );
    assert_eq!(card.expires_on, Date::constant(2028, 11, 22));
    assert_eq!(card.unit_name, "CĐCS Công ty TNHH May Hưng Thịnh Phát");
    assert!(card.wants_signature());
    let head: CardHead = world.facts.get(NEW).unwrap();
    assert_eq!((head.serial, head.card), (1, card.id));
}

#[test]
fn pausing_and_resuming_keep_the_signature() {
    let mut world = admitted();
    let signed = Card {
        signed: Some(vec![1, 2, 3]),
        ..card(&world, 1).unwrap()
    };
    world.facts.put(signed);
    go(&mut world, MemberStatus::Paused).unwrap();
    let paused = card(&world, 1).unwrap();
    assert_eq!(
        (paused.state, paused.signed.clone()),
        (CardState::Paused, Some(vec![1, 2, 3]))
    );
    assert!(!paused.wants_signature());
    go(&mut world, MemberStatus::Active).unwrap();
    let back = card(&world, 1).unwrap();
    assert_eq!(
        (back.state, back.signed),
        (CardState::Active, Some(vec![1, 2, 3]))
    );
    assert_eq!(card(&world, 2), None);
}

#[test]
fn a_new_name_is_a_new_card_and_the_old_one_is_revoked() {
    let mut world = admitted();
    rename(&mut world, "Nguyễn Thị Ngọc Loan");
    assert_eq!(card(&world, 1).unwrap().state, CardState::Revoked);
    let second = card(&world, 2).unwrap();
    assert_eq!(
        (second.state, second.name.as_str()),
        (CardState::Active, "Nguyễn Thị Ngọc Loan")
    );
    // What is not on the card changes no card.
    let fields = vec![ProfileField::Job(Some("Thợ may".into()))];
    assert_eq!(
        world
            .run(
                by(HUNG),
                EditMember {
                    id: NEW,
                    fields,
                    seen: vec![]
                }
            )
            .unwrap(),
        1
    );
}

#[test]
fn renamed_while_paused_the_next_card_comes_with_resuming() {
    let mut world = admitted();
    go(&mut world, MemberStatus::Paused).unwrap();
    rename(&mut world, "Trần Lan");
    assert_eq!(card(&world, 1).unwrap().state, CardState::Revoked);
    assert_eq!(card(&world, 2), None);
    go(&mut world, MemberStatus::Active).unwrap();
    assert_eq!(card(&world, 2).unwrap().state, CardState::Active);
}

#[test]
fn leaving_in_any_way_revokes_and_coming_back_issues_anew() {
    for out in [MemberStatus::Left, MemberStatus::Expelled, MemberStatus::Retired] {
        let mut world = admitted();
        go(&mut world, out).unwrap();
        assert_eq!(card(&world, 1).unwrap().state, CardState::Revoked, "{out:?}");
        go(&mut world, MemberStatus::Active).unwrap();
        assert_eq!(card(&world, 2).unwrap().state, CardState::Active, "{out:?}");
    }
}

#[test]
fn on_the_way_to_another_branch_the_card_stays() {
    let mut world = admitted();
    go(&mut world, MemberStatus::Transferring).unwrap();
    assert_eq!(card(&world, 1).unwrap().state, CardState::Active);
}

#[test]
fn an_expired_card_is_replaced_when_the_record_is_touched() {
    let mut world = admitted();
    world.now = NOW.plus_hours(24 * 800);
    let fields = vec![ProfileField::Job(None)];
    world
        .run(
            by(HUNG),
            EditMember {
                id: NEW,
                fields,
                seen: vec![],
            },
        )
        .unwrap();
    assert_eq!(card(&world, 2).unwrap().state, CardState::Active);
}

#[test]
fn a_very_long_union_name_is_printed_short() {
    let mut world = World::new();
    let mut unit: Unit = world.facts.get(BRANCH).unwrap();
    unit.name = "Công đoàn cơ sở ".repeat(12);
    unit.short_name = "CĐCS May Hưng Thịnh Phát".into();
    world.facts.put(unit);
    let profile = member(NEW).profile;
    world
        .run(
            by(HUNG),
            AdmitMember {
                id: NEW,
                unit: BRANCH,
                profile,
                joined: None,
            },
        )
        .unwrap();
    assert_eq!(card(&world, 1).unwrap().unit_name, "CĐCS May Hưng Thịnh Phát");
}

#[test]
fn reissuing_takes_an_officer_and_an_active_member() {
    let mut world = admitted();
    let reissue = ReissueCard { person: NEW };
    assert_eq!(world.refusal(by(LAN), reissue.clone()), "not_allowed");
    assert_eq!(
        world.refusal(
            by(HUNG),
            ReissueCard {
                person: PersonId(Uuid::nil())
            }
        ),
        "not_found"
    );
    world.run(by(MAI), reissue.clone()).unwrap();
    assert_eq!(card(&world, 1).unwrap().state, CardState::Revoked);
    assert_eq!(card(&world, 2).unwrap().state, CardState::Active);
    go(&mut world, MemberStatus::Paused).unwrap();
    assert_eq!(world.refusal(by(HUNG), reissue), "card_not_active");
}
