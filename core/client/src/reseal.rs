//! Another PIN: the same secrets, sealed under a new key.
//!
//! The new vault takes the old one's place in one step, and only then is forgotten what opened the old one. A program
//! that is killed on the way leaves a home that the old PIN opens or the new one, never neither; what neither needs is
//! named in a file of its own, and forgotten at the next opening.

use crate::error::ApiError;
use crate::file::write_private;
use crate::ports::Ports;
use crate::vault::{
    self, KEY_FILE, Keeper, SPARE, Wrapped, forget_named, into_keychain, keeper, keychain_closed, named,
    seal_as, shred,
};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Another program cannot be at this home; another thread can.
static CHANGING: Mutex<()> = Mutex::new(());

/// Seals the secrets of a home under another PIN; `None`: under none. The present PIN is tried as at an opening.
///
/// # Errors
/// `pin_wrong`, `pin_wait`, `keychain_closed`, the disk is full: then the home opens as before.
pub(crate) fn change(
    dir: &Path,
    current: Option<&str>,
    new: Option<&str>,
    ports: &Ports,
) -> Result<(), ApiError> {
    let _alone = CHANGING.lock().unwrap_or_else(PoisonError::into_inner);
    let secrets = vault::open(dir, current, ports)?;
    let before = Wrapped::read(dir)?;
    let entry = ports.id().to_string();
    if ports.secrets.is_some() {
        // Before the key store gets the new one: whatever happens, no secret stays there that nobody knows of.
        let mut names = named(dir);
        names.extend([before.entry.clone(), entry.clone()]);
        write_private(&dir.join(SPARE), names.join("\n").as_bytes())?;
    }
    let sealed = seal_as(dir, &secrets, (new, entry), ports, |entry, kept| {
        if before.keeper() != Keeper::Keychain {
            return keeper(dir, entry, kept, new.is_some(), ports);
        }
        // A home that the platform guards is not left without it in silence.
        into_keychain(entry, kept, ports)
            .then_some(Keeper::Keychain)
            .ok_or_else(keychain_closed)
    });
    forget_spare(dir, ports);
    sealed
}

/// Forgets what the vault of a home does not need: nobody else may be at the home. What cannot be forgotten now is tried
/// again at the next opening.
pub(crate) fn forget_spare(dir: &Path, ports: &Ports) {
    let Ok(wrapped) = Wrapped::read(dir) else {
        return;
    };
    if wrapped.keeper() != Keeper::File {
        let _ = shred(&dir.join(KEY_FILE));
    }
    forget_named(dir, ports, &wrapped.entry);
}

#[cfg(test)]
mod tests;
