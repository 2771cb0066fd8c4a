use crate::row::row_body;
use crate::{GrantId, Instant, PersonId, Scope, UnitId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Chủ tịch or phó chủ tịch of a union unit.
    Chair,
    /// Ủy viên, chuyên trách.
    Officer,
    /// Works for a provider.
    ProviderStaff,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Chair, Role::Officer, Role::ProviderStaff];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Officer => "officer",
            Self::ProviderStaff => "provider_staff",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// Waits for a second person.
    Proposed,
    Active,
    Ended,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    pub id: GrantId,
    pub person: PersonId,
    /// The person's name as the desk shows it; providers' staff have no member record.
    pub name: String,
    pub unit: UnitId,
    pub role: Role,
    pub from: Instant,
    pub to: Option<Instant>,
    pub state: GrantState,
    /// `None`: the operator, at `init`.
    pub proposed_by: Option<PersonId>,
    pub confirmed_by: Option<PersonId>,
    /// Units whose desks see it too ([`crate::unit::Unit::overseers`]): who confirms a new unit's first officer sits there,
    /// and who invites again when no device of the unit works any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<UnitId>,
    /// On whose word alone the proposing device was its person's ([`crate::device::Device::vouched_by`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposal_vouched_by: Vec<PersonId>,
}

impl Grant {
    /// Ended, or its last day is over.
    pub fn over_at(&self, at: Instant) -> bool {
        self.state == GrantState::Ended || self.to.is_some_and(|to| to <= at)
    }

    pub fn active_at(&self, at: Instant) -> bool {
        self.state == GrantState::Active && self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

row_body!(Grant, GrantId, "grant", Office, |grant: &Grant| {
    let mut scopes = vec![Scope::Desk(grant.unit), Scope::Member(grant.person)];
    scopes.extend(grant.above.iter().map(|unit| Scope::Desk(*unit)));
    scopes
});
