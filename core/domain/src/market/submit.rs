use super::{Offer, OfferState, SaveOffer};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, OfferId, Rejection, grant};
use serde::{Deserialize, Serialize};

/// The provider sends its draft to the office that decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubmitOffer {
    pub id: OfferId,
    /// The draft as written on the sending device, saved and sent in one step: what is refused is refused whole, and
    /// mended whole. `None`: the draft that is already saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<SaveOffer>,
}

impl Rule for SubmitOffer {
    const NAME: &'static str = "submit_offer";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let offer = match &self.draft {
            Some(draft) if draft.id == self.id => draft.written(envelope, at, facts)?,
            Some(_) => return Err(Rejection::new("not_found").arg("what", "ưu đãi")),
            None => super::find(self.id, facts)?,
        };
        grant::provider_staff_of(offer.provider, envelope, at, facts)?;
        if offer.state != OfferState::Draft {
            return Err(Rejection::new("offer_not_draft"));
        }
        if offer.terms.ends_on < at.date() {
            return Err(Rejection::new("offer_passed").arg("date", crate::time::vi(offer.terms.ends_on)));
        }
        Ok(vec![Change::put(Offer {
            state: OfferState::Submitted,
            ..offer
        })])
    }
}
