//! The secrets of a home: the database key and, on desktops, the device key. Wrapped by a PIN, or (samples and
//! unattended scripts) by a key file beside them that only the user may read.

use crate::error::{ApiError, Retry};
use crate::ports::Random;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::Zeroizing;

const FILE: &str = "vault.cbor";
const KEY_FILE: &str = "vault.key";
/// OWASP's first choice for Argon2id: 19 MiB, two passes.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

#[derive(Serialize, Deserialize)]
pub(crate) struct Secrets {
    #[serde(with = "serde_bytes")]
    pub database_key: Vec<u8>,
    /// PKCS#8.
    #[serde(with = "serde_bytes")]
    pub device_key: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Wrapped {
    version: u8,
    /// Whether a PIN opens it; else the key file.
    pin: bool,
    #[serde(with = "serde_bytes")]
    salt: Vec<u8>,
    memory_kib: u32,
    passes: u32,
    #[serde(with = "serde_bytes")]
    nonce: Vec<u8>,
    #[serde(with = "serde_bytes")]
    sealed: Vec<u8>,
}

pub(crate) fn pin_wrong() -> ApiError {
    ApiError::new(
        "pin_wrong",
        Retry::Now,
        "Mã PIN không đúng. Dữ liệu vẫn an toàn; hãy gõ lại.",
        "Wrong PIN. The data is safe; try again.",
    )
}

fn broken(what: &str) -> ApiError {
    ApiError::new(
        "vault_broken",
        Retry::Never,
        "Không đọc được khóa của hồ sơ này. Hãy xin lời mời mới; dữ liệu đã gửi sẽ được đọc lại từ máy chủ.",
        "This profile's keys cannot be read. Ask for a new invitation; what was sent comes back from the server.",
    )
    .arg("what", what)
}

fn wrapping_key(dir: &Path, wrapped: &Wrapped, pin: Option<&str>) -> Result<Zeroizing<[u8; 32]>, ApiError> {
    let mut key = Zeroizing::new([0; 32]);
    if wrapped.pin {
        let params = argon2::Params::new(wrapped.memory_kib, wrapped.passes, 1, Some(32))
            .map_err(|_| broken("params"))?;
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
            .hash_password_into(
                pin.ok_or_else(pin_wrong)?.as_bytes(),
                &wrapped.salt,
                key.as_mut_slice(),
            )
            .map_err(|_| broken("salt"))?;
    } else {
        let bytes = Zeroizing::new(std::fs::read(dir.join(KEY_FILE)).map_err(|_| broken("key file"))?);
        key.copy_from_slice(bytes.get(..32).ok_or_else(|| broken("key file"))?);
    }
    Ok(key)
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("AES-256 takes 32 bytes"))
}

/// Writes the secrets. Without a PIN the key file is made too.
pub(crate) fn seal(
    dir: &Path,
    secrets: &Secrets,
    pin: Option<&str>,
    random: &dyn Random,
) -> Result<(), ApiError> {
    let mut salt = vec![0; 16];
    let mut nonce = [0; 12];
    random.fill(&mut salt);
    random.fill(&mut nonce);
    let mut wrapped = Wrapped {
        version: 1,
        pin: pin.is_some(),
        salt,
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        nonce: nonce.to_vec(),
        sealed: vec![],
    };
    if pin.is_none() {
        let mut key = Zeroizing::new([0; 32]);
        random.fill(key.as_mut_slice());
        write_private(&dir.join(KEY_FILE), key.as_slice())?;
    }
    let key = wrapping_key(dir, &wrapped, pin)?;
    let mut plain = vec![];
    ciborium::into_writer(secrets, &mut plain).expect("writing CBOR to memory cannot fail");
    cipher(&key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(b"congdoan/v1 vault"),
            &mut plain,
        )
        .map_err(|_| broken("seal"))?;
    wrapped.sealed = plain;
    let mut file = vec![];
    ciborium::into_writer(&wrapped, &mut file).expect("writing CBOR to memory cannot fail");
    write_private(&dir.join(FILE), &file)
}

pub(crate) fn open(dir: &Path, pin: Option<&str>) -> Result<Secrets, ApiError> {
    let file = std::fs::read(dir.join(FILE)).map_err(|_| broken("file"))?;
    let wrapped: Wrapped = ciborium::from_reader(file.as_slice()).map_err(|_| broken("file"))?;
    let key = wrapping_key(dir, &wrapped, pin)?;
    let nonce = wrapped.nonce.as_slice().try_into().map_err(|_| broken("nonce"))?;
    let mut sealed = wrapped.sealed;
    let plain = cipher(&key)
        .open_in_place(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(b"congdoan/v1 vault"),
            &mut sealed,
        )
        .map_err(|_| if wrapped.pin { pin_wrong() } else { broken("seal") })?;
    let secrets = ciborium::from_reader(&*plain).map_err(|_| broken("content"));
    plain.fill(0);
    secrets
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    use std::io::Write;
    let write = || -> std::io::Result<()> {
        let temporary = path.with_extension("new");
        let mut options = std::fs::File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    };
    write().map_err(|error| congdoan_store::StoreError::from(error).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;
    impl Random for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn a_pin_opens_and_a_wrong_one_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let secrets = Secrets {
            database_key: vec![1; 32],
            device_key: vec![2; 80],
        };
        seal(dir.path(), &secrets, Some("482913"), &Fixed).unwrap();
        assert_eq!(open(dir.path(), Some("482913")).unwrap().device_key, vec![2; 80]);
        assert_eq!(
            open(dir.path(), Some("482914")).map(|_| ()).unwrap_err().code,
            "pin_wrong"
        );
        assert_eq!(open(dir.path(), None).map(|_| ()).unwrap_err().code, "pin_wrong");
        let on_disk = std::fs::read(dir.path().join(FILE)).unwrap();
        assert!(
            !on_disk.windows(16).any(|w| w == [1; 16]),
            "the key is not on the disk in the clear"
        );
    }
}
