//! The checksum of a scope: the wrapping sum of the hashes of its live rows.
//!
//! A sum, because both sides keep it up to date by adding what comes and taking away what goes, in any order.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// 128 bits, added modulo 2^128.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "serde_bytes::ByteArray<16>", from = "serde_bytes::ByteArray<16>")]
pub struct Checksum(pub u128);

impl Checksum {
    pub fn with(self, row: Self) -> Self {
        Self(self.0.wrapping_add(row.0))
    }

    pub fn without(self, row: Self) -> Self {
        Self(self.0.wrapping_sub(row.0))
    }

    /// The hash of one revision of one row.
    pub fn of_row(kind: &str, id: Uuid, rev: u64, body: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update((kind.len() as u64).to_be_bytes());
        hash.update(kind);
        hash.update(id.as_bytes());
        hash.update(rev.to_be_bytes());
        hash.update(body);
        let digest: [u8; 32] = hash.finalize().into();
        Self(u128::from_be_bytes(
            digest[..16].try_into().expect("16 of 32 bytes"),
        ))
    }

    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

impl From<Checksum> for serde_bytes::ByteArray<16> {
    fn from(sum: Checksum) -> Self {
        Self::new(sum.to_bytes())
    }
}

impl From<serde_bytes::ByteArray<16>> for Checksum {
    fn from(bytes: serde_bytes::ByteArray<16>) -> Self {
        Self::from_bytes(bytes.into_array())
    }
}

impl std::fmt::Debug for Checksum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
