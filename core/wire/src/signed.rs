//! Signed documents: the exact bytes, who signed, the signature. Signatures are over raw bytes, never over a
//! re-encoding.

use congdoan_domain::Instant;
use congdoan_domain::device::KeyAlg;
use congdoan_domain::signature::{self, Purpose};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Names a public key: the first 8 bytes of its SHA-256.
pub type KeyId = serde_bytes::ByteArray<8>;

pub fn key_id(public_key: &[u8]) -> KeyId {
    let digest: [u8; 32] = Sha256::digest(public_key).into();
    KeyId::new(digest[..8].try_into().expect("8 of 32 bytes"))
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    pub key: KeyId,
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

/// A signed document that must not be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTrusted {
    #[error("signed by a key that is not known")]
    UnknownKey,
    #[error("the key is not valid at this time")]
    KeyNotValid,
    #[error("the signature does not fit")]
    BadSignature,
    #[error("the signed content cannot be read")]
    Unreadable,
}

impl Signed {
    /// Signs `document` with a closure over the private key.
    pub fn sign<T: Serialize>(
        document: &T,
        purpose: Purpose,
        server: Uuid,
        public_key: &[u8],
        sign: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> Self {
        let mut bytes = Vec::new();
        ciborium::into_writer(document, &mut bytes).expect("writing CBOR to memory cannot fail");
        let signature = sign(&signature::message(purpose, server, None, &bytes));
        Self {
            bytes,
            key: key_id(public_key),
            signature,
        }
    }

    /// Reads the document if this very key signed it for this purpose on this server.
    ///
    /// # Errors
    /// Why it must not be believed.
    pub fn open<T: DeserializeOwned>(
        &self,
        purpose: Purpose,
        server: Uuid,
        alg: KeyAlg,
        public_key: &[u8],
    ) -> Result<T, NotTrusted> {
        if self.key != key_id(public_key) {
            return Err(NotTrusted::UnknownKey);
        }
        let message = signature::message(purpose, server, None, &self.bytes);
        if !signature::verify(alg, public_key, &message, &self.signature) {
            return Err(NotTrusted::BadSignature);
        }
        ciborium::from_reader(self.bytes.as_slice()).map_err(|_| NotTrusted::Unreadable)
    }
}

/// A key the root vouches for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SigningKeyInfo {
    pub purpose: Purpose,
    pub alg: KeyAlg,
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
    pub from: Instant,
    pub to: Instant,
}

/// What a device trusts: the server's keys, signed by the union's root.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrustDocument {
    pub server: Uuid,
    /// Only ever grows.
    pub version: u64,
    pub made_at: Instant,
    pub root: SigningKeyInfo,
    pub keys: Vec<SigningKeyInfo>,
}

impl TrustDocument {
    /// Opens a trust document whose root has this fingerprint (SHA-256 of its public key).
    ///
    /// # Errors
    /// It names another root, or is not signed by it.
    pub fn open(signed: &Signed, fingerprint: &[u8; 32]) -> Result<Self, NotTrusted> {
        let claimed: Self =
            ciborium::from_reader(signed.bytes.as_slice()).map_err(|_| NotTrusted::Unreadable)?;
        let actual: [u8; 32] = Sha256::digest(&claimed.root.public_key).into();
        if actual != *fingerprint {
            return Err(NotTrusted::UnknownKey);
        }
        signed.open(
            Purpose::Trust,
            claimed.server,
            claimed.root.alg,
            &claimed.root.public_key,
        )
    }

    /// Opens a document signed by one of these keys for its purpose, valid at `at`.
    ///
    /// # Errors
    /// Why it must not be believed.
    pub fn verify<T: DeserializeOwned>(
        &self,
        signed: &Signed,
        purpose: Purpose,
        at: Instant,
    ) -> Result<T, NotTrusted> {
        let key = self
            .keys
            .iter()
            .find(|k| k.purpose == purpose && key_id(&k.public_key) == signed.key)
            .ok_or(NotTrusted::UnknownKey)?;
        if at < key.from || at > key.to {
            return Err(NotTrusted::KeyNotValid);
        }
        signed.open(purpose, self.server, key.alg, &key.public_key)
    }
}
