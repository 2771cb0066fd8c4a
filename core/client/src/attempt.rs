//! An enrolment that was begun: the keys are on the disk before the code is sent, so that an answer that was lost can be
//! asked for again. The same invitation, device and key always get the same answer.

use crate::backup;
use crate::error::ApiError;
use crate::file::write_private;
use crate::ports::Ports;
use crate::system::SoftwareKey;
use crate::vault::Secrets;
use congdoan_domain::DeviceId;
use congdoan_domain::invitation::Code;
use congdoan_store::{StoreError, private};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "enrolment.cbor";
const LABEL: &[u8] = b"congdoan/v1 enrolment attempt";
/// What an enrolment that did not come to its end may have made of a home.
const HALF_MADE: &[&str] = &[
    "outbox.db",
    "outbox.db-wal",
    "outbox.db-shm",
    "cache.db",
    "cache.db-wal",
    "cache.db-shm",
    "vault.cbor",
    "vault.key",
];

#[derive(Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub device: DeviceId,
    pub secrets: Secrets,
    /// The key that was, or will be, shown to the server; a platform's signer may have another one at the next try.
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    #[serde(with = "serde_bytes")]
    nonce: Vec<u8>,
    #[serde(with = "serde_bytes")]
    sealed: Vec<u8>,
}

/// Only who holds the invitation opens it: 80 random bits, stretched to a key (RFC 2104).
fn cipher(code: &Code) -> LessSafeKey {
    let secret = hmac::Key::new(hmac::HMAC_SHA256, code.to_string().as_bytes());
    let key = hmac::sign(&secret, LABEL);
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_ref()).expect("SHA-256 has 32 bytes"))
}

impl Attempt {
    pub(crate) fn new(ports: &Ports) -> Self {
        let mut database_key = vec![0; 32];
        ports.random.fill(&mut database_key);
        Self {
            device: DeviceId(ports.id()),
            secrets: Secrets {
                database_key,
                device_key: SoftwareKey::generate(),
            },
            public_key: vec![],
        }
    }

    /// The attempt with this invitation that was begun in a folder without a home.
    pub(crate) fn found(dir: &Path, code: &Code) -> Option<Self> {
        let bytes = std::fs::read(dir.join(FILE)).ok()?;
        let Sealed { nonce, mut sealed } = ciborium::from_reader(bytes.as_slice()).ok()?;
        let nonce = Nonce::try_assume_unique_for_key(&nonce).ok()?;
        let plain = cipher(code)
            .open_in_place(nonce, Aad::from(LABEL), &mut sealed)
            .ok()?;
        ciborium::from_reader(&*plain).ok()
    }

    /// Keeps it, on the disk when this returns.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn keep(&self, dir: &Path, code: &Code, ports: &Ports) -> Result<(), ApiError> {
        private::create_dir(dir).map_err(StoreError::from)?;
        backup::pass_over(dir);
        if dir.join(FILE).exists() {
            // Of another invitation: what it left was never anybody's home.
            clear(dir);
        }
        let mut nonce = [0; NONCE_LEN];
        ports.random.fill(&mut nonce);
        let mut sealed = vec![];
        ciborium::into_writer(self, &mut sealed).expect("writing CBOR to memory cannot fail");
        cipher(code)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(LABEL), &mut sealed)
            .expect("a few hundred bytes can be sealed");
        let mut file = vec![];
        let sealed = Sealed {
            nonce: nonce.to_vec(),
            sealed,
        };
        ciborium::into_writer(&sealed, &mut file).expect("writing CBOR to memory cannot fail");
        write_private(&dir.join(FILE), &file)
    }
}

/// Takes away what an attempt that stopped half-way left. Only for a folder that holds an attempt, so no home.
pub(crate) fn clear(dir: &Path) {
    for name in HALF_MADE {
        let _ = std::fs::remove_file(dir.join(name));
    }
}

/// The server does not take this invitation: nothing of the attempt is wanted any more.
pub(crate) fn given_up(dir: &Path) {
    done(dir);
    backup::unmark(dir);
    let _ = std::fs::remove_dir(dir); // only if nothing else lies there
}

/// The home is founded.
pub(crate) fn done(dir: &Path) {
    let _ = std::fs::remove_file(dir.join(FILE));
}
