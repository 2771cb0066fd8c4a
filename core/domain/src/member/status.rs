use super::{Member, MemberStatus};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Envelope, Facts, Instant, PersonId, Rejection, card, field, grant};
use serde::{Deserialize, Serialize};

/// Pauses, resumes, retires, lets go or expels a member. The card follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeStatus {
    pub id: PersonId,
    pub to: MemberStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// From which status one may go where. Coming back after leaving is a new admission, decided by the committee.
fn may_go(from: MemberStatus, to: MemberStatus) -> bool {
    use MemberStatus::{Active, Applicant, Expelled, Left, Paused, Retired, Transferring};
    match from {
        Applicant => matches!(to, Active | Left),
        Active => matches!(to, Paused | Transferring | Left | Retired | Expelled),
        Paused | Transferring => matches!(to, Active | Left | Retired | Expelled),
        Left | Retired | Expelled => to == Active,
    }
}

impl Rule for ChangeStatus {
    const NAME: &'static str = "change_status";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let found: Member = facts
            .get(self.id)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đoàn viên"))?;
        let unit: Unit = facts
            .get(found.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        if found.status == self.to {
            return Err(Rejection::new("status_same"));
        }
        if !may_go(found.status, self.to) {
            return Err(Rejection::new("status_not_allowed")
                .arg("from", found.status.vi())
                .arg("to", self.to.vi()));
        }
        let reason = self.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
        if reason.is_none() && matches!(self.to, MemberStatus::Expelled | MemberStatus::Paused) {
            return Err(Rejection::new("reason_needed"));
        }
        let member = Member {
            status: self.to,
            status_since: at.date(),
            status_reason: reason.map(|r| field::required("Lý do", r, 500)).transpose()?,
            ..found
        };
        let mut changes = card::follow(&member, &unit, at, facts);
        changes.push(Change::put(member));
        Ok(changes)
    }
}
