use crate::ApiError;
use congdoan_client::{Client, Enrolment, Options, system};
use std::path::Path;
use std::sync::Arc;

/// One person's open home.
#[derive(uniffi::Object)]
pub struct Session {
    pub(crate) client: Client,
}

/// The status line.
#[derive(uniffi::Record)]
pub struct SyncState {
    pub online: bool,
    pub waiting: u64,
    pub refused: u64,
    /// Milliseconds since 1970, the server's clock.
    pub last_settled: Option<i64>,
    /// Device clock minus server clock, when more than two minutes.
    pub clock_offset_ms: Option<i64>,
}

/// Uses an invitation and opens the new home.
///
/// # Errors
/// What to show the person.
#[uniffi::export]
pub fn enrol(
    home: &str,
    invitation: &str,
    device_name: String,
    pin: Option<String>,
    sample: bool,
) -> Result<Arc<Session>, ApiError> {
    let choice = Enrolment {
        device_name,
        pin,
        sample,
        signer: None,
    };
    let client = Client::enrol(Path::new(home), invitation, system::ports(false), choice)?;
    Ok(Arc::new(Session { client }))
}

/// Opens a home that is there.
///
/// # Errors
/// What to show the person.
#[uniffi::export]
pub fn open(home: &str, pin: Option<String>) -> Result<Arc<Session>, ApiError> {
    let options = Options {
        pin,
        ..Options::default()
    };
    let client = Client::open(Path::new(home), system::ports(false), options)?;
    Ok(Arc::new(Session { client }))
}

#[uniffi::export]
impl Session {
    pub fn person_name(&self) -> String {
        self.client.home().name.clone()
    }

    /// # Errors
    /// The files cannot be read.
    pub fn status(&self) -> Result<SyncState, ApiError> {
        let status = self.client.sync_status()?;
        Ok(SyncState {
            online: status.network == congdoan_client::Network::Online,
            waiting: status.waiting,
            refused: status.refused,
            last_settled: status.last_settled.map(|at| at.0),
            clock_offset_ms: status.clock_offset_ms,
        })
    }

    /// Syncs until settled or failed; offline is no error, the status says it.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn sync_now(&self) -> Result<SyncState, ApiError> {
        self.client.sync_now();
        self.status()
    }

    /// # Errors
    /// No network, not signed, damaged.
    pub fn download_pack(&self, name: &str) -> Result<(), ApiError> {
        Ok(self.client.download_pack(name, |_| true)?)
    }

    /// Returns only when no transaction is open.
    pub fn suspend(&self) {
        self.client.suspend();
    }
}
