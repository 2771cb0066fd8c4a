//! A frozen version on the disk again, ready to be opened.

use super::contents::Inventory;
use super::playback::Recording;
use crate::kit::TestClock;
use congdoan_client::{ApiError, Client, Options, system};
use congdoan_server::serve::{self, Running};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// `freeze.json`: what must be found in a fixture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contents {
    /// The clock at which it was frozen, in milliseconds since 1970.
    pub clock: i64,
    pub server: Inventory,
    pub homes: BTreeMap<String, Inventory>,
}

/// A version, unpacked into a folder of its own.
pub struct Frozen {
    pub version: String,
    pub contents: Contents,
    pub recordings: Vec<Recording>,
    pub clock: TestClock,
    folder: TempDir,
}

/// The folders of all frozen versions, oldest first.
pub fn versions() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found: Vec<PathBuf> = std::fs::read_dir(fixtures)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("freeze.json").exists())
        .collect();
    found.sort();
    found
}

impl Frozen {
    pub fn unpack(version: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["server", "homes"] {
            copy(&version.join(part), &folder.path().join(part));
        }
        let contents: Contents =
            serde_json::from_slice(&std::fs::read(version.join("freeze.json")).unwrap()).unwrap();
        let mut sessions: Vec<PathBuf> = std::fs::read_dir(version.join("wire"))
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        sessions.sort();
        Self {
            version: version.file_name().unwrap().to_string_lossy().into_owned(),
            clock: TestClock::at(contents.clock),
            recordings: sessions.iter().map(|path| Recording::read(path)).collect(),
            contents,
            folder,
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    pub fn home(&self, name: &str) -> PathBuf {
        self.folder.path().join("homes").join(name)
    }

    /// Today's server over the frozen data, at the frozen moment.
    pub fn serve(&self) -> Running {
        let clock = self.clock.clone();
        let config = serve::Config {
            data: self.data(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: Arc::new(move || clock.now()),
        };
        serve::start(config).unwrap()
    }

    /// Today's client over a frozen home. `server`: where the server is now; the recorded port is somebody else's.
    ///
    /// # Errors
    /// What the client says.
    pub fn open(&self, name: &str, server: Option<&Running>) -> Result<Client, ApiError> {
        let file = self.home(name).join("home.json");
        if let Some(running) = server {
            let mut home: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            home["address"] = format!("http://{}", running.address).into();
            std::fs::write(&file, home.to_string()).unwrap();
        }
        let ports = congdoan_client::Ports {
            clock: Arc::new(self.clock.clone()),
            ..system::ports(false)
        };
        Client::open(&self.home(name), ports, Options::default())
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else if let Some(plain) = name.strip_suffix(".zst") {
            let packed = std::fs::File::open(&path).unwrap();
            std::fs::write(to.join(plain), zstd::decode_all(packed).unwrap()).unwrap();
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}
