use super::{Grant, GrantState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, GrantId, Instant, Rejection, device};
use serde::{Deserialize, Serialize};

/// The second person says yes to a proposed grant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConfirmGrant {
    pub grant: GrantId,
}

impl Rule for ConfirmGrant {
    const NAME: &'static str = "confirm_grant";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let found = super::of_desk(self.grant, envelope, at, facts)?;
        let person = envelope.actor.person();
        if person.is_some() && (person == found.proposed_by || person == Some(found.person)) {
            return Err(Rejection::new("second_person_needed"));
        }
        if found.state != GrantState::Proposed {
            return Err(Rejection::new("grant_not_proposed"));
        }
        // A device that came back on the proposer's word may be the proposer's own.
        let proposers: Vec<_> = found
            .proposed_by
            .iter()
            .chain(&found.proposal_vouched_by)
            .collect();
        if device::behind(envelope.actor, facts)
            .iter()
            .any(|person| proposers.contains(&person))
        {
            return Err(Rejection::new("confirmation_not_independent"));
        }
        Ok(vec![Change::put(Grant {
            state: GrantState::Active,
            confirmed_by: person,
            ..found
        })])
    }
}
