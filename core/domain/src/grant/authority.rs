//! The one place that answers "may this person do that here?".

use super::{Grant, Role};
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Actor, Envelope, Facts, GrantId, Instant, Rejection, UnitId, device};

const UNION_ROLES: [Role; 2] = [Role::Chair, Role::Officer];

/// Whether the sender has one of these roles at the first of the units, on a device that carries it. `self_and_above`:
/// that unit and all above it, nearest first.
fn holds(actor: Actor, self_and_above: &[UnitId], roles: &[Role], at: Instant, facts: &dyn Facts) -> bool {
    let (Some(person), Some(unit)) = (actor.person(), self_and_above.first()) else {
        return false;
    };
    let carried = |grant: &Grant| {
        let standing = device::of_actor(actor, facts).and_then(|device| device.standing);
        standing.is_none_or(|standing| standing.carries(grant, self_and_above.iter().copied()))
    };
    roles.iter().any(|role| {
        facts
            .get::<Grant>(GrantId::of(person, *unit, role.as_str()))
            .is_some_and(|grant| grant.active_at(at) && carried(&grant))
    })
}

/// Whether the sender is an officer of the unit or of one above it.
fn is_officer(actor: Actor, unit: &Unit, at: Instant, facts: &dyn Facts) -> bool {
    let units: Vec<_> = unit.self_and_above().collect();
    (0..units.len()).any(|n| holds(actor, &units[n..], &UNION_ROLES, at, facts))
}

/// Lets officers of the unit or of one above it pass, and the server itself.
///
/// # Errors
/// `not_allowed`.
pub fn officer_of(unit: &Unit, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<(), Rejection> {
    match envelope.actor {
        Actor::Server => Ok(()),
        Actor::Person { .. } if is_officer(envelope.actor, unit, at, facts) => Ok(()),
        Actor::Person { .. } => Err(Rejection::new("not_allowed")),
    }
}

/// Lets staff of this very provider pass.
///
/// # Errors
/// `not_allowed`.
pub fn provider_staff_of(
    provider: UnitId,
    envelope: &Envelope,
    at: Instant,
    facts: &dyn Facts,
) -> Result<(), Rejection> {
    let staff = |actor| {
        // The units above a provider matter only to a device that does not stand at the provider itself.
        let unit: Option<Unit> = facts.get(provider);
        let units: Vec<_> = unit.map_or_else(|| vec![provider], |unit| unit.self_and_above().collect());
        holds(actor, &units, &[Role::ProviderStaff], at, facts)
    };
    match envelope.actor {
        Actor::Server => Ok(()),
        actor if staff(actor) => Ok(()),
        Actor::Person { .. } => Err(Rejection::new("not_allowed")),
    }
}
