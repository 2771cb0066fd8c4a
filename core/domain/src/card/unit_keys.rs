//! The keys that sign cards, as a verifier keeps them: segment "keys" of the public pack "card-status".

use super::key::{KeyCheck, Kid, kid};
use super::status_list::{BadSegment, MAX_SEGMENT};
use super::token::Token;
use crate::device::KeyAlg;
use crate::{Instant, UnitId, signature};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A unit's card key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitKey {
    pub unit: UnitId,
    pub alg: KeyAlg,
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
    /// Cards issued from here …
    pub valid_from: Instant,
    /// … and before here are good; `None`: still in use.
    pub valid_to: Option<Instant>,
}

impl UnitKey {
    pub fn kid(&self) -> Kid {
        kid(&self.public_key)
    }
}

/// All card keys of a server, sorted by key id.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitKeys {
    pub server: Uuid,
    keys: Vec<UnitKey>,
}

const VERSION: u8 = 1;
/// 120,000 branches with a few keys each.
const MAX_KEYS: usize = 1_000_000;

#[derive(Serialize, Deserialize)]
struct Segment {
    v: u8,
    server: Uuid,
    keys: Vec<UnitKey>,
}

impl UnitKeys {
    pub fn new(server: Uuid, mut keys: Vec<UnitKey>) -> Self {
        keys.sort_by_cached_key(UnitKey::kid);
        keys.dedup_by(|a, b| a.public_key == b.public_key);
        Self { server, keys }
    }

    pub fn keys(&self) -> &[UnitKey] {
        &self.keys
    }

    /// The segment's bytes (CBOR): `{v: 1, server, keys: [{unit, alg, public_key, valid_from, valid_to}]}`, by key id.
    pub fn encode(&self) -> Vec<u8> {
        let segment = Segment {
            v: VERSION,
            server: self.server,
            keys: self.keys.clone(),
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
        if segment.keys.len() > MAX_KEYS {
            return Err(BadSegment::TooLarge);
        }
        if !segment.keys.is_sorted_by(|a, b| a.kid() < b.kid()) {
            return Err(BadSegment::Unsorted);
        }
        Ok(Self {
            server: segment.server,
            keys: segment.keys,
        })
    }

    /// Whether the token was signed by its own unit's key, while that key was in use.
    pub fn check(&self, token: &Token) -> KeyCheck {
        token.check(&mut |kid, message, signature| {
            let Ok(found) = self.keys.binary_search_by(|key| key.kid().cmp(kid)) else {
                return KeyCheck::UnknownKey;
            };
            let key = &self.keys[found];
            // Tokens are EdDSA only in this version; another kind of key is one this version does not know.
            if key.alg != KeyAlg::Ed25519 {
                return KeyCheck::UnknownKey;
            }
            let issued = token.claims.issued();
            // Claims count in whole seconds, so a card of the key's first second looks up to 999 ms older than the key.
            let in_use = key.valid_from.0 < issued.0 + 1000 && key.valid_to.is_none_or(|to| issued < to);
            let good = key.unit == token.claims.unit
                && in_use
                && signature::verify(key.alg, &key.public_key, message, signature);
            if good { KeyCheck::Good } else { KeyCheck::Bad }
        })
    }
}
