//! What a signature of this house covers, and how one is checked.
//!
//! Every signature names its purpose, the server and the device (design 4b): one made for a sync challenge can never be
//! passed off as a voucher, nor one for another server as one for this. Checking is pure, so it lives here and runs in
//! rules; signing needs a private key and lives behind the client's and the server's ports.
//!
//! The bytes to sign: `congdoan/v1` 0 · purpose word · 0 · server id (16) · device id (16, zeros for none) ·
//! SHA-256 of the payload (32). Every part has a fixed length or ends in 0, so no two meanings share one message.

use crate::DeviceId;
use crate::device::KeyAlg;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A new device shows that it holds the key it enrols.
    Enrol,
    /// A device answers the server's challenge at sign-in.
    SyncChallenge,
    /// The server certifies a device at enrolment.
    DeviceCertificate,
    /// A phone proves that the card it shows is its own. Reserved: nothing signs or asks for it yet; the word is frozen
    /// in version 1 (`tests/golden/text/under_signatures.txt`, `signed/trust`), so it stays.
    CardProof,
    /// A member's device gives a voucher away.
    VoucherSpend,
    /// The publisher signs what a pack holds; in the pack `card-status` that is what vouches for the units' card keys.
    PackManifest,
    /// A unit's card key, vouched for by itself and not by the pack that carries it. Reserved and frozen like
    /// [`Self::CardProof`]; nothing signs it yet.
    UnitKey,
    /// The root vouches for a server or pack key.
    Trust,
    /// A provider's device confirms what it took. Reserved and frozen like [`Self::CardProof`]; today a redemption is a
    /// command of the provider's session.
    Receipt,
}

impl Purpose {
    pub const ALL: [Self; 9] = [
        Self::Enrol,
        Self::SyncChallenge,
        Self::DeviceCertificate,
        Self::CardProof,
        Self::VoucherSpend,
        Self::PackManifest,
        Self::UnitKey,
        Self::Trust,
        Self::Receipt,
    ];

    /// The word under the signature. Never changes once released (law 13).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enrol => "enrol",
            Self::SyncChallenge => "sync-challenge",
            Self::DeviceCertificate => "device-certificate",
            Self::CardProof => "card-proof",
            Self::VoucherSpend => "voucher-spend",
            Self::PackManifest => "pack-manifest",
            Self::UnitKey => "unit-key",
            Self::Trust => "trust",
            Self::Receipt => "receipt",
        }
    }
}

/// The bytes to sign for a payload. `device` is `None` where a server or root key signs.
pub fn message(purpose: Purpose, server: Uuid, device: Option<DeviceId>, payload: &[u8]) -> Vec<u8> {
    let mut bytes = b"congdoan/v1\0".to_vec();
    bytes.extend_from_slice(purpose.as_str().as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(server.as_bytes());
    bytes.extend_from_slice(device.map_or(Uuid::nil(), |device| device.0).as_bytes());
    bytes.extend_from_slice(&Sha256::digest(payload));
    bytes
}

/// Whether `signature` over `message` was made with the private half of `public_key`.
///
/// `public_key`: 32 bytes for Ed25519 (RFC 8032), the uncompressed point of 65 bytes for ES256 (SEC 1, 2.3.3).
/// `signature`: 64 bytes for Ed25519, ASN.1 DER for ES256. Anything malformed is simply not a good signature.
pub fn verify(alg: KeyAlg, public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let checked = match alg {
        KeyAlg::Ed25519 => UnparsedPublicKey::new(&ED25519, public_key).verify(message, signature),
        KeyAlg::ES256 => {
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, public_key).verify(message, signature)
        }
    };
    checked.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{Ed25519KeyPair, KeyPair};

    #[test]
    fn both_algorithms_verify_and_refuse() {
        let ed = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let sign = ed.sign(b"one");
        let key = ed.public_key().as_ref();
        assert!(verify(KeyAlg::Ed25519, key, b"one", sign.as_ref()));
        assert!(!verify(KeyAlg::Ed25519, key, b"two", sign.as_ref()));
        assert!(!verify(KeyAlg::ES256, key, b"one", sign.as_ref()));
        assert!(!verify(KeyAlg::Ed25519, &[], b"one", &[]));

        // Key and signature of RFC 6979, A.2.5 (P-256, SHA-256, "sample"): made by a stranger, and no randomness here.
        let key = hex(concat!(
            "04",
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        ));
        let sign = hex(concat!(
            "3046",
            "022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
            "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
        ));
        assert!(verify(KeyAlg::ES256, &key, b"sample", &sign));
        assert!(!verify(KeyAlg::ES256, &key, b"simple", &sign));
    }

    fn hex(text: &str) -> Vec<u8> {
        let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(byte).collect()
    }

    #[test]
    fn a_message_is_bound_to_purpose_server_device_and_payload() {
        let (server, device) = (Uuid::from_u128(1), Some(DeviceId(Uuid::from_u128(2))));
        let base = message(Purpose::VoucherSpend, server, device, b"x");
        assert_eq!(base.len(), 12 + "voucher-spend".len() + 1 + 16 + 16 + 32);
        assert!(base.starts_with(b"congdoan/v1\0voucher-spend\0"));
        assert_ne!(base, message(Purpose::CardProof, server, device, b"x"));
        assert_ne!(
            base,
            message(Purpose::VoucherSpend, Uuid::from_u128(9), device, b"x")
        );
        assert_ne!(base, message(Purpose::VoucherSpend, server, None, b"x"));
        assert_ne!(base, message(Purpose::VoucherSpend, server, device, b"y"));
    }

    #[test]
    fn no_two_purposes_share_a_word() {
        let words: std::collections::BTreeSet<_> = Purpose::ALL.iter().map(|p| p.as_str()).collect();
        assert_eq!(words.len(), Purpose::ALL.len());
    }
}
