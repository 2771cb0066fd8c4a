//! A home: the folder of one person on one device. Several people of one PC have one each.

use crate::error::ApiError;
use crate::{file, vault};
use congdoan_domain::{DeviceId, PersonId, UnitId};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const FILE: &str = "home.json";

/// What may be known of a home before it is unlocked: enough for the list of people on this PC, no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub format: u16,
    /// As the person list shows it.
    pub name: String,
    pub server: Uuid,
    pub server_name: String,
    pub address: String,
    /// `ca`, `plain`, or the pin in hexadecimal.
    pub tls: String,
    /// Fingerprint of the union's root, hexadecimal.
    pub root: String,
    pub person: PersonId,
    pub unit: UnitId,
    pub device: DeviceId,
    pub device_name: String,
    /// Needed a PIN when it was read. The vault knows; what stands in the file is for folders whose vault is gone.
    pub pin: bool,
    /// Made from invented data: the browser twin opens only these.
    pub sample: bool,
}

impl Home {
    /// # Errors
    /// There is no home here, or it cannot be read.
    pub fn read(dir: &Path) -> Result<Self, ApiError> {
        let bytes = std::fs::read(dir.join(FILE)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => ApiError::home_missing(),
            _ => ApiError::home_damaged(FILE),
        })?;
        let mut home: Self = serde_json::from_slice(&bytes).map_err(|_| ApiError::home_damaged(FILE))?;
        // The PIN was changed and the program ended before it said so here: what opens the home is the vault.
        if let Ok(pin) = vault::needs_pin(dir) {
            home.pin = pin;
        }
        Ok(home)
    }

    pub(crate) fn write(&self, dir: &Path) -> Result<(), ApiError> {
        let bytes = serde_json::to_vec_pretty(self).expect("plain data");
        file::write_private(&dir.join(FILE), &bytes)
    }
}

/// The homes below a folder, each with its folder, in order of name.
pub fn homes(dir: &Path) -> Vec<(PathBuf, Home)> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return vec![];
    };
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| Home::read(&entry.path()).ok().map(|home| (entry.path(), home)))
        .collect();
    found.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    found
}
