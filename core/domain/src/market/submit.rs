use super::{Offer, OfferState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, OfferId, Rejection, grant};
use serde::{Deserialize, Serialize};

/// The provider sends its draft to the office that decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubmitOffer {
    pub id: OfferId,
}

impl Rule for SubmitOffer {
    const NAME: &'static str = "submit_offer";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let offer = super::find(self.id, facts)?;
        grant::provider_staff_of(offer.provider, envelope, at, facts)?;
        if offer.state != OfferState::Draft {
            return Err(Rejection::new("offer_not_draft"));
        }
        Ok(vec![Change::put(Offer {
            state: OfferState::Submitted,
            ..offer
        })])
    }
}
