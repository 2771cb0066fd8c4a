//! The platform's own key store: Windows Credential Manager, macOS Keychain, the Secret Service of a Linux desktop.

use crate::ports::{NoKeychain, Secrets};
use keyring::{Entry, Error};
use zeroize::Zeroizing;

/// What our secrets are listed under in the platform's own tool.
const SERVICE: &str = "cong-doan-so";

pub struct PlatformKeychain;

fn entry(name: &str) -> Result<Entry, NoKeychain> {
    Entry::new(SERVICE, name).map_err(refused)
}

fn refused(error: Error) -> NoKeychain {
    // Never the error's own words: some kinds carry the secret.
    NoKeychain(match error {
        Error::NoDefaultStore => "there is none".into(),
        Error::NoStorageAccess(_) => "it is locked".into(),
        Error::PlatformFailure(_) => "it failed".into(),
        _ => "it refused".into(),
    })
}

impl Secrets for PlatformKeychain {
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), NoKeychain> {
        entry(name)?.set_secret(secret).map_err(refused)
    }

    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, NoKeychain> {
        match entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }

    fn forget(&self, name: &str) -> Result<(), NoKeychain> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(refused(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a key store it keeps, gives and forgets; without one (as in most test runs) it says so and nothing breaks.
    #[test]
    fn the_platforms_key_store_keeps_or_says_that_it_cannot() {
        let name = crate::system::ports(false).id().to_string();
        match PlatformKeychain.put(&name, &[7; 32]) {
            Ok(()) => {
                let kept = PlatformKeychain.get(&name).unwrap().unwrap();
                assert_eq!(kept.as_slice(), [7; 32]);
                PlatformKeychain.forget(&name).unwrap();
                assert_eq!(PlatformKeychain.get(&name).unwrap(), None);
            }
            Err(error) => {
                assert!(PlatformKeychain.get(&name).is_err(), "{error}");
                eprintln!("skipped: {error}");
            }
        }
    }
}
