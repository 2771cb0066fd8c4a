//! Naming a card key, and what is known of a signature by one.

use sha2::{Digest, Sha256};

/// Names a unit's card key: the first 8 bytes of SHA-256 of its public key.
pub type Kid = [u8; 8];

/// The key id of a public key.
pub fn kid(public_key: &[u8]) -> Kid {
    let digest: [u8; 32] = Sha256::digest(public_key).into();
    let mut kid = Kid::default();
    kid.copy_from_slice(&digest[..8]);
    kid
}

/// What is known of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyCheck {
    Good,
    Bad,
    /// No such key here: made after the newest pack, or by nobody we know.
    UnknownKey,
}
