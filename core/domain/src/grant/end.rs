use super::{Grant, GrantState};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Envelope, Facts, GrantId, Instant, Rejection, grant};
use serde::{Deserialize, Serialize};

/// Ends a grant now. One person is enough: taking away is safer than waiting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndGrant {
    pub grant: GrantId,
}

impl Rule for EndGrant {
    const NAME: &'static str = "end_grant";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let found: Grant = facts
            .get(self.grant)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "quyền"))?;
        let unit: Unit = facts
            .get(found.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        if found.state == GrantState::Ended {
            return Err(Rejection::new("grant_ended"));
        }
        Ok(vec![Change::put(Grant {
            state: GrantState::Ended,
            to: Some(at),
            ..found
        })])
    }
}
