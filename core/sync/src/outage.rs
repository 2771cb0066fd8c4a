//! Why an exchange did not work, and how the device stands.

use congdoan_domain::Instant;

/// Why an exchange did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outage {
    /// No answer: no network, no server, or an answer cut short.
    Unreachable,
    /// Somebody answers who is not the server of the invitation.
    NotTheServer,
    /// The server is there and asks to come back later.
    Busy { retry_after: Option<u32> },
    /// The token is not accepted (any more): open a session anew.
    Session,
    /// This device's access was ended.
    DeviceEnded,
    /// This app is too old for the server; what waits is kept.
    TooOld,
    /// The server is there and cannot or will not sync, for a reason that this code names.
    Refused { code: String, retry_after: Option<u32> },
    /// The server answered something else than the protocol says.
    Fault(String),
    /// The server's rows are not what its own checksum says, although all of them were just read once more.
    Differs,
    /// This device's disk is full: what came was not taken in.
    DiskFull,
    /// This device cannot read or write its own files; what is wrong with them.
    Files(String),
}

impl Outage {
    /// Seconds that the server asks to stay away.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Busy { retry_after } | Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether the server was reached. None: it was this device that failed, and that says nothing of the network.
    pub fn reached(&self) -> Option<bool> {
        match self {
            Self::Unreachable | Self::NotTheServer => Some(false),
            Self::DiskFull | Self::Files(_) => None,
            Self::Busy { .. }
            | Self::Session
            | Self::DeviceEnded
            | Self::TooOld
            | Self::Refused { .. }
            | Self::Fault(_)
            | Self::Differs => Some(true),
        }
    }
}

/// What is known of the network. Why nothing comes although it is there, [`crate::Engine::outage`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not tried yet.
    Unknown,
    Online,
    /// Since when, by the engine's clock.
    Offline {
        since: Instant,
    },
    /// Only a person can go on: access ended, or the app is too old.
    Stopped(Outage),
}
