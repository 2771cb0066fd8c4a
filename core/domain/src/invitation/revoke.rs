use super::{Invitation, InvitationState};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Envelope, Facts, Instant, InvitationId, Rejection, grant};
use serde::{Deserialize, Serialize};

/// Takes back an invitation that nobody has used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevokeInvitation {
    pub invitation: InvitationId,
}

impl Rule for RevokeInvitation {
    const NAME: &'static str = "revoke_invitation";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let found: Invitation = facts
            .get(self.invitation)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "lời mời"))?;
        let unit: Unit = facts
            .get(found.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        match found.state {
            // Too late: the device exists. Ending it is the way, and a refusal says so.
            InvitationState::Used { .. } => Err(Rejection::new("invitation_spent")),
            InvitationState::Revoked => Ok(vec![]),
            InvitationState::Open => Ok(vec![Change::put(Invitation {
                state: InvitationState::Revoked,
                ..found
            })]),
        }
    }
}
