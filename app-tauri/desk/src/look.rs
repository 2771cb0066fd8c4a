//! How the page looks and which language this PC speaks: a file of its own beside the homes, readable with nobody signed in.

use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

pub(crate) const FILE: &str = "settings.json";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Vi,
    En,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    Normal,
    Dense,
}

/// How the page looks on this PC, for everybody who sits here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    pub density: Density,
    /// Percent: 100, 115, 130, 150, 200.
    pub text_size: u16,
    pub single_keys: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Vi,
            theme: Theme::System,
            density: Density::Normal,
            text_size: 100,
            single_keys: true,
        }
    }
}

/// What was chosen here; the first look where nothing was.
pub(crate) fn read(folder: &Path) -> Settings {
    let kept = std::fs::read(folder.join(FILE)).ok();
    kept.and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}
