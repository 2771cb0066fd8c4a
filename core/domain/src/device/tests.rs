use super::{Device, EndDevice, EnrolDevice, KeyAlg};
use crate::facts::FactsExt;
use crate::grant::{ConfirmGrant, Grant, ProposeGrant, Role};
use crate::invitation::{Invitation, Invite, Invitee};
use crate::testing::{BRANCH, HUNG, LAN, MAI, NOW, OTHER_BRANCH, PROVINCE, World, by, key_of, phone_of};
use crate::{Actor, DeviceId, GrantId, InvitationId, PersonId, Rejection, RowBody, Scope};
use ring::signature::KeyPair;
use uuid::Uuid;

/// A second officer of the province.
const QUANG: PersonId = PersonId(Uuid::from_u128(0x51));

fn chair_of_branch() -> GrantId {
    GrantId::of(HUNG, BRANCH, Role::Chair.as_str())
}

fn code(n: u128) -> InvitationId {
    InvitationId(Uuid::from_u128(0x900 + n))
}

fn machine(n: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(0x7000 + n))
}

/// `person` sitting at device `n`.
fn at(person: PersonId, n: u128) -> Actor {
    let device = machine(n);
    Actor::Person { person, device }
}

fn invite(n: u128, invitee: Invitee) -> Invite {
    let invitation = code(n);
    Invite { invitation, invitee }
}

fn enrol(n: u128, device: DeviceId) -> EnrolDevice {
    EnrolDevice {
        invitation: code(n),
        device,
        name: "Máy".into(),
        alg: KeyAlg::Ed25519,
        public_key: key_of(HUNG).public_key().as_ref().to_vec(),
        holds: vec![],
    }
}

/// Everybody's first devices as they come to be: by invitation of the operator.
fn office() -> World {
    let mut world = World::new();
    let mai: Grant = world
        .facts
        .get(GrantId::of(MAI, PROVINCE, Role::Officer.as_str()))
        .unwrap();
    world.facts.put(Grant {
        id: GrantId::of(QUANG, PROVINCE, Role::Officer.as_str()),
        person: QUANG,
        ..mai.clone()
    });
    let officer = |person| Invitee::Desk(GrantId::of(person, PROVINCE, Role::Officer.as_str()));
    for (n, person, invitee) in [
        (1, HUNG, Invitee::Desk(chair_of_branch())),
        (2, MAI, officer(MAI)),
        (3, QUANG, officer(QUANG)),
    ] {
        world.run(Actor::Server, invite(n, invitee)).unwrap();
        world.run(Actor::Server, enrol(n, phone_of(person))).unwrap();
    }
    world
}

fn propose(world: &mut World, proposer: Actor) -> ConfirmGrant {
    let proposal = ProposeGrant {
        person: LAN,
        name: "Nguyễn Thị Ngọc Lan".into(),
        unit: BRANCH,
        role: Role::Officer,
        from: NOW,
        to: None,
    };
    world.run(proposer, proposal).unwrap();
    ConfirmGrant {
        grant: GrantId::of(LAN, BRANCH, Role::Officer.as_str()),
    }
}

/// Mai ends Hùng's device and comes in as Hùng at device 4.
fn hung_lost_his_device_and_mai_invited_again(world: &mut World) {
    let device = phone_of(HUNG);
    world.run(by(MAI), EndDevice { device }).unwrap();
    world
        .run(by(MAI), invite(4, Invitee::Desk(chair_of_branch())))
        .unwrap();
    world.run(Actor::Server, enrol(4, machine(4))).unwrap();
}

#[test]
fn nobody_brings_in_a_device_for_a_person_who_has_one() {
    let mut world = office();
    let desk = Invitee::Desk(chair_of_branch());
    assert_eq!(world.refusal(by(MAI), invite(5, desk)), "person_has_device");
    // A second one is Hùng's own to bring in, and a member's own the same.
    world.run(by(HUNG), invite(5, desk)).unwrap();
    world.run(Actor::Server, enrol(5, machine(5))).unwrap();

    let lan = Invitee::Member(LAN);
    world.run(by(HUNG), invite(6, lan)).unwrap();
    world.run(by(HUNG), invite(7, lan)).unwrap();
    world.run(Actor::Server, enrol(6, machine(6))).unwrap();
    assert_eq!(world.refusal(by(HUNG), invite(8, lan)), "person_has_device");
    assert_eq!(
        world.refusal(Actor::Server, enrol(7, machine(7))),
        "person_has_device",
        "an invitation from before she came does not open a second way in"
    );
    world.run(at(LAN, 6), invite(9, lan)).unwrap();
    world.run(Actor::Server, enrol(9, machine(9))).unwrap();

    // Only when none works any more is she invited again; and the unit above does it for a desk.
    for n in [6, 9] {
        let device = machine(n);
        world.run(by(HUNG), EndDevice { device }).unwrap();
    }
    world.run(by(HUNG), invite(8, lan)).unwrap();
    for device in [phone_of(HUNG), machine(5)] {
        assert_eq!(world.refusal(by(MAI), invite(10, desk)), "person_has_device");
        world.run(by(MAI), EndDevice { device }).unwrap();
    }
    world.run(by(MAI), invite(10, desk)).unwrap();
}

#[test]
fn a_device_brought_back_by_the_proposer_is_no_second_person() {
    let mut world = office();
    hung_lost_his_device_and_mai_invited_again(&mut world);
    let confirm = propose(&mut world, by(MAI));
    assert_eq!(
        world.refusal(at(HUNG, 4), confirm.clone()),
        "confirmation_not_independent"
    );
    assert!(
        Rejection::new("confirmation_not_independent")
            .words()
            .vi
            .contains("người thứ hai")
    );
    // Nor is a further device that this one brings in, of Hùng or of another.
    world
        .run(at(HUNG, 4), invite(5, Invitee::Desk(chair_of_branch())))
        .unwrap();
    world.run(Actor::Server, enrol(5, machine(5))).unwrap();
    assert_eq!(
        world.refusal(at(HUNG, 5), confirm.clone()),
        "confirmation_not_independent"
    );
    // Somebody Mai did not bring back is one.
    world.run(by(QUANG), confirm).unwrap();
}

#[test]
fn what_a_device_brought_back_by_somebody_proposes_they_do_not_confirm() {
    let mut world = office();
    hung_lost_his_device_and_mai_invited_again(&mut world);
    let confirm = propose(&mut world, at(HUNG, 4));
    assert_eq!(
        world.refusal(by(MAI), confirm.clone()),
        "confirmation_not_independent"
    );
    world.run(by(QUANG), confirm).unwrap();
}

/// Found by the attack list: a branch's chair invited a member who also works elsewhere, used the code himself and sat at
/// that other desk.
#[test]
fn who_is_not_in_charge_of_all_that_a_person_holds_brings_in_no_device_for_them() {
    let mut world = office();
    let mai = world
        .facts
        .get::<Grant>(GrantId::of(MAI, PROVINCE, Role::Officer.as_str()))
        .unwrap();
    let held = GrantId::of(LAN, PROVINCE, Role::Officer.as_str());
    world.facts.put(Grant {
        id: held,
        person: LAN,
        ..mai
    });
    world
        .run(
            by(LAN),
            EndDevice {
                device: phone_of(LAN),
            },
        )
        .unwrap();
    let holding = |n, device| EnrolDevice {
        holds: vec![held],
        ..enrol(n, device)
    };
    world.run(by(HUNG), invite(6, Invitee::Member(LAN))).unwrap();
    assert_eq!(
        world.refusal(Actor::Server, holding(6, machine(6))),
        "invitation_not_enough"
    );
    // Who is in charge there may, and what is over counts no more.
    world.run(by(MAI), invite(7, Invitee::Member(LAN))).unwrap();
    let mut above = world.clone();
    above.run(Actor::Server, holding(7, machine(7))).unwrap();
    let grant: Grant = world.facts.get(held).unwrap();
    world.facts.put(Grant {
        to: Some(world.now),
        ..grant
    });
    world.run(Actor::Server, holding(6, machine(6))).unwrap();
}

#[test]
fn a_first_device_is_a_second_person() {
    let mut world = office();
    let confirm = propose(&mut world, by(MAI));
    world.run(by(HUNG), confirm).unwrap();
}

#[test]
fn the_person_concerned_sees_the_invitation_and_the_device() {
    let mut world = office();
    hung_lost_his_device_and_mai_invited_again(&mut world);
    let invitation: Invitation = world.facts.get(code(4)).unwrap();
    assert_eq!(
        invitation.placement(),
        [Scope::Desk(BRANCH), Scope::Member(MAI), Scope::Member(HUNG)]
    );
    let device: Device = world.facts.get(machine(4)).unwrap();
    assert!(device.placement().contains(&Scope::Member(HUNG)));
    assert_eq!(device.vouched_by, [MAI]);
    let list: super::PersonDevices = world.facts.get(HUNG).unwrap();
    assert_eq!(list.devices, [machine(4)], "what ended before is left out");
    assert_eq!(list.placement(), [Scope::Member(HUNG), Scope::Desk(BRANCH)]);
    assert!(!list.placement().contains(&Scope::Desk(OTHER_BRANCH)));
}
