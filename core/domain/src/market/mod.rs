//! Member offers (ưu đãi đoàn viên) and vouchers (phiếu).
//!
//! A provider keeps an offer and submits it; the officers of the unit whose members it is for approve or refuse; its
//! members take vouchers, each signed by the member's device; the provider redeems each once. A redemption made with
//! no network is only a claim until its receipt ("Chờ đối chiếu"): the offer says beforehand who bears a double use.
//! Ids of vouchers follow from offer, person and number, so that limits need no query.

mod approve;
mod cost_card;
mod end;
mod model;
mod placement;
mod redeem;
mod refuse;
mod save;
mod submit;
mod take;
pub mod token;

pub use approve::ApproveOffer;
pub use cost_card::{CostLine, CostValue};
pub use end::EndOffer;
pub use model::{Bearer, Cost, Offer, OfferCount, OfferState, OfferTerms, Voucher, VoucherState};
pub use redeem::{REDEEM_GRACE_HOURS, RedeemVoucher, clock};
pub use refuse::RefuseOffer;
pub use save::SaveOffer;
pub use submit::SubmitOffer;
pub use take::TakeVoucher;

use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Envelope, Facts, Instant, OfferId, Rejection, UnitId, VoucherId, grant};

/// `(code, Vietnamese, English)` of this room's refusals.
pub(crate) const MESSAGES: &[(&str, &str, &str)] = &[
    (
        "offer_not_draft",
        "ưu đãi này đã gửi duyệt nên không sửa được. Hãy đợi kết quả hoặc soạn ưu đãi mới.",
        "the offer was submitted and cannot be edited. Wait for the decision or write a new one.",
    ),
    (
        "offer_not_submitted",
        "ưu đãi này không còn chờ duyệt.",
        "the offer no longer waits for approval.",
    ),
    (
        "offer_not_open",
        "ưu đãi này không còn dùng được.",
        "the offer is not available.",
    ),
    (
        "offer_not_yet",
        "ưu đãi này bắt đầu từ ngày {date}.",
        "the offer begins on {date}.",
    ),
    (
        "offer_dates",
        "ngày kết thúc {to} đứng trước ngày bắt đầu {from}.",
        "the end {to} is before the start {from}.",
    ),
    (
        "offer_passed",
        "ngày kết thúc {date} đã qua. Hãy chọn ngày khác rồi gửi lại.",
        "the end {date} has passed. Choose another day and send again.",
    ),
    (
        "offer_price",
        "giá cho đoàn viên không được âm hay cao hơn giá thường.",
        "the member price may not be negative or above the usual price.",
    ),
    (
        "offer_fee",
        "phí thêm và tiền cọc không được âm.",
        "extra fees and deposits may not be negative.",
    ),
    (
        "offer_limit",
        "số phiếu mỗi người cần từ 1 đến {max}.",
        "vouchers for each person must be 1 to {max}.",
    ),
    (
        "offer_not_for_you",
        "ưu đãi này dành cho đoàn viên của đơn vị khác.",
        "this offer is for members of another unit.",
    ),
    (
        "voucher_holder",
        "người cầm phiếu hiện không thuộc diện dùng ưu đãi này.",
        "the voucher's holder is not among those whom this offer is for.",
    ),
    (
        "voucher_limit",
        "anh/chị đã lấy đủ số phiếu của ưu đãi này.",
        "you have all the vouchers this offer allows.",
    ),
    (
        "voucher_none_left",
        "ưu đãi này đã hết phiếu.",
        "no vouchers of this offer are left.",
    ),
    (
        "voucher_bad",
        "phiếu này không đúng: chữ ký không phải của máy đã lấy phiếu.",
        "the voucher is not genuine: its signature is not the device's.",
    ),
    (
        "voucher_device_ended",
        "máy đã ký phiếu này bị ngừng quyền truy cập trước đó. Người có phiếu hãy lấy phiếu mới.",
        "the device that signed the voucher had lost its access. Its holder should take a new one.",
    ),
    (
        "voucher_elsewhere",
        "phiếu này của nhà cung cấp khác, không đổi ở đây được.",
        "the voucher belongs to another provider.",
    ),
    (
        "voucher_expired",
        "phiếu đã hết hạn ngày {date}.",
        "the voucher expired on {date}.",
    ),
    (
        "voucher_used",
        "phiếu này đã đổi lúc {time} tại {place}.",
        "the voucher was redeemed at {time} at {place}.",
    ),
    (
        "voucher_cannot_check_here",
        "không thấy máy của người lấy phiếu này.",
        "the device that took the voucher is not known.",
    ),
];

/// Refusals that only mean "this device does not know enough": a provider's device does not hold the member's, so the
/// command is saved without an effect and the server decides. At the server the same word is a real refusal.
pub const UNDECIDABLE_HERE: &[&str] = &["voucher_cannot_check_here"];

/// Most vouchers of one offer for one person.
pub const MOST_PER_MEMBER: u8 = 20;

/// What a device signs when it takes a voucher (purpose `voucher-spend`).
pub fn spend_payload(voucher: VoucherId, offer: OfferId, provider: UnitId, taken_at: Instant) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(56);
    bytes.extend_from_slice(voucher.0.as_bytes());
    bytes.extend_from_slice(offer.0.as_bytes());
    bytes.extend_from_slice(provider.0.as_bytes());
    bytes.extend_from_slice(&taken_at.0.to_be_bytes());
    bytes
}

fn find(id: OfferId, facts: &dyn Facts) -> Result<Offer, Rejection> {
    facts
        .get(id)
        .ok_or_else(|| Rejection::new("not_found").arg("what", "ưu đãi"))
}

fn started(offer: &Offer, at: Instant) -> Result<(), Rejection> {
    if at.date() < offer.terms.starts_on {
        return Err(Rejection::new("offer_not_yet").arg("date", crate::time::vi(offer.terms.starts_on)));
    }
    Ok(())
}

/// The offer, if the sender decides on it for the members' unit.
fn for_decision(
    id: OfferId,
    envelope: &Envelope,
    at: Instant,
    facts: &dyn Facts,
) -> Result<Offer, Rejection> {
    let offer = find(id, facts)?;
    let unit: Unit = facts
        .get(offer.for_unit)
        .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
    grant::officer_of(&unit, envelope, at, facts)?;
    Ok(offer)
}

#[cfg(test)]
mod tests;
