use super::{Grant, GrantState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, GrantId, Instant, Rejection};
use serde::{Deserialize, Serialize};

/// Ends a grant now. One person is enough: taking away is safer than waiting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndGrant {
    pub grant: GrantId,
}

impl Rule for EndGrant {
    const NAME: &'static str = "end_grant";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let found = super::of_desk(self.grant, envelope, at, facts)?;
        if found.state == GrantState::Ended {
            return Err(Rejection::new("grant_ended"));
        }
        Ok(vec![Change::put(Grant {
            state: GrantState::Ended,
            // What had run out by itself ended then, not now.
            to: Some(found.to.map_or(at, |to| to.min(at))),
            ..found
        })])
    }
}
