use super::{Member, MemberStatus, Profile};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Date, Envelope, Facts, Instant, PersonId, Rejection, UnitId, card, grant};
use serde::{Deserialize, Serialize};

/// Kết nạp: the branch's committee admits a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdmitMember {
    pub id: PersonId,
    pub unit: UnitId,
    pub profile: Profile,
    /// The day they joined the union; today when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Date>,
}

impl Rule for AdmitMember {
    const NAME: &'static str = "admit_member";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let unit: Unit = facts
            .get(self.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        if facts.get::<Member>(self.id).is_some() {
            return Err(Rejection::new("already_there").arg("what", "đoàn viên"));
        }
        let joined = super::joined(self.joined, at)?;
        let member = Member {
            id: self.id,
            unit: self.unit,
            path: unit.path.clone(),
            profile: self.profile.checked(at)?,
            status: MemberStatus::Active,
            status_since: joined,
            status_reason: None,
            joined,
        };
        let mut changes = card::follow(&member, &unit, at, facts);
        changes.push(Change::put(member));
        Ok(changes)
    }
}
