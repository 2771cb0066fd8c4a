//! What only the server does for cards: signing them with the unit's key, and publishing who lost theirs.

use crate::commit::Seal;
use crate::keys::{KeyError, Keys};
use crate::store::{ReadTx, StoreError};
use congdoan_domain::card::{Card, StatusList, UnitKey, UnitKeys, kid, token};
use congdoan_domain::device::KeyAlg;
use congdoan_domain::{Instant, Row, RowBody, UnitId};
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
    fn seal(&self, row: Row) -> Row {
        let Row::Card(card) = row else { return row };
        if !card.wants_signature() {
            return Row::Card(card);
        }
        match self.keys.card(card.unit) {
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
    let mut cards: Vec<Card> = vec![];
    let mut after: Option<(String, Uuid)> = Some((Card::KIND.to_owned(), Uuid::nil()));
    loop {
        let rows = read.rows_after(after.as_ref().map(|(kind, id)| (kind.as_str(), *id)), 500)?;
        let mine = rows.iter().take_while(|row| row.kind == Card::KIND);
        cards.extend(mine.filter_map(|row| {
            Row::decode(Card::KIND, row.body.as_ref()?)
                .ok()
                .and_then(Card::from_row)
        }));
        match rows.last().filter(|last| last.kind == Card::KIND) {
            Some(last) => after = Some((last.kind.clone(), last.id)),
            None => break,
        }
    }
    let mut since: BTreeMap<UnitId, Instant> = BTreeMap::new();
    for card in &cards {
        let first = since.entry(card.unit).or_insert(card.issued_at);
        *first = (*first).min(card.issued_at);
    }
    let units: BTreeSet<UnitId> = since.keys().copied().collect();
    let mut unit_keys = vec![];
    for unit in units {
        let key = keys.card(unit)?;
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
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] KeyError),
}
