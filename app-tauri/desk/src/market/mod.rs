//! Member offers and vouchers, for the three who meet here: members, providers, the office that approves.

mod draft;
mod form;
mod list;
mod offer;
mod redeem;
mod redemptions;
mod voucher;
mod write;

pub(crate) use draft::unsent;
pub use draft::{offer_draft_delete, offer_save};
pub(crate) use form::OfferForm;
pub use list::{offer, offers};
pub use redeem::redeem;
pub use redemptions::redemptions;
pub use voucher::{take, vouchers};
pub use write::{offer_decide, offer_end, offer_send};

use crate::said::Said;
use congdoan_client::domain::market::{Bearer, Offer};
use congdoan_client::domain::{Command, OfferId};

/// Who bears it when one voucher was redeemed twice with no network.
fn double_use(bearer: Bearer, provider: &str) -> Said {
    let (vi, en) = match bearer {
        Bearer::Provider => (provider, provider),
        Bearer::Union => ("công đoàn", "the union"),
    };
    Said::new(
        format!("Nếu một phiếu bị dùng hai lần khi ngoại tuyến, {vi} chịu."),
        format!("If a voucher is used twice while offline, {en} bears it."),
    )
}

fn double_use_of(offer: &Offer) -> Said {
    double_use(offer.terms.double_use_borne_by, &offer.provider_name)
}

/// The offer that a command is about.
fn offer_of(command: &Command) -> Option<OfferId> {
    match command {
        Command::SaveOffer(body) => Some(body.id),
        Command::SubmitOffer(body) => Some(body.id),
        Command::ApproveOffer(body) => Some(body.id),
        Command::RefuseOffer(body) => Some(body.id),
        Command::EndOffer(body) => Some(body.id),
        Command::TakeVoucher(body) => Some(body.offer),
        _ => None,
    }
}
