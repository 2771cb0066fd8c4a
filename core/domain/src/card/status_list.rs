//! Which cards are paused or revoked: segment "revoked" of the public pack "card-status".
//!
//! Card ids only: they follow from random person ids, so the public list names nobody.

use super::{Card, CardState};
use crate::{CardId, Instant};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a segment of the pack cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSegment {
    #[error("the segment is too large")]
    TooLarge,
    #[error("the segment is damaged")]
    Damaged,
    #[error("the segment has version {0}, which this program does not read")]
    Version(u8),
    #[error("the segment is not sorted")]
    Unsorted,
}

/// No segment of the pack is larger (bytes, decompressed).
pub(super) const MAX_SEGMENT: usize = 128 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Paused,
    Revoked,
}

/// What the list says about a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub status: Status,
    pub since: Instant,
}

/// The list of one server, sorted by card id.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusList {
    pub server: Uuid,
    /// The server's time at which the list was true.
    pub made_at: Instant,
    entries: Vec<(CardId, Listed)>,
}

const VERSION: u8 = 1;
/// Card id 16 bytes, status 1 byte (1 paused, 2 revoked), since 8 bytes (milliseconds, big-endian).
const RECORD: usize = 25;

#[derive(Serialize, Deserialize)]
struct Segment {
    v: u8,
    server: Uuid,
    made_at: Instant,
    #[serde(with = "serde_bytes")]
    entries: Vec<u8>,
}

impl StatusList {
    /// Of entries in any order; where a card is named twice, the last counts.
    pub fn new(server: Uuid, made_at: Instant, entries: impl IntoIterator<Item = (CardId, Listed)>) -> Self {
        let sorted: std::collections::BTreeMap<CardId, Listed> = entries.into_iter().collect();
        Self {
            server,
            made_at,
            entries: sorted.into_iter().collect(),
        }
    }

    /// Of all cards of a server: active and expired ones need no entry (expiry stands on the card itself).
    pub fn of_cards<'a>(server: Uuid, made_at: Instant, cards: impl IntoIterator<Item = &'a Card>) -> Self {
        let today = made_at.date();
        let entries = cards.into_iter().filter(|card| card.expires_on >= today);
        Self::new(
            server,
            made_at,
            entries.filter_map(|card| {
                let status = match card.state {
                    CardState::Active => return None,
                    CardState::Paused => Status::Paused,
                    CardState::Revoked => Status::Revoked,
                };
                let since = card.state_since;
                Some((card.id, Listed { status, since }))
            }),
        )
    }

    pub fn entries(&self) -> &[(CardId, Listed)] {
        &self.entries
    }

    pub fn get(&self, card: CardId) -> Option<Listed> {
        let found = self.entries.binary_search_by_key(&card, |(id, _)| *id).ok()?;
        Some(self.entries[found].1)
    }

    /// Whole hours since the list was true; 0 when the clock says it lies ahead.
    pub fn age_hours(&self, now: Instant) -> u32 {
        let hours = now.0.saturating_sub(self.made_at.0).max(0) / 3_600_000;
        u32::try_from(hours).unwrap_or(u32::MAX)
    }

    /// The segment's bytes (CBOR): `{v: 1, server, made_at, entries: records of 25 bytes, by card id}`.
    pub fn encode(&self) -> Vec<u8> {
        let mut entries = Vec::with_capacity(self.entries.len() * RECORD);
        for (card, listed) in &self.entries {
            entries.extend_from_slice(card.0.as_bytes());
            entries.push(match listed.status {
                Status::Paused => 1,
                Status::Revoked => 2,
            });
            entries.extend_from_slice(&listed.since.0.to_be_bytes());
        }
        let segment = Segment {
            v: VERSION,
            server: self.server,
            made_at: self.made_at,
            entries,
        };
        let mut bytes = Vec::new();
        ciborium::into_writer(&segment, &mut bytes).expect("writing CBOR to memory cannot fail");
        bytes
    }

    /// # Errors
    /// Damaged, of a newer version, unsorted or too large.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadSegment> {
        if bytes.len() > MAX_SEGMENT {
            return Err(BadSegment::TooLarge);
        }
        let segment: Segment = ciborium::from_reader(bytes).map_err(|_| BadSegment::Damaged)?;
        if segment.v != VERSION {
            return Err(BadSegment::Version(segment.v));
        }
        let records = segment.entries.chunks_exact(RECORD);
        if !records.remainder().is_empty() {
            return Err(BadSegment::Damaged);
        }
        let entries = records.map(record).collect::<Result<Vec<_>, _>>()?;
        if !entries.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err(BadSegment::Unsorted);
        }
        Ok(Self {
            server: segment.server,
            made_at: segment.made_at,
            entries,
        })
    }
}

fn record(bytes: &[u8]) -> Result<(CardId, Listed), BadSegment> {
    let card = Uuid::from_slice(&bytes[..16]).map_err(|_| BadSegment::Damaged)?;
    let status = match bytes[16] {
        1 => Status::Paused,
        2 => Status::Revoked,
        _ => return Err(BadSegment::Damaged),
    };
    let mut since = [0; 8];
    since.copy_from_slice(&bytes[17..]);
    let since = Instant(i64::from_be_bytes(since));
    Ok((CardId(card), Listed { status, since }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list() -> StatusList {
        let entry = |n: u32, status| {
            let since = Instant(1_000 + i64::from(n));
            (CardId(Uuid::from_u128(n.into())), Listed { status, since })
        };
        StatusList::new(
            Uuid::from_u128(7),
            Instant(1_795_539_600_000),
            [
                entry(9, Status::Revoked),
                entry(2, Status::Paused),
                entry(5, Status::Revoked),
            ],
        )
    }

    #[test]
    fn a_list_reads_back_and_finds_its_cards() {
        let list = list();
        let bytes = list.encode();
        assert_eq!(StatusList::decode(&bytes).unwrap(), list);
        assert_eq!(
            list.get(CardId(Uuid::from_u128(2))).unwrap().status,
            Status::Paused
        );
        assert_eq!(list.get(CardId(Uuid::from_u128(3))), None);
        assert_eq!(list.age_hours(list.made_at.plus_hours(5)), 5);
        assert_eq!(list.age_hours(list.made_at.plus_hours(-5)), 0);
    }

    #[test]
    fn what_is_cut_or_reordered_is_refused() {
        let bytes = list().encode();
        assert_eq!(
            StatusList::decode(&bytes[..bytes.len() - 1]),
            Err(BadSegment::Damaged)
        );
        let mut swapped = list();
        swapped.entries.swap(0, 1);
        assert_eq!(StatusList::decode(&swapped.encode()), Err(BadSegment::Unsorted));
        let newer = [&bytes[..3], &[2], &bytes[4..]].concat();
        assert_eq!(StatusList::decode(&newer), Err(BadSegment::Version(2)));
    }

    proptest! {
        #[test]
        fn hostile_bytes_never_panic(mut bytes in Just(list().encode()), at in 0usize..120, value: u8) {
            let at = at % bytes.len();
            bytes[at] = value;
            let _ = StatusList::decode(&bytes);
            let _ = super::super::UnitKeys::decode(&bytes);
        }
    }
}
