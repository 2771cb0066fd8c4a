use super::{Invitation, InvitationState, Invitee, VALID_HOURS};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::grant::Grant;
use crate::member::Member;
use crate::unit::Unit;
use crate::{Change, Envelope, Facts, Instant, InvitationId, Rejection, device, grant};
use serde::{Deserialize, Serialize};

/// Invites a member, or the holder of a grant, to enrol a device. Carries only the hash of the code.
///
/// Officers invite those who have no working device; whoever has one brings a further one in themself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invite {
    pub invitation: InvitationId,
    pub invitee: Invitee,
}

impl Rule for Invite {
    const NAME: &'static str = "invite";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let (person, unit, name) = match self.invitee {
            Invitee::Member(person) => {
                let member: Member = facts
                    .get(person)
                    .ok_or_else(|| Rejection::new("not_found").arg("what", "đoàn viên"))?;
                if !member.status.belongs() {
                    return Err(Rejection::new("invite_not_member").arg("status", member.status.vi()));
                }
                (person, member.unit, member.profile.name)
            }
            Invitee::Desk(id) => {
                let grant: Grant = facts
                    .get(id)
                    .ok_or_else(|| Rejection::new("not_found").arg("what", "quyền"))?;
                (grant.person, grant.unit, grant.name)
            }
        };
        let home: Unit = facts
            .get(unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        if envelope.actor.person() != Some(person) {
            grant::officer_of(&home, envelope, at, facts)?;
            device::only_of(person, envelope.actor.person(), facts)?;
        }
        if facts.get::<Invitation>(self.invitation).is_some() {
            return Err(Rejection::new("already_there").arg("what", "lời mời"));
        }
        Ok(vec![Change::put(Invitation {
            id: self.invitation,
            unit,
            invitee: self.invitee,
            name,
            made_by: envelope.actor.person(),
            made_at: at,
            expires_at: at.plus_hours(VALID_HOURS),
            state: InvitationState::Open,
            person: Some(person),
            vouched_by: device::vouching(envelope.actor, facts),
        })])
    }
}
