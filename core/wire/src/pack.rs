//! Packs: large read-mostly sets as a signed manifest and segments named by hash (design section 4).

use crate::hex;
use congdoan_domain::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// Largest segment, unpacked.
pub const MAX_SEGMENT: usize = 64 << 20;
/// Largest manifest frame.
pub const MAX_MANIFEST: usize = 1 << 20;

/// SHA-256 of a segment as it travels (packed): its name and its proof.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SegmentHash(#[serde(with = "serde_bytes")] pub [u8; 32]);

impl SegmentHash {
    pub fn of(packed: &[u8]) -> Self {
        Self(Sha256::digest(packed).into())
    }
}

impl fmt::Display for SegmentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}
impl fmt::Debug for SegmentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a segment hash")]
pub struct NotAHash;

impl FromStr for SegmentHash {
    type Err = NotAHash;
    fn from_str(text: &str) -> Result<Self, NotAHash> {
        hex::decode_32(text).map(Self).ok_or(NotAHash)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentEntry {
    /// What it is inside the pack; letters, digits, `-`, `.`, `_`, `/` only, never a path on disk.
    pub name: String,
    pub hash: SegmentHash,
    /// Bytes as it travels.
    pub size: u64,
    /// Bytes unpacked.
    pub unpacked: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `law`, `card-status` …: one word, `a-z0-9-`.
    pub name: String,
    /// Only ever grows; an older one than installed is refused (ratchet).
    pub version: u64,
    pub made_at: Instant,
    /// Format of the content; a reader that does not know it keeps the old pack.
    pub format: u16,
    pub segments: Vec<SegmentEntry>,
}

impl Manifest {
    /// Bytes to download for all of it.
    pub fn size(&self) -> u64 {
        self.segments.iter().map(|s| s.size).fold(0, u64::saturating_add)
    }

    /// Names and sizes are within bounds and no segment stands twice.
    pub fn is_well_formed(&self) -> bool {
        let word = |name: &str| {
            !name.is_empty()
                && name.len() <= 40
                && name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let segment = |name: &str| {
            !name.is_empty()
                && name.len() <= 120
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'/'))
        };
        let mut names: Vec<&str> = self.segments.iter().map(|s| s.name.as_str()).collect();
        names.sort_unstable();
        word(&self.name)
            && names.windows(2).all(|pair| pair[0] != pair[1])
            && self
                .segments
                .iter()
                .all(|s| segment(&s.name) && s.unpacked <= MAX_SEGMENT as u64 && s.size <= MAX_SEGMENT as u64)
    }
}
