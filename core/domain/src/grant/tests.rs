use super::*;
use crate::testing::{BRANCH, HUNG, LAN, MAI, NOW, PROVINCE, World, by};
use crate::{GrantId, PersonId, RowBody, Scope, UnitId};
use uuid::Uuid;

/// A second officer of the province.
const QUANG: PersonId = PersonId(Uuid::from_u128(0x51));

fn proposal(person: PersonId, unit: UnitId) -> ProposeGrant {
    ProposeGrant {
        person,
        name: "Cán bộ thử".into(),
        unit,
        role: Role::Officer,
        from: NOW,
        to: None,
    }
}

fn of(person: PersonId, unit: UnitId) -> GrantId {
    GrantId::of(person, unit, Role::Officer.as_str())
}

fn with_two_province_officers() -> World {
    let mut world = World::new();
    let mai: Grant = world.facts.get(of(MAI, PROVINCE)).unwrap();
    world.facts.put(Grant {
        id: of(QUANG, PROVINCE),
        person: QUANG,
        ..mai
    });
    world
}

#[test]
fn a_desk_is_given_by_two_people_and_never_by_the_one_who_gets_it() {
    let mut world = with_two_province_officers();
    let grant = of(LAN, BRANCH);
    world.run(by(MAI), proposal(LAN, BRANCH)).unwrap();
    let active = |world: &World| world.facts.get::<Grant>(grant).unwrap().active_at(NOW);
    assert!(!active(&world));
    assert_eq!(
        world.refusal(by(MAI), ConfirmGrant { grant }),
        "second_person_needed"
    );
    assert_eq!(world.refusal(by(LAN), ConfirmGrant { grant }), "not_allowed");
    world.run(by(HUNG), ConfirmGrant { grant }).unwrap();
    assert!(active(&world));
    let found: Grant = world.facts.get(grant).unwrap();
    assert_eq!((found.proposed_by, found.confirmed_by), (Some(MAI), Some(HUNG)));
    assert_eq!(
        world.refusal(by(QUANG), ConfirmGrant { grant }),
        "grant_not_proposed"
    );

    // Somebody who works there already may not confirm a second role of their own.
    world.run(by(MAI), proposal(QUANG, BRANCH)).unwrap();
    let grant = of(QUANG, BRANCH);
    assert_eq!(
        world.refusal(by(QUANG), ConfirmGrant { grant }),
        "second_person_needed"
    );
    // Refused: it never begins, and may be proposed again.
    world.run(by(QUANG), EndGrant { grant }).unwrap();
    assert_eq!(
        world.refusal(by(HUNG), ConfirmGrant { grant }),
        "grant_not_proposed"
    );
    world.run(by(MAI), proposal(QUANG, BRANCH)).unwrap();
}

#[test]
fn a_grant_begins_and_ends_on_time() {
    let mut world = with_two_province_officers();
    let bounded = ProposeGrant {
        from: NOW.plus_hours(24),
        to: Some(NOW.plus_hours(48)),
        ..proposal(LAN, BRANCH)
    };
    world.run(by(MAI), bounded.clone()).unwrap();
    let grant = of(LAN, BRANCH);
    world.run(by(HUNG), ConfirmGrant { grant }).unwrap();
    let found: Grant = world.facts.get(grant).unwrap();
    let active: Vec<bool> = [0, 24, 47, 48].map(|h| found.active_at(NOW.plus_hours(h))).into();
    assert_eq!(active, [false, true, true, false]);
    for (from, to) in [(NOW, NOW), (NOW.plus_hours(-48), NOW.plus_hours(-1))] {
        let nonsense = ProposeGrant {
            from,
            to: Some(to),
            ..proposal(HUNG, PROVINCE)
        };
        assert_eq!(world.refusal(by(MAI), nonsense), "grant_dates");
    }
}

#[test]
fn the_desks_above_see_a_grant() {
    let mut world = with_two_province_officers();
    world.run(by(HUNG), proposal(LAN, BRANCH)).unwrap();
    let placed = world.facts.get::<Grant>(of(LAN, BRANCH)).unwrap().placement();
    assert_eq!(
        placed,
        [Scope::Desk(BRANCH), Scope::Member(LAN), Scope::Desk(PROVINCE)]
    );
}

#[test]
fn what_has_run_out_is_proposed_anew_and_keeps_its_last_day() {
    let mut world = with_two_province_officers();
    let until = NOW.plus_hours(48);
    let bounded = ProposeGrant {
        to: Some(until),
        ..proposal(LAN, BRANCH)
    };
    world.run(by(MAI), bounded).unwrap();
    let grant = of(LAN, BRANCH);
    world.run(by(HUNG), ConfirmGrant { grant }).unwrap();
    assert_eq!(world.refusal(by(MAI), proposal(LAN, BRANCH)), "already_there");
    world.now = until.plus_hours(100);
    let mut ended = world.clone();
    ended.run(by(MAI), EndGrant { grant }).unwrap();
    assert_eq!(ended.facts.get::<Grant>(grant).unwrap().to, Some(until));
    world.run(by(MAI), proposal(LAN, BRANCH)).unwrap();
    world.run(by(HUNG), ConfirmGrant { grant }).unwrap();
    assert!(world.facts.get::<Grant>(grant).unwrap().active_at(world.now));
}
