//! The one place that answers "may this person do that here?".

use super::{Grant, Role};
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Actor, Envelope, Facts, GrantId, Instant, PersonId, Rejection, UnitId};

const UNION_ROLES: [Role; 2] = [Role::Chair, Role::Officer];

fn holds(person: PersonId, unit: UnitId, roles: &[Role], at: Instant, facts: &dyn Facts) -> bool {
    roles.iter().any(|role| {
        facts
            .get::<Grant>(GrantId::of(person, unit, role.as_str()))
            .is_some_and(|grant| grant.active_at(at))
    })
}

/// Whether a person is an officer of the unit or of one above it.
pub fn is_officer(person: PersonId, unit: &Unit, at: Instant, facts: &dyn Facts) -> bool {
    unit.self_and_above()
        .any(|id| holds(person, id, &UNION_ROLES, at, facts))
}

/// Lets officers of the unit or of one above it pass, and the server itself.
///
/// # Errors
/// `not_allowed`.
pub fn officer_of(unit: &Unit, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<(), Rejection> {
    match envelope.actor {
        Actor::Server => Ok(()),
        Actor::Person { person, .. } if is_officer(person, unit, at, facts) => Ok(()),
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
    match envelope.actor {
        Actor::Server => Ok(()),
        Actor::Person { person, .. } if holds(person, provider, &[Role::ProviderStaff], at, facts) => Ok(()),
        Actor::Person { .. } => Err(Rejection::new("not_allowed")),
    }
}
