//! The server's keys: one file each, so that each can live where it belongs (design 4b).
//!
//! `root.key` and `pack.key` belong on the operator's own machine; `serve` never opens them.

use crate::durable::{replace, sync_folder_of};
use congdoan_domain::device::KeyAlg;
use congdoan_domain::signature::Purpose;
use congdoan_domain::{Instant, UnitId};
use congdoan_wire::{Signed, SigningKeyInfo, TrustDocument};
use ring::signature::{Ed25519KeyPair, KeyPair};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Keys are valid this long from the day they are made.
const YEARS: i64 = 10;

/// A key could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("{path}: {why}")]
    File { path: PathBuf, why: String },
    #[error("{0} is not an Ed25519 key")]
    NotAKey(PathBuf),
    /// Cards of this unit carry signatures of a key that is not here any more.
    #[error("the card key of unit {0} is missing, though it has issued cards")]
    CardKeyLost(UnitId),
}

impl KeyError {
    /// For the operator: what happened, what is kept, what to do.
    pub fn in_words(&self) -> String {
        match self {
            Self::File { path, why } => format!(
                "Không đọc hoặc không ghi được tệp khóa {}: {why}. Chưa có gì thay đổi. Hãy kiểm tra thư mục keys; khóa để ở máy khác thì mang về trước.",
                path.display()
            ),
            Self::NotAKey(path) => format!(
                "{} không phải khóa Ed25519. Chưa có gì thay đổi. Hãy lấy lại tệp này từ bản sao.",
                path.display()
            ),
            Self::CardKeyLost(unit) => format!(
                "Thiếu khóa ký thẻ của đơn vị {unit} đã cấp thẻ (tệp keys/card/{}.key). Máy chủ không tự làm khóa mới, vì thẻ đã cấp sẽ bị coi là giả. Dữ liệu còn nguyên. Hãy lấy lại thư mục keys/card từ bản sao.",
                unit.0.simple()
            ),
        }
    }
}

pub struct Key(Ed25519KeyPair);

impl Key {
    pub fn public(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

/// The folder of keys.
#[derive(Clone, Debug)]
pub struct Keys(PathBuf);

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> KeyError + '_ {
    move |error| KeyError::File {
        path: path.to_owned(),
        why: error.to_string(),
    }
}

fn card_name(unit: UnitId) -> String {
    format!("card/{}", unit.0.simple())
}

impl Keys {
    pub fn at(data: &Path) -> Self {
        Self(data.join("keys"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.key"))
    }

    /// A file of the folder that is no Ed25519 key.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// # Errors
    /// The file is missing or no key.
    pub fn read(&self, name: &str) -> Result<Key, KeyError> {
        let path = self.path(name);
        let bytes = std::fs::read(&path).map_err(failed(&path))?;
        Ed25519KeyPair::from_pkcs8(&bytes)
            .map(Key)
            .map_err(|_| KeyError::NotAKey(path))
    }

    /// Reads a key, or makes it: a file that only its owner may read.
    ///
    /// # Errors
    /// The file cannot be written, or is no key.
    pub fn read_or_make(&self, name: &str) -> Result<Key, KeyError> {
        if !self.path(name).exists() {
            let document = Ed25519KeyPair::generate_pkcs8(&crate::clock::source())
                .expect("the operating system has randomness");
            self.write_file(&format!("{name}.key"), document.as_ref())?;
        }
        self.read(name)
    }

    /// Writes a new file that only its owner may read.
    ///
    /// # Errors
    /// It exists or cannot be written.
    pub fn write_file(&self, name: &str, bytes: &[u8]) -> Result<(), KeyError> {
        let path = self.file(name);
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(path.parent().expect("a key lies in a folder"))?;
            let mut options = std::fs::File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&path)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            sync_folder_of(&path)
        };
        write().map_err(failed(&path))
    }

    /// The secret behind session tokens.
    ///
    /// # Errors
    /// The file cannot be read or made.
    pub fn token_secret(&self) -> Result<Vec<u8>, KeyError> {
        let path = self.path("token");
        if !path.exists() {
            self.write_file("token.key", &crate::clock::random::<32>())?;
        }
        std::fs::read(&path).map_err(failed(&path))
    }

    /// A unit's card key, if it was made. Only who knows that the unit never issued a card may make one.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn card(&self, unit: UnitId) -> Result<Option<Key>, KeyError> {
        let name = card_name(unit);
        let there = self.path(&name).try_exists().map_err(failed(&self.path(&name)))?;
        there.then(|| self.read(&name)).transpose()
    }

    /// A unit's first card key.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn make_card(&self, unit: UnitId) -> Result<Key, KeyError> {
        self.read_or_make(&card_name(unit))
    }

    /// Writes what devices trust, signed by the root. Only `init` and the operator do this.
    ///
    /// # Errors
    /// A key is missing.
    pub fn write_trust(&self, server: Uuid, at: Instant) -> Result<(), KeyError> {
        let (root, pack, certificate) = (
            self.read_or_make("root")?,
            self.read_or_make("pack")?,
            self.read_or_make("certificate")?,
        );
        let info = |purpose, key: &Key| SigningKeyInfo {
            purpose,
            alg: KeyAlg::Ed25519,
            public_key: key.public().to_vec(),
            from: at.plus_hours(-24), // devices with a clock that is behind
            to: at.plus_hours(24 * 365 * YEARS),
        };
        let document = TrustDocument {
            server,
            version: at.0.unsigned_abs(),
            made_at: at,
            root: info(Purpose::Trust, &root),
            keys: vec![
                info(Purpose::DeviceCertificate, &certificate),
                info(Purpose::PackManifest, &pack),
            ],
        };
        let signed = Signed::sign(&document, Purpose::Trust, server, root.public(), |message| {
            root.sign(message)
        });
        let path = self.0.join("trust");
        replace(&path, &congdoan_wire::encode(&signed)).map_err(failed(&path))
    }

    /// What devices trust: a public document.
    ///
    /// # Errors
    /// The file is missing or damaged.
    pub fn trust(&self) -> Result<(Signed, TrustDocument), KeyError> {
        let path = self.0.join("trust");
        let frame = std::fs::read(&path).map_err(failed(&path))?;
        let damaged = || KeyError::File {
            path: path.clone(),
            why: "damaged".into(),
        };
        let signed: Signed = congdoan_wire::decode(&frame, 1 << 20).map_err(|_| damaged())?;
        let claimed: TrustDocument = ciborium_read(&signed.bytes).ok_or_else(damaged)?;
        let fingerprint = fingerprint(&claimed.root.public_key);
        let document = TrustDocument::open(&signed, &fingerprint).map_err(|_| damaged())?;
        Ok((signed, document))
    }
}

fn ciborium_read(bytes: &[u8]) -> Option<TrustDocument> {
    ciborium::from_reader(bytes).ok()
}

/// How an invitation names the root.
pub fn fingerprint(public_key: &[u8]) -> [u8; 32] {
    Sha256::digest(public_key).into()
}
