use super::take::{count, signed};
use super::{OfferCount, OfferState, Voucher, VoucherState};
use crate::command::Rule;
use crate::device::{Device, DeviceState};
use crate::facts::FactsExt;
use crate::member::Member;
use crate::{
    Change, DeviceId, Envelope, Facts, Instant, OfferId, PersonId, Rejection, VoucherId, grant, time,
};
use serde::{Deserialize, Serialize};

/// A redemption made offline before the offer ended may arrive this much later.
pub const REDEEM_GRACE_HOURS: i64 = 72;

/// The provider redeems a voucher that was shown to it. It carries the whole voucher: the member may have been offline
/// since taking it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RedeemVoucher {
    pub offer: OfferId,
    pub person: PersonId,
    pub device: DeviceId,
    pub n: u8,
    pub taken_at: Instant,
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

/// `14:05 ngày 24/11/2026`, in Việt Nam.
pub fn clock(at: Instant) -> String {
    let minutes = at.0.saturating_add(7 * 3_600_000).rem_euclid(86_400_000) / 60_000;
    format!(
        "{:02}:{:02} ngày {}",
        minutes / 60,
        minutes % 60,
        time::vi(at.date())
    )
}

impl Rule for RedeemVoucher {
    const NAME: &'static str = "redeem_voucher";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let offer = super::find(self.offer, facts)?;
        if grant::provider_staff_of(offer.provider, envelope, at, facts).is_err() {
            return Err(Rejection::new("voucher_elsewhere"));
        }
        let id = VoucherId::of(offer.id, self.person, self.n);
        let before: Option<Voucher> = facts.get(id);
        if let Some(Voucher {
            state: VoucherState::Redeemed { at, .. },
            ..
        }) = before
        {
            return Err(Rejection::new("voucher_used")
                .arg("time", clock(at))
                .arg("place", &offer.provider_name));
        }
        // When it was really done counts, if it arrives within the grace.
        let done = if envelope.made_at <= at && at <= envelope.made_at.plus_hours(REDEEM_GRACE_HOURS) {
            envelope.made_at
        } else {
            at
        };
        if done.date() > offer.terms.ends_on {
            return Err(Rejection::new("voucher_expired").arg("date", time::vi(offer.terms.ends_on)));
        }
        let open = match offer.state {
            OfferState::Approved => true,
            // Taken before the end, it stays good for the grace.
            OfferState::Ended => offer.ended_at.is_some_and(|end| {
                done <= end.plus_hours(REDEEM_GRACE_HOURS) && (before.is_some() || self.taken_at <= end)
            }),
            _ => false,
        };
        if !open {
            return Err(Rejection::new("offer_not_open"));
        }
        let Some(device) = facts.get::<Device>(self.device) else {
            return Err(Rejection::new("voucher_cannot_check_here"));
        };
        if device.person != self.person || !signed(id, &offer, &device, self.taken_at, &self.signature) {
            return Err(Rejection::new("voucher_bad"));
        }
        let count = count(&offer, facts);
        let fresh = before.is_none();
        // The time in a voucher is the device's word. The server has seen a voucher that is already a row; one that only
        // an ended device vouches for counts if the redemption itself was made before that end.
        let ended = device.ended_at.filter(|_| device.state == DeviceState::Ended);
        if ended.is_some_and(|end| end < self.taken_at || (fresh && end < done)) {
            return Err(Rejection::new("voucher_device_ended"));
        }
        if fresh {
            super::started(&offer, done)?;
            // The member's own command has not come yet: what it would be asked is asked here.
            let member: Option<Member> = facts.get(self.person);
            let theirs = member.is_some_and(|m| m.is_of(offer.for_unit) && m.active().is_ok());
            if !theirs {
                // No more than that: a member's status is not the provider's business.
                return Err(Rejection::new("voucher_holder"));
            }
            if self.n >= offer.terms.per_member {
                return Err(Rejection::new("voucher_limit"));
            }
            if offer.terms.quantity.is_some_and(|most| count.taken >= most) {
                return Err(Rejection::new("voucher_none_left"));
            }
        }
        Ok(vec![
            Change::put(Voucher {
                id,
                offer: offer.id,
                provider: offer.provider,
                person: self.person,
                device: self.device,
                n: self.n,
                taken_at: self.taken_at,
                expires_on: offer.terms.ends_on,
                signature: self.signature.clone(),
                state: VoucherState::Redeemed {
                    at,
                    by_device: envelope.actor.device(),
                },
            }),
            Change::put(OfferCount {
                taken: count.taken.saturating_add(u32::from(fresh)),
                redeemed: count.redeemed.saturating_add(1),
                ..count
            }),
        ])
    }
}
