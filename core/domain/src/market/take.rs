use super::{Offer, OfferCount, OfferState, Voucher, VoucherState};
use crate::command::Rule;
use crate::device::Device;
use crate::facts::FactsExt;
use crate::member::Member;
use crate::signature::{self, Purpose};
use crate::{Actor, Change, Envelope, Facts, Instant, OfferId, Rejection, VoucherId};
use serde::{Deserialize, Serialize};

/// A member takes a voucher; their device signs for it, so that the provider can be shown it offline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeVoucher {
    pub offer: OfferId,
    /// Which of this person's vouchers of the offer, from 0.
    pub n: u8,
    pub taken_at: Instant,
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

pub(super) fn signed(
    voucher: VoucherId,
    offer: &Offer,
    device: &Device,
    taken_at: Instant,
    signature: &[u8],
) -> bool {
    let payload = super::spend_payload(voucher, offer.id, offer.provider, taken_at);
    let message = signature::message(Purpose::VoucherSpend, offer.server, Some(device.id), &payload);
    signature::verify(device.alg, &device.public_key, &message, signature)
}

pub(super) fn count(offer: &Offer, facts: &dyn Facts) -> OfferCount {
    facts.get(offer.id).unwrap_or(OfferCount {
        id: offer.id,
        provider: offer.provider,
        for_unit: offer.for_unit,
        taken: 0,
        redeemed: 0,
    })
}

impl Rule for TakeVoucher {
    const NAME: &'static str = "take_voucher";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let Actor::Person { person, device } = envelope.actor else {
            return Err(Rejection::new("not_yours"));
        };
        let offer = super::find(self.offer, facts)?;
        let id = VoucherId::of(offer.id, person, self.n);
        if facts.get::<Voucher>(id).is_some() {
            // The provider's redemption came first and brought the voucher with it.
            return Ok(vec![]);
        }
        let member: Option<Member> = facts.get(person);
        member
            .filter(|member| member.is_of(offer.for_unit))
            .ok_or_else(|| Rejection::new("offer_not_for_you"))?
            .active()?;
        if offer.state != OfferState::Approved || at.date() > offer.terms.ends_on {
            return Err(Rejection::new("offer_not_open"));
        }
        super::started(&offer, at)?;
        if self.n >= offer.terms.per_member {
            return Err(Rejection::new("voucher_limit"));
        }
        let count = count(&offer, facts);
        if offer.terms.quantity.is_some_and(|most| count.taken >= most) {
            return Err(Rejection::new("voucher_none_left"));
        }
        let device: Device = facts.get(device).ok_or_else(|| Rejection::new("voucher_bad"))?;
        if !signed(id, &offer, &device, self.taken_at, &self.signature) {
            return Err(Rejection::new("voucher_bad"));
        }
        Ok(vec![
            Change::put(Voucher {
                id,
                offer: offer.id,
                provider: offer.provider,
                person,
                device: device.id,
                n: self.n,
                taken_at: self.taken_at,
                expires_on: offer.terms.ends_on,
                signature: self.signature.clone(),
                state: VoucherState::Taken,
            }),
            Change::put(OfferCount {
                taken: count.taken.saturating_add(1),
                ..count
            }),
        ])
    }
}
