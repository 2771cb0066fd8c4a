//! Which devices a person has: what the rules ask that must know whether somebody can speak for themself.

use super::{Device, DeviceState};
use crate::facts::FactsExt;
use crate::grant::{Grant, GrantState, is_officer};
use crate::row::row_body;
use crate::unit::Unit;
use crate::{Actor, DeviceId, Facts, GrantId, Instant, PersonId, Rejection, Scope, UnitId};
use serde::{Deserialize, Serialize};

/// One row a person, written when a device is enrolled: rules read rows by key and cannot search for devices.
///
/// Whether a device still works is in its own row alone, so that the two can never disagree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonDevices {
    /// The person.
    pub id: PersonId,
    /// The newest last. Those that had ended before the newest came are left out.
    pub devices: Vec<DeviceId>,
    /// Units whose desks see one of the devices.
    pub units: Vec<UnitId>,
}

row_body!(
    PersonDevices,
    PersonId,
    "person_devices",
    Office,
    |list: &PersonDevices| {
        let mut scopes = vec![Scope::Member(list.id)];
        scopes.extend(list.units.iter().map(|unit| Scope::Desk(*unit)));
        scopes
    }
);

/// The devices of a person that are let in.
pub(crate) fn working(person: PersonId, facts: &dyn Facts) -> Vec<Device> {
    let list: Option<PersonDevices> = facts.get(person);
    list.map(|list| list.devices)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|id| facts.get::<Device>(id))
        .filter(|device| device.state == DeviceState::Active && device.person == person)
        .collect()
}

/// Lets the person themself invite, and others as long as the person has no working device. The operator may always:
/// they hold the server.
///
/// # Errors
/// `person_has_device`.
pub(crate) fn only_of(person: PersonId, by: Option<PersonId>, facts: &dyn Facts) -> Result<(), Rejection> {
    if by.is_none() || by == Some(person) || working(person, facts).is_empty() {
        Ok(())
    } else {
        Err(Rejection::new("person_has_device"))
    }
}

/// A device speaks with all the rights of its person, wherever they hold them: whoever brings it in must be in charge of
/// every one of those units. Otherwise a branch's officer, who admits or invites somebody with rights above or beside the
/// branch, would come into that desk.
///
/// # Errors
/// `invitation_not_enough`.
pub(crate) fn in_charge_of(
    person: PersonId,
    held: &[GrantId],
    maker: PersonId,
    at: Instant,
    facts: &dyn Facts,
) -> Result<(), Rejection> {
    let grants = held.iter().filter_map(|id| facts.get::<Grant>(*id));
    let counts = |grant: &Grant| {
        grant.person == person && grant.state != GrantState::Ended && grant.to.is_none_or(|to| at < to)
    };
    for grant in grants.filter(counts) {
        let unit: Option<Unit> = facts.get(grant.unit);
        if !unit.is_some_and(|unit| is_officer(maker, &unit, at, facts)) {
            return Err(Rejection::new("invitation_not_enough"));
        }
    }
    Ok(())
}

/// On whose word alone the device that sent this is its person's.
pub(crate) fn vouching(actor: Actor, facts: &dyn Facts) -> Vec<PersonId> {
    let device = actor.device().and_then(|id| facts.get::<Device>(id));
    device.map(|device| device.vouched_by).unwrap_or_default()
}

/// Everyone who may be sitting at the device that sent this: its person, and on whose word alone it is theirs.
pub(crate) fn behind(actor: Actor, facts: &dyn Facts) -> Vec<PersonId> {
    actor.person().into_iter().chain(vouching(actor, facts)).collect()
}
