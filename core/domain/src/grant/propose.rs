use super::{Grant, GrantState, Role};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::{Unit, UnitKind};
use crate::{Change, Envelope, Facts, GrantId, Instant, PersonId, Rejection, UnitId, device, field, grant};
use serde::{Deserialize, Serialize};

/// Proposes a role for a person at a unit; a second officer confirms it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposeGrant {
    pub person: PersonId,
    pub name: String,
    pub unit: UnitId,
    pub role: Role,
    pub from: Instant,
    pub to: Option<Instant>,
}

impl Rule for ProposeGrant {
    const NAME: &'static str = "propose_grant";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let unit: Unit = facts
            .get(self.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        if (unit.kind == UnitKind::Provider) != (self.role == Role::ProviderStaff) {
            return Err(Rejection::new("grant_role_unfit"));
        }
        if self.to.is_some_and(|to| to <= self.from || to <= at) {
            return Err(Rejection::new("grant_dates"));
        }
        let id = GrantId::of(self.person, self.unit, self.role.as_str());
        if facts.get::<Grant>(id).is_some_and(|found| !found.over_at(at)) {
            return Err(Rejection::new("already_there").arg("what", "quyền"));
        }
        let by_server = envelope.actor.person().is_none();
        Ok(vec![Change::put(Grant {
            id,
            person: self.person,
            name: field::line("Họ và tên", &self.name, 100)?,
            unit: self.unit,
            role: self.role,
            from: self.from,
            to: self.to,
            state: if by_server {
                GrantState::Active
            } else {
                GrantState::Proposed
            },
            proposed_by: envelope.actor.person(),
            confirmed_by: None,
            above: unit.overseers().collect(),
            proposal_vouched_by: device::vouching(envelope.actor, facts),
        })])
    }
}
