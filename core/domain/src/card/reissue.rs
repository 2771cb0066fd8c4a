use crate::command::Rule;
use crate::facts::FactsExt;
use crate::member::{Member, MemberStatus};
use crate::unit::Unit;
use crate::{Change, Envelope, Facts, Instant, PersonId, Rejection, grant};
use serde::{Deserialize, Serialize};

/// Cấp lại thẻ: the next serial for a member whose card is lost or near its end. The one before is revoked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReissueCard {
    pub person: PersonId,
}

impl Rule for ReissueCard {
    const NAME: &'static str = "reissue_card";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let member: Member = facts
            .get(self.person)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đoàn viên"))?;
        let unit: Unit = facts
            .get(member.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        if !matches!(member.status, MemberStatus::Active | MemberStatus::Transferring) {
            return Err(Rejection::new("card_not_active").arg("status", member.status.vi()));
        }
        Ok(super::follow::reissue(&member, &unit, at, facts))
    }
}
