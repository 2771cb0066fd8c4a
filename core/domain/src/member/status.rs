use super::{Member, MemberStatus};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Date, Envelope, Facts, Instant, PersonId, Rejection, card, field, grant};
use serde::{Deserialize, Serialize};

/// Pauses, resumes, retires, lets go or expels a member. The card follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeStatus {
    pub id: PersonId,
    pub to: MemberStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Since which day; today when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
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
        if !found.status.next().contains(&self.to) {
            return Err(Rejection::new("status_not_allowed")
                .arg("from", found.status.vi())
                .arg("to", self.to.vi()));
        }
        let since = super::past("Từ ngày", self.on, at)?;
        if since < found.joined {
            return Err(Rejection::new("bad_date")
                .arg("field", "Từ ngày")
                .arg("value", crate::time::vi(since)));
        }
        let reason = self.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
        if reason.is_none() && matches!(self.to, MemberStatus::Expelled | MemberStatus::Paused) {
            return Err(Rejection::new("reason_needed"));
        }
        let member = Member {
            status: self.to,
            status_since: since,
            status_reason: reason.map(|r| field::required("Lý do", r, 500)).transpose()?,
            ..found
        };
        let mut changes = card::follow(&member, &unit, at, facts);
        changes.push(Change::put(member));
        Ok(changes)
    }
}
