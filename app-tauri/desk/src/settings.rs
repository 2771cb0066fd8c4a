//! How the page looks on this device, and what this device trusts.

use crate::desk::Desk;
use crate::look::{self, Settings};
use crate::shape::NoArguments;
use congdoan_client::domain::card::kid;
use congdoan_client::store::{StoreError, private};
use congdoan_client::{ApiError, Keeper};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::card::grouped;
pub use crate::member::device_end;
use crate::member::{Device, Invitation, device, invitation};
use crate::outbox;

/// The server and the keys of the open home.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Trust {
    pub server_address: String,
    pub server_id: String,
    pub root_fingerprint: String,
    pub device_id: String,
    pub device_name: String,
    /// Names this device's public key as a person compares it; empty while the device is not known here yet.
    pub device_key_digest: String,
    pub algorithm: String,
    /// A PIN is needed to open this home.
    pub pin: bool,
    pub key_kept: KeyKept,
}

/// Where the part of a home's key lies that no person types.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyKept {
    /// Nowhere: the PIN alone opens it.
    Nobody,
    /// In the operating system's key store.
    Keychain,
    /// In a file beside the data: whoever can read this account's files can open it.
    File,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SettingsView {
    pub settings: Settings,
    pub version: String,
    /// Null when nobody is signed in.
    pub trust: Option<Trust>,
    pub devices: Vec<Device>,
    /// Invitations made for this person, by whomever; newest first.
    pub invitations: Vec<Invitation>,
}

#[derive(Deserialize, TS)]
pub struct SettingsSave {
    settings: Settings,
}

pub fn view(desk: &Desk, _: NoArguments) -> Result<SettingsView, ApiError> {
    let mut view = SettingsView {
        settings: look::read(desk.folder()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        trust: None,
        devices: vec![],
        invitations: vec![],
    };
    if let Ok(client) = desk.seat().client() {
        let home = client.home();
        // Settings and this device's keys are there for everybody; the list of devices only where lists may be shown.
        let mine = match client.may_show() {
            Ok(()) => client.my_devices()?,
            Err(_) => vec![],
        };
        let entries = outbox::unsettled(&client)?;
        let this = mine.iter().find(|found| found.id == home.device);
        view.trust = Some(Trust {
            server_address: home.address.clone(),
            server_id: home.server.to_string(),
            root_fingerprint: home.root.clone(),
            device_id: home.device.to_string(),
            device_name: home.device_name.clone(),
            device_key_digest: this
                .map(|found| grouped(&kid(&found.public_key)))
                .unwrap_or_default(),
            pin: client.has_pin()?,
            key_kept: match client.key_keeper()? {
                Keeper::Nobody => KeyKept::Nobody,
                Keeper::Keychain => KeyKept::Keychain,
                Keeper::File => KeyKept::File,
            },
            algorithm: this.map(|found| format!("{:?}", found.alg)).unwrap_or_default(),
        });
        view.devices = mine
            .iter()
            .map(|found| device(found, home.device, &entries))
            .collect();
        let made = match client.may_show() {
            Ok(()) => client.my_invitations()?,
            Err(_) => vec![],
        };
        for made in made {
            view.invitations
                .push(invitation(&client, &made, &mine, &entries)?);
        }
    }
    Ok(view)
}

pub fn save(desk: &Desk, asked: SettingsSave) -> Result<Settings, ApiError> {
    let before = look::read(desk.folder()).language;
    let bytes = serde_json::to_vec_pretty(&asked.settings).expect("plain data");
    private::create_dir(desk.folder())
        .and_then(|()| private::write(&desk.folder().join(look::FILE), &bytes))
        .map_err(StoreError::from)?;
    // Every sentence on the screen may be in the other language now.
    match before == asked.settings.language {
        true => desk.changed(&["settings"]),
        false => desk.changed(crate::TOPICS),
    }
    Ok(asked.settings)
}

#[derive(Deserialize, TS)]
pub struct SettingsPin {
    /// The present PIN; empty: there is none.
    current: String,
    /// The new one; empty: none from now on.
    pin: String,
}

/// Sets, changes or removes the PIN of the open home.
pub fn pin(desk: &Desk, asked: SettingsPin) -> Result<(), ApiError> {
    let client = desk.seat().client()?;
    let changed = match (client.has_pin()?, asked.pin.is_empty()) {
        (false, _) => client.set_pin(&asked.pin),
        (true, false) => client.change_pin(&asked.current, &asked.pin),
        (true, true) => client.remove_pin(&asked.current),
    };
    changed.map_err(|error| match error.code.as_str() {
        "pin_missing" | "pin_wrong" | "pin_wait" => error.arg("field", "current"),
        _ => error,
    })?;
    desk.changed(&["session", "settings"]);
    Ok(())
}
