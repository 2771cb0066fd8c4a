use super::{Offer, OfferState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, OfferId, Rejection};
use serde::{Deserialize, Serialize};

/// The office of the members' unit lets an offer to its members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApproveOffer {
    pub id: OfferId,
}

/// The decision on an offer that waits for one.
pub(super) fn decided(
    id: OfferId,
    state: OfferState,
    envelope: &Envelope,
    at: Instant,
    facts: &dyn Facts,
) -> Result<Vec<Change>, Rejection> {
    let offer = super::for_decision(id, envelope, at, facts)?;
    if offer.state != OfferState::Submitted {
        return Err(Rejection::new("offer_not_submitted"));
    }
    Ok(vec![Change::put(Offer {
        state,
        decided_by: envelope.actor.person(),
        decided_at: Some(at),
        ..offer
    })])
}

impl Rule for ApproveOffer {
    const NAME: &'static str = "approve_offer";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        decided(self.id, OfferState::Approved, envelope, at, facts)
    }
}
