//! How the page looks on this device, and what this device trusts.

use crate::desk::Desk;
use crate::face::args;
use congdoan_client::{ApiError, store::StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use crate::member_write::device_end;

#[derive(Serialize, Deserialize)]
struct Settings {
    language: String,
    theme: String,
    density: String,
    text_size: u16,
    single_keys: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: "vi".into(),
            theme: "system".into(),
            density: "normal".into(),
            text_size: 100,
            single_keys: true,
        }
    }
}

const FILE: &str = "settings.json";

pub fn view(desk: &Desk, _: Value) -> Result<Value, ApiError> {
    let read = std::fs::read(desk.folder().join(FILE)).ok();
    let settings: Settings = read
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let (mut trust, mut devices) = (Value::Null, vec![]);
    if let Ok(client) = desk.client() {
        let home = client.home();
        let mine = client.my_devices()?;
        let algorithm = mine
            .iter()
            .find(|found| found.id == home.device)
            .map(|found| found.alg);
        trust = json!({"server_address": home.address, "server_id": home.server, "root_fingerprint": home.root,
                       "device_id": home.device, "device_name": home.device_name, "device_key_digest": "",
                       "algorithm": algorithm});
        devices = mine
            .iter()
            .map(|found| crate::member_view::device(found, home.device))
            .collect();
    }
    Ok(
        json!({"settings": settings, "version": env!("CARGO_PKG_VERSION"), "trust": trust, "devices": devices}),
    )
}

#[derive(Deserialize)]
struct Save {
    settings: Settings,
}

pub fn save(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let Save { settings } = args(value)?;
    let bytes = serde_json::to_vec_pretty(&settings).expect("plain data");
    std::fs::create_dir_all(desk.folder())
        .and_then(|()| std::fs::write(desk.folder().join(FILE), bytes))
        .map_err(StoreError::from)?;
    desk.changed(&["settings"]);
    Ok(json!(settings))
}
