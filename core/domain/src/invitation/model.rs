use crate::row::row_body;
use crate::{DeviceId, GrantId, Instant, InvitationId, PersonId, Rejection, Scope, UnitId};
use serde::{Deserialize, Serialize};

/// How long an invitation may be used.
pub const VALID_HOURS: i64 = 72;

/// Whom an invitation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invitee {
    Member(PersonId),
    /// The holder of a grant: an officer or a provider's staff.
    Desk(GrantId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    Open,
    Used { device: DeviceId, at: Instant },
    Revoked,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    /// Hash of the code.
    pub id: InvitationId,
    pub unit: UnitId,
    pub invitee: Invitee,
    /// Shown in the office's list.
    pub name: String,
    pub made_by: Option<PersonId>,
    /// The server's time of acceptance; the 72 hours run from here.
    pub made_at: Instant,
    pub expires_at: Instant,
    pub state: InvitationState,
    /// Whom it is for, so that they see it on the devices they have. `None`: made before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// On whose word alone the inviting device is its person's ([`crate::device::Device::vouched_by`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouched_by: Vec<PersonId>,
}

impl Invitation {
    /// # Errors
    /// Why it cannot be used now.
    pub fn usable_at(&self, at: Instant) -> Result<(), Rejection> {
        match self.state {
            InvitationState::Used { .. } => Err(Rejection::new("invitation_used")),
            InvitationState::Revoked => Err(Rejection::new("invitation_revoked")),
            InvitationState::Open if at >= self.expires_at => Err(Rejection::new("invitation_expired")),
            InvitationState::Open => Ok(()),
        }
    }
}

row_body!(
    Invitation,
    InvitationId,
    "invitation",
    Office,
    // The inviter may sit at a desk above: they see all the same who used it, when, and on which device.
    |invitation: &Invitation| {
        let mut scopes = vec![Scope::Desk(invitation.unit)];
        scopes.extend(invitation.made_by.map(Scope::Member));
        // Nobody is to be brought in behind the back of the person concerned.
        scopes.extend(invitation.person.map(Scope::Member));
        scopes
    }
);
