//! The list of offers, and one offer. A device holds those of its unit or its provider: few.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::OfferId;
use congdoan_domain::market::{Offer, OfferCount};
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
        .map(|offer| {
            let count = view::get(db, offer.id)?;
            Ok((offer, count))
        })
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
