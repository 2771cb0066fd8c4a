//! The secrets of a home: the database key and, on desktops, the device key, sealed with AES-256-GCM.
//!
//! The sealing key comes from a PIN (Argon2id), from 32 random bytes in the platform's key store, or from both: then a
//! copied disk alone does not allow PINs to be tried. With neither (samples, unattended scripts, no key store) the bytes
//! lie in a key file beside the vault that only the user may read. See docs/security.md.

use crate::error::{ApiError, Retry};
use crate::file::write_private;
use crate::pin::Try;
use crate::ports::{Ports, Random};
use congdoan_store::StoreError;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::Zeroizing;

pub(crate) const FILE: &str = "vault.cbor";
/// Names of secrets in the platform's key store of which at most one is in use, a line each.
pub(crate) const SPARE: &str = "vault.spare";
pub(crate) const KEY_FILE: &str = "vault.key";
/// OWASP's first choice for Argon2id: 19 MiB, two passes.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LABEL: &[u8] = b"congdoan/v1 vault";

pub(crate) type Key = Zeroizing<[u8; 32]>;

#[derive(Serialize, Deserialize)]
pub(crate) struct Secrets {
    #[serde(with = "serde_bytes")]
    pub database_key: Vec<u8>,
    /// PKCS#8.
    #[serde(with = "serde_bytes")]
    pub device_key: Vec<u8>,
}

/// Where the part of the sealing key lies that no person types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeper {
    /// There is none: the PIN alone opens the home.
    #[default]
    Nobody,
    /// The platform's key store.
    Keychain,
    /// A file beside the vault.
    File,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Wrapped {
    version: u8,
    /// Whether a PIN is needed.
    pin: bool,
    /// Absent in the first vaults: a file, unless there was a PIN.
    #[serde(default)]
    keeper: Option<Keeper>,
    /// Name of the secret in the key store.
    #[serde(default)]
    pub(crate) entry: String,
    #[serde(with = "serde_bytes")]
    salt: Vec<u8>,
    memory_kib: u32,
    passes: u32,
    #[serde(with = "serde_bytes")]
    nonce: Vec<u8>,
    #[serde(with = "serde_bytes")]
    sealed: Vec<u8>,
}

fn pin_missing() -> ApiError {
    ApiError::new(
        "pin_missing",
        Retry::Now,
        "Hồ sơ này có mã PIN. Dữ liệu vẫn an toàn. Anh/chị nhập mã PIN để mở.",
        "This profile has a PIN. The data is safe. Enter the PIN to open it.",
    )
    .arg("field", "pin")
}

pub(crate) fn keychain_closed() -> ApiError {
    ApiError::new(
        "keychain_closed",
        Retry::Later,
        "Kho khóa của hệ điều hành chưa mở nên chưa mở được hồ sơ. Dữ liệu vẫn còn nguyên. Anh/chị đăng nhập lại vào máy tính rồi thử lại.",
        "The operating system's key store is closed, so the profile cannot be opened. The data is untouched. Sign in to the computer again and retry.",
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

impl Wrapped {
    pub(crate) fn read(dir: &Path) -> Result<Self, ApiError> {
        let file = std::fs::read(dir.join(FILE)).map_err(|_| broken("file"))?;
        ciborium::from_reader(file.as_slice()).map_err(|_| broken("file"))
    }

    pub(crate) fn keeper(&self) -> Keeper {
        let first = if self.pin { Keeper::Nobody } else { Keeper::File };
        self.keeper.unwrap_or(first)
    }

    /// The bytes that no person types.
    fn kept(&self, dir: &Path, ports: &Ports) -> Result<Option<Key>, ApiError> {
        let bytes = match self.keeper() {
            Keeper::Nobody => return Ok(None),
            Keeper::File => {
                Zeroizing::new(std::fs::read(dir.join(KEY_FILE)).map_err(|_| broken("key file"))?)
            }
            Keeper::Keychain => {
                let store = ports.secrets.as_ref().ok_or_else(keychain_closed)?;
                let found = store.get(&self.entry).map_err(|_| keychain_closed())?;
                found.ok_or_else(|| broken("key store"))?
            }
        };
        let bytes = bytes.get(..32).ok_or_else(|| broken("key"))?;
        Ok(Some(Zeroizing::new(bytes.try_into().expect("32 bytes"))))
    }

    fn of_pin(&self, pin: &str) -> Result<Key, ApiError> {
        let mut key = Zeroizing::new([0; 32]);
        let params =
            argon2::Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(|_| broken("params"))?;
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
            .hash_password_into(pin.as_bytes(), &self.salt, key.as_mut_slice())
            .map_err(|_| broken("salt"))?;
        Ok(key)
    }

    fn sealing_key(&self, kept: Option<Key>, pin: Option<&str>) -> Result<Key, ApiError> {
        let typed = pin.filter(|_| self.pin).map(|pin| self.of_pin(pin)).transpose()?;
        match (typed, kept) {
            // Both: a PRF of one over the other, so that neither alone tells anything (RFC 2104).
            (Some(typed), Some(kept)) => {
                let both = hmac::sign(
                    &hmac::Key::new(hmac::HMAC_SHA256, kept.as_slice()),
                    typed.as_slice(),
                );
                Ok(Zeroizing::new(
                    both.as_ref().try_into().expect("SHA-256 has 32 bytes"),
                ))
            }
            (Some(one), None) | (None, Some(one)) => Ok(one),
            (None, None) => Err(broken("key")),
        }
    }

    fn unseal(&self, key: &Key) -> Option<Secrets> {
        let nonce = self.nonce.as_slice().try_into().ok()?;
        let mut sealed = Zeroizing::new(self.sealed.clone());
        let plain = cipher(key)
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(LABEL), &mut sealed)
            .ok()?;
        ciborium::from_reader(&*plain).ok()
    }
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("AES-256 takes 32 bytes"))
}

/// Gives new bytes to the platform's key store; false if it does not keep them.
pub(crate) fn into_keychain(entry: &str, kept: &Key, ports: &Ports) -> bool {
    ports.secrets.as_ref().is_some_and(|store| {
        // Written and read back: some key stores take a secret and lose it with the session.
        let put = store.put(entry, kept.as_slice()).and_then(|()| store.get(entry));
        put.is_ok_and(|found| found.is_some_and(|found| found.as_slice() == kept.as_slice()))
    })
}

/// Keeps new bytes where the platform allows it; in a file only when nothing else protects the home.
pub(crate) fn keeper(
    dir: &Path,
    entry: &str,
    kept: &Key,
    pin: bool,
    ports: &Ports,
) -> Result<Keeper, ApiError> {
    if into_keychain(entry, kept, ports) {
        return Ok(Keeper::Keychain);
    }
    if pin {
        return Ok(Keeper::Nobody);
    }
    write_private(&dir.join(KEY_FILE), kept.as_slice())?;
    Ok(Keeper::File)
}

/// Writes the secrets of a new home.
pub(crate) fn seal(dir: &Path, secrets: &Secrets, pin: Option<&str>, ports: &Ports) -> Result<(), ApiError> {
    let entry = ports.id().to_string();
    seal_as(dir, secrets, (pin, entry), ports, |entry, kept| {
        keeper(dir, entry, kept, pin.is_some(), ports)
    })
}

/// Seals the secrets under a PIN and new bytes, for which `keep` finds a keeper before the vault is written.
pub(crate) fn seal_as(
    dir: &Path,
    secrets: &Secrets,
    (pin, entry): (Option<&str>, String),
    ports: &Ports,
    keep: impl FnOnce(&str, &Key) -> Result<Keeper, ApiError>,
) -> Result<(), ApiError> {
    let fill = |bytes: &mut [u8]| Random::fill(ports.random.as_ref(), bytes);
    let (mut salt, mut nonce, mut kept) = (vec![0; 16], [0; 12], Zeroizing::new([0; 32]));
    fill(&mut salt);
    fill(kept.as_mut_slice());
    let keeper = keep(&entry, &kept)?;
    fill(&mut nonce);
    let mut wrapped = Wrapped {
        version: 1,
        pin: pin.is_some(),
        keeper: Some(keeper),
        entry,
        salt,
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        nonce: nonce.to_vec(),
        sealed: vec![],
    };
    let key = wrapped.sealing_key(Some(kept).filter(|_| keeper != Keeper::Nobody), pin)?;
    let mut plain = vec![];
    ciborium::into_writer(secrets, &mut plain).expect("writing CBOR to memory cannot fail");
    cipher(&key)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(LABEL), &mut plain)
        .map_err(|_| broken("seal"))?;
    wrapped.sealed = plain;
    let mut file = vec![];
    ciborium::into_writer(&wrapped, &mut file).expect("writing CBOR to memory cannot fail");
    write_private(&dir.join(FILE), &file)
}

pub(crate) fn open(dir: &Path, pin: Option<&str>, ports: &Ports) -> Result<Secrets, ApiError> {
    let wrapped = Wrapped::read(dir)?;
    // First, so that a key store that is shut costs nobody a try.
    let kept = wrapped.kept(dir, ports)?;
    if !wrapped.pin {
        let key = wrapped.sealing_key(kept, None)?;
        return wrapped.unseal(&key).ok_or_else(|| broken("seal"));
    }
    let Some(pin) = pin.filter(|pin| !pin.is_empty()) else {
        return Err(pin_missing());
    };
    let tried = Try::begin(dir, ports.clock.as_ref())?;
    let key = wrapped.sealing_key(kept, Some(pin))?;
    match wrapped.unseal(&key) {
        Some(secrets) => {
            tried.right();
            Ok(secrets)
        }
        None => {
            tracing::warn!("a try to open was wrong");
            Err(tried.wrong())
        }
    }
}

/// Whether a PIN is needed to open a home.
pub(crate) fn needs_pin(dir: &Path) -> Result<bool, ApiError> {
    Ok(Wrapped::read(dir)?.pin)
}

/// Where a home's key lies.
pub(crate) fn kept_by(dir: &Path) -> Result<Keeper, ApiError> {
    Ok(Wrapped::read(dir)?.keeper())
}

/// Makes the home unreadable for good, whatever happens to its other files.
pub(crate) fn destroy(dir: &Path, ports: &Ports) -> Result<(), ApiError> {
    if let (Ok(wrapped), Some(store)) = (Wrapped::read(dir), &ports.secrets)
        && wrapped.keeper() == Keeper::Keychain
    {
        // A key store that does not answer keeps 32 bytes that open nothing any more.
        let _ = store.forget(&wrapped.entry);
    }
    forget_named(dir, ports, "");
    for name in [KEY_FILE, FILE] {
        shred(&dir.join(name))?;
    }
    Ok(())
}

/// The secrets in the platform's key store that a home knows of beside the one in use.
pub(crate) fn named(dir: &Path) -> Vec<String> {
    let names = std::fs::read_to_string(dir.join(SPARE)).unwrap_or_default();
    names
        .lines()
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Takes the named secrets out of the platform's key store, but for the one in use.
pub(crate) fn forget_named(dir: &Path, ports: &Ports, used: &str) {
    let (names, Some(store)) = (named(dir), &ports.secrets) else {
        return;
    };
    let mut spare = names.iter().filter(|name| name.as_str() != used);
    if !names.is_empty() && spare.all(|name| store.forget(name).is_ok()) {
        let _ = std::fs::remove_file(dir.join(SPARE));
    }
}

/// Takes a file away that held a key; nothing when it is not there.
pub(crate) fn shred(path: &Path) -> Result<(), ApiError> {
    if let Ok(size) = std::fs::metadata(path).map(|found| found.len()) {
        // Best effort: a disk may keep an old copy, which a PIN or the key store still guards.
        let _ = std::fs::write(path, vec![0; usize::try_from(size).unwrap_or(0)]);
        std::fs::remove_file(path).map_err(StoreError::from)?;
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::ports::{NoKeychain, Secrets as KeyStore};
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    /// A key store in memory; `shut`: nobody answers; `full`: it takes nothing more.
    #[derive(Default)]
    pub(crate) struct Memory {
        pub(crate) kept: Mutex<BTreeMap<String, Vec<u8>>>,
        shut: Mutex<bool>,
        pub(crate) full: Mutex<bool>,
    }

    impl Memory {
        fn ask(&self) -> Result<std::sync::MutexGuard<'_, BTreeMap<String, Vec<u8>>>, NoKeychain> {
            if *self.shut.lock().unwrap() {
                return Err(NoKeychain("shut".into()));
            }
            Ok(self.kept.lock().unwrap())
        }
    }

    impl KeyStore for Memory {
        fn put(&self, name: &str, secret: &[u8]) -> Result<(), NoKeychain> {
            if *self.full.lock().unwrap() {
                return Err(NoKeychain("full".into()));
            }
            self.ask()?.insert(name.into(), secret.into());
            Ok(())
        }
        fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, NoKeychain> {
            Ok(self.ask()?.get(name).cloned().map(Zeroizing::new))
        }
        fn forget(&self, name: &str) -> Result<(), NoKeychain> {
            self.ask()?.remove(name);
            Ok(())
        }
    }

    pub(crate) fn ports(store: Option<Arc<Memory>>) -> Ports {
        Ports {
            secrets: store.map(|store| store as Arc<dyn KeyStore>),
            ..crate::system::ports(false)
        }
    }

    pub(crate) fn secrets() -> Secrets {
        Secrets {
            database_key: vec![1; 32],
            device_key: vec![2; 80],
        }
    }

    fn code(dir: &Path, pin: Option<&str>, ports: &Ports) -> String {
        open(dir, pin, ports).map(|_| ()).unwrap_err().code
    }

    #[test]
    fn a_pin_opens_and_a_wrong_one_does_not() {
        let (dir, ports) = (tempfile::tempdir().unwrap(), ports(None));
        seal(dir.path(), &secrets(), Some("482913"), &ports).unwrap();
        assert_eq!(kept_by(dir.path()).unwrap(), Keeper::Nobody);
        assert_eq!(
            open(dir.path(), Some("482913"), &ports).unwrap().device_key,
            vec![2; 80]
        );
        assert_eq!(code(dir.path(), Some("482914"), &ports), "pin_wrong");
        assert_eq!(code(dir.path(), None, &ports), "pin_missing");
        let on_disk = std::fs::read(dir.path().join(FILE)).unwrap();
        assert!(
            !on_disk.windows(16).any(|w| w == [1; 16]),
            "the key is not on the disk in the clear"
        );
    }

    #[test]
    fn with_a_key_store_the_files_and_the_pin_together_open_nothing_elsewhere() {
        let (dir, store) = (tempfile::tempdir().unwrap(), Arc::new(Memory::default()));
        let here = ports(Some(store.clone()));
        seal(dir.path(), &secrets(), Some("482913"), &here).unwrap();
        assert_eq!(kept_by(dir.path()).unwrap(), Keeper::Keychain);
        assert!(open(dir.path(), Some("482913"), &here).is_ok());
        assert_eq!(code(dir.path(), Some("482913"), &ports(None)), "keychain_closed");
        let elsewhere = ports(Some(Arc::default()));
        assert_eq!(code(dir.path(), Some("482913"), &elsewhere), "vault_broken");
        // A key store that is shut costs no try.
        *store.shut.lock().unwrap() = true;
        (0..9).for_each(|_| assert_eq!(code(dir.path(), Some("000000"), &here), "keychain_closed"));
        *store.shut.lock().unwrap() = false;
        assert!(open(dir.path(), Some("482913"), &here).is_ok());
    }

    #[test]
    fn without_a_key_store_and_a_pin_the_key_lies_in_a_file_of_its_own() {
        let (dir, store) = (tempfile::tempdir().unwrap(), Arc::new(Memory::default()));
        *store.shut.lock().unwrap() = true;
        seal(dir.path(), &secrets(), None, &ports(Some(store))).unwrap();
        assert_eq!(kept_by(dir.path()).unwrap(), Keeper::File);
        assert!(open(dir.path(), None, &ports(None)).is_ok());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(dir.path().join(KEY_FILE))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0, "only the user may read it");
        }
    }

    #[test]
    fn what_is_destroyed_opens_no_more_and_leaves_nothing_in_the_key_store() {
        let (dir, store) = (tempfile::tempdir().unwrap(), Arc::new(Memory::default()));
        let ports = ports(Some(store.clone()));
        seal(dir.path(), &secrets(), None, &ports).unwrap();
        assert_eq!(store.kept.lock().unwrap().len(), 1);
        destroy(dir.path(), &ports).unwrap();
        assert!(store.kept.lock().unwrap().is_empty());
        assert_eq!(code(dir.path(), None, &ports), "vault_broken");
    }
}
