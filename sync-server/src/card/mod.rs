//! What only the server does for cards: signing them with the unit's key, and publishing who lost theirs.

use crate::commit::{Seal, decoded};
use crate::keys::{Key, KeyError, Keys};
use crate::reader::all;
use crate::store::{ReadTx, StoreError};
use congdoan_domain::card::{Card, StatusList, UnitKey, UnitKeys, kid, token};
use congdoan_domain::device::KeyAlg;
use congdoan_domain::unit::Unit;
use congdoan_domain::{Instant, Row, RowBody, Scope, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Format number of the pack `card-status`.
pub const FORMAT: u16 = 1;

/// Signs cards on their way into the store.
pub struct CardSeal {
    keys: Keys,
    server: Uuid,
}

impl CardSeal {
    pub fn new(keys: Keys, server: Uuid) -> Self {
        Self { keys, server }
    }
}

impl Seal for CardSeal {
    fn seal(&self, row: Row, read: &dyn ReadTx) -> Row {
        let Row::Card(card) = row else { return row };
        if !card.wants_signature() {
            return Row::Card(card);
        }
        match key_of(&self.keys, read, card.unit) {
            Ok(key) => {
                let signed = token::issue(&card.claims(self.server), kid(key.public()), &mut |bytes| {
                    key.sign(bytes)
                });
                Row::Card(Card {
                    signed: Some(signed),
                    ..card
                })
            }
            Err(error) => {
                // The member is admitted all the same; an unsigned card shows as unsigned.
                tracing::error!(%error, "card key");
                Row::Card(card)
            }
        }
    }
}

/// A unit's key: made with its first card, and never a second one. The published list holds one key a unit, so a new
/// one in a lost one's place would make every card of before read as forged.
fn key_of(keys: &Keys, read: &dyn ReadTx, unit: UnitId) -> Result<Key, SegmentsError> {
    match keys.card(unit)? {
        Some(key) => Ok(key),
        None if has_issued(read, unit)? => Err(KeyError::CardKeyLost(unit).into()),
        None => Ok(keys.make_card(unit)?),
    }
}

fn has_issued(read: &dyn ReadTx, unit: UnitId) -> Result<bool, StoreError> {
    for row in read.rows_in_scope(&Scope::Desk(unit), Card::KIND)? {
        let card = decoded(&row)?.and_then(Card::from_row);
        if card.is_some_and(|card| card.unit == unit && card.signed.is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The units that have issued cards and whose key is not here any more.
///
/// # Errors
/// The store or a key cannot be read.
pub fn lost_keys(read: &dyn ReadTx, keys: &Keys) -> Result<Vec<UnitId>, SegmentsError> {
    let (mut lost, mut after) = (vec![], Uuid::nil());
    loop {
        let rows = read.rows_after(Some((Unit::KIND, after)), 500)?;
        let Some(last) = rows.iter().rfind(|row| row.kind == Unit::KIND) else {
            return Ok(lost);
        };
        after = last.id;
        for row in rows.iter().take_while(|row| row.kind == Unit::KIND) {
            let unit = UnitId(row.id);
            if keys.card(unit)?.is_none() && has_issued(read, unit)? {
                lost.push(unit);
            }
        }
    }
}

/// The segments of the pack `card-status`: the keys of units, and who lost their card.
///
/// # Errors
/// The store or a key cannot be read.
pub fn segments(
    read: &dyn ReadTx,
    keys: &Keys,
    server: Uuid,
    at: Instant,
) -> Result<Vec<(String, Vec<u8>)>, SegmentsError> {
    let cards: Vec<Card> = all(read)?;
    let mut since: BTreeMap<UnitId, Instant> = BTreeMap::new();
    for card in cards.iter().filter(|card| card.signed.is_some()) {
        let first = since.entry(card.unit).or_insert(card.issued_at);
        *first = (*first).min(card.issued_at);
    }
    let units: BTreeSet<UnitId> = since.keys().copied().collect();
    let mut unit_keys = vec![];
    for unit in units {
        let key = keys.card(unit)?.ok_or(KeyError::CardKeyLost(unit))?;
        // A day of grace for the second between the decision and the signature.
        let valid_from = since[&unit].plus_hours(-24);
        unit_keys.push(UnitKey {
            unit,
            alg: KeyAlg::Ed25519,
            public_key: key.public().to_vec(),
            valid_from,
            valid_to: None,
        });
    }
    Ok(vec![
        ("keys".to_owned(), UnitKeys::new(server, unit_keys).encode()),
        (
            "revoked".to_owned(),
            StatusList::of_cards(server, at, &cards).encode(),
        ),
    ])
}

#[derive(Debug, thiserror::Error)]
pub enum SegmentsError {
    #[error("{}", .0.in_words())]
    Store(#[from] StoreError),
    #[error("{}", .0.in_words())]
    Key(#[from] KeyError),
}
