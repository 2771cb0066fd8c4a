use super::{Cost, MOST_PER_MEMBER, Offer, OfferState, OfferTerms};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::{Unit, UnitKind};
use crate::{Change, Envelope, Facts, Instant, OfferId, Rejection, UnitId, field, grant, time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A provider writes an offer, new or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveOffer {
    pub id: OfferId,
    pub provider: UnitId,
    pub for_unit: UnitId,
    pub server: Uuid,
    pub terms: OfferTerms,
}

fn checked(terms: &OfferTerms) -> Result<OfferTerms, Rejection> {
    if terms.ends_on < terms.starts_on {
        let (from, to) = (time::vi(terms.starts_on), time::vi(terms.ends_on));
        return Err(Rejection::new("offer_dates").arg("from", from).arg("to", to));
    }
    let price = terms.price.unwrap_or(i64::MAX);
    if price < 0
        || terms
            .price_for_members
            .is_some_and(|mine| mine < 0 || mine > price)
    {
        return Err(Rejection::new("offer_price"));
    }
    if [terms.cost.extra_fees, terms.cost.deposit]
        .iter()
        .flatten()
        .any(|money| *money < 0)
    {
        return Err(Rejection::new("offer_fee"));
    }
    if !(1..=MOST_PER_MEMBER).contains(&terms.per_member) {
        return Err(Rejection::new("offer_limit").arg("max", MOST_PER_MEMBER));
    }
    Ok(OfferTerms {
        title: field::line("Tên ưu đãi", &terms.title, 120)?,
        what: field::required("Nội dung", &terms.what, 1_000)?,
        conditions: field::at_most("Điều kiện", &terms.conditions, 1_000)?,
        place: field::at_most("Nơi dùng", &terms.place, 200)?,
        cost: Cost {
            instalments: noted("Trả góp, vay", terms.cost.instalments.as_deref())?,
            renewal: noted("Tự gia hạn", terms.cost.renewal.as_deref())?,
            data_asked: noted("Nơi bán biết", terms.cost.data_asked.as_deref())?,
            ..terms.cost
        },
        ..terms.clone()
    })
}

/// A note of the cost card; an empty one is none.
fn noted(field: &str, text: Option<&str>) -> Result<Option<String>, Rejection> {
    let text = field::at_most(field, text.unwrap_or_default(), 200)?;
    Ok((!text.is_empty()).then_some(text))
}

impl SaveOffer {
    /// The draft this command writes.
    pub(super) fn written(
        &self,
        envelope: &Envelope,
        at: Instant,
        facts: &dyn Facts,
    ) -> Result<Offer, Rejection> {
        let provider: Unit = facts
            .get(self.provider)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "nhà cung cấp"))?;
        grant::provider_staff_of(self.provider, envelope, at, facts)?;
        // A provider offers to the members under the unit that admitted it.
        if provider.kind != UnitKind::Provider || !provider.path.contains(&self.for_unit) {
            return Err(Rejection::new("not_allowed"));
        }
        let before = facts.get::<Offer>(self.id);
        // A refused offer can be mended: it becomes a draft again and goes through the office once more.
        let open = |state: &OfferState| matches!(state, OfferState::Draft | OfferState::Refused { .. });
        if before.is_some_and(|offer| !open(&offer.state) || offer.provider != self.provider) {
            return Err(Rejection::new("offer_not_draft"));
        }
        Ok(Offer {
            id: self.id,
            provider: self.provider,
            provider_name: provider.name,
            for_unit: self.for_unit,
            server: self.server,
            terms: checked(&self.terms)?,
            state: OfferState::Draft,
            decided_by: None,
            decided_at: None,
            ended_at: None,
        })
    }
}

impl Rule for SaveOffer {
    const NAME: &'static str = "save_offer";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        Ok(vec![Change::put(self.written(envelope, at, facts)?)])
    }
}
