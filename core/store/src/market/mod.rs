//! Offers and vouchers on this device.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::market::{Offer, OfferCount, Voucher};
use congdoan_domain::{OfferId, PersonId, UnitId, VoucherId};
use rusqlite::Connection;

/// Offers this device holds, by title, each with its counts where this desk may see them.
///
/// # Errors
/// The file cannot be read.
pub fn offers(db: &Connection) -> Result<Vec<(Offer, Option<OfferCount>)>, StoreError> {
    let mut offers: Vec<Offer> = view::all(db)?;
    offers.sort_by(|a, b| a.terms.title.cmp(&b.terms.title));
    offers
        .into_iter()
        .map(|offer| Ok((offer.clone(), view::get(db, offer.id)?)))
        .collect()
}

/// An offer, with its counts where this desk may see them.
///
/// # Errors
/// The file cannot be read.
pub fn offer(db: &Connection, id: OfferId) -> Result<Option<(Offer, Option<OfferCount>)>, StoreError> {
    let Some(offer) = view::get::<Offer>(db, id)? else {
        return Ok(None);
    };
    Ok(Some((offer, view::get(db, id)?)))
}

/// # Errors
/// The file cannot be read.
pub fn voucher(db: &Connection, id: VoucherId) -> Result<Option<Voucher>, StoreError> {
    view::get(db, id)
}

/// A person's vouchers, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn vouchers_of(db: &Connection, person: PersonId) -> Result<Vec<Voucher>, StoreError> {
    vouchers(db, |voucher| voucher.person == person)
}

/// The vouchers of a provider, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn vouchers_at(db: &Connection, provider: UnitId) -> Result<Vec<Voucher>, StoreError> {
    vouchers(db, |voucher| voucher.provider == provider)
}

fn vouchers(db: &Connection, wanted: impl Fn(&Voucher) -> bool) -> Result<Vec<Voucher>, StoreError> {
    let mut found: Vec<Voucher> = view::all(db)?;
    found.retain(wanted);
    found.sort_by_key(|voucher| std::cmp::Reverse(voucher.taken_at));
    Ok(found)
}
