//! A draft is the provider's; a submitted offer also the deciding office's; an approved one all members'. A voucher is
//! its person's and its provider's.

use super::{Offer, OfferCount, OfferState, Voucher};
use crate::row::row_body;
use crate::{OfferId, Scope, VoucherId};

row_body!(Offer, OfferId, "offer", Member, |offer: &Offer| {
    let mut scopes = vec![Scope::Desk(offer.provider)];
    if offer.state != OfferState::Draft {
        scopes.push(Scope::Desk(offer.for_unit));
    }
    if matches!(offer.state, OfferState::Approved | OfferState::Ended) {
        scopes.push(Scope::Org(offer.for_unit));
    }
    scopes
});

row_body!(
    OfferCount,
    OfferId,
    "offer_count",
    Office,
    |count: &OfferCount| vec![Scope::Desk(count.provider), Scope::Desk(count.for_unit)]
);

row_body!(Voucher, VoucherId, "voucher", Office, |voucher: &Voucher| vec![
    Scope::Member(voucher.person),
    Scope::Desk(voucher.provider)
]);
