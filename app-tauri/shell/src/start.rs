//! What the command line says: where the homes lie, and which of them is opened at once.

use clap::Parser;
use congdoan_desk::Desk;
use congdoan_desk::client::Home;
use serde_json::json;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf, absolute};
use std::sync::Arc;
use tauri::{AppHandle, Manager, Runtime};

/// Công Đoàn Số: cửa sổ làm việc của cán bộ công đoàn.
#[derive(Parser)]
#[command(version)]
pub struct Arguments {
    /// Một hồ sơ, hoặc thư mục chứa các hồ sơ. Không ghi thì dùng thư mục của người dùng máy này.
    /// (A home, or a folder of homes; without it the folder of this computer's user.)
    #[arg(long, value_name = "DIR")]
    home: Option<PathBuf>,
}

/// Where this window works.
#[derive(Debug, PartialEq)]
pub struct Place {
    pub people: PathBuf,
    /// The home that was named, and needs no PIN.
    home_id: Option<String>,
}

impl Arguments {
    /// A name of its own for each folder that was asked for: a second start shows the window of the first
    /// when both have the same name. `None`: the default folder, so the program's own name.
    pub fn identifier(&self, program: &str) -> Option<String> {
        let home = self.home.as_deref()?;
        let whole = home.canonicalize().or_else(|_| absolute(home)).ok()?;
        let mut hasher = DefaultHasher::new();
        whole.hash(&mut hasher);
        Some(format!("{program}.at{:016x}", hasher.finish()))
    }

    /// # Errors
    /// The platform names no folder for this user's data.
    pub fn place<R: Runtime>(&self, app: &AppHandle<R>) -> tauri::Result<Place> {
        match &self.home {
            Some(home) => Ok(Place::of(home)),
            None => Ok(Place::of(&app.path().app_data_dir()?.join("people"))),
        }
    }
}

impl Place {
    fn of(dir: &Path) -> Self {
        let above = absolute(dir)
            .ok()
            .and_then(|whole| whole.parent().map(Path::to_owned));
        match (Home::read(dir), above) {
            (Ok(home), Some(people)) => Self {
                people,
                home_id: (!home.pin).then(|| home.device.to_string()),
            },
            _ => Self {
                people: dir.to_owned(),
                home_id: None,
            },
        }
    }

    /// Signs the named person in, beside the window's own start. Should it fail, the page shows the door,
    /// where the same try says why.
    pub fn open_home(&self, desk: &Arc<Desk>) {
        if let Some(home_id) = self.home_id.clone() {
            let desk = desk.clone();
            tauri::async_runtime::spawn_blocking(move || {
                desk.call("session_open", json!({"home_id": home_id, "pin": ""}))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn home(dir: &Path, pin: bool) {
        std::fs::create_dir_all(dir).unwrap();
        let text = format!(
            r#"{{"format":1,"name":"A","server":"{ID}","server_name":"B","address":"http://127.0.0.1:1","tls":"plain",
            "root":"00","person":"{ID}","unit":"{ID}","device":"{ID}","device_name":"C","pin":{pin},"sample":true}}"#
        );
        std::fs::write(dir.join("home.json"), text).unwrap();
    }

    #[test]
    fn a_named_home_is_opened_unless_it_needs_a_pin() {
        let dir = tempfile::tempdir().unwrap();
        let (free, closed) = (dir.path().join("free"), dir.path().join("closed"));
        home(&free, false);
        home(&closed, true);
        let place = |home_id: Option<&str>| Place {
            people: dir.path().to_owned(),
            home_id: home_id.map(Into::into),
        };
        assert_eq!(Place::of(&free), place(Some(ID)));
        assert_eq!(Place::of(&closed), place(None));
        assert_eq!(Place::of(dir.path()), place(None));
    }

    #[test]
    fn each_folder_has_a_name_of_its_own_and_the_default_has_the_programs() {
        let dir = tempfile::tempdir().unwrap();
        let named = |home: Option<PathBuf>| Arguments { home }.identifier("a.b");
        let (one, other) = (dir.path().join("one"), dir.path().join("other"));
        assert_eq!(named(None), None);
        assert_ne!(named(Some(one.clone())), named(Some(other)));
        std::fs::create_dir(&one).unwrap();
        assert_eq!(named(Some(one.clone())), named(Some(one.join("."))));
    }
}
