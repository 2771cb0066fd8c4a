use super::OfferState;
use super::approve::decided;
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, OfferId, Rejection, field};
use serde::{Deserialize, Serialize};

/// The office of the members' unit does not let an offer to its members, and says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefuseOffer {
    pub id: OfferId,
    pub reason: String,
}

impl Rule for RefuseOffer {
    const NAME: &'static str = "refuse_offer";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let reason = field::required("Lý do", &self.reason, 500)?;
        decided(self.id, OfferState::Refused { reason }, envelope, at, facts)
    }
}
