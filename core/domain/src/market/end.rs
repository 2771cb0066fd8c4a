use super::{Offer, OfferState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, OfferId, Rejection, grant};
use serde::{Deserialize, Serialize};

/// Ends an approved offer: its provider may, and the office that approved it. Vouchers already taken stay good for
/// [`super::REDEEM_GRACE_HOURS`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndOffer {
    pub id: OfferId,
}

impl Rule for EndOffer {
    const NAME: &'static str = "end_offer";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let offer = super::find(self.id, facts)?;
        if grant::provider_staff_of(offer.provider, envelope, at, facts).is_err() {
            super::for_decision(self.id, envelope, at, facts)?;
        }
        match offer.state {
            OfferState::Ended => Ok(vec![]),
            OfferState::Approved => Ok(vec![Change::put(Offer {
                state: OfferState::Ended,
                ended_at: Some(at),
                ..offer
            })]),
            _ => Err(Rejection::new("offer_not_open")),
        }
    }
}
