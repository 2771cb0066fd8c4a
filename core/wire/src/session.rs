//! Proving who a device is: a challenge, a signature, a short-lived token (design 4b).

use congdoan_domain::{DeviceId, Instant};
use serde::{Deserialize, Serialize};

/// How long a challenge may be answered, by the server's clock.
pub const CHALLENGE_SECONDS: i64 = 60;
/// How long a token lives. It is checked against device and grants at every request all the same.
pub const TOKEN_SECONDS: i64 = 15 * 60;

/// `POST /v1/challenge`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChallengeRequest {
    pub device: DeviceId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Challenge {
    #[serde(with = "serde_bytes")]
    pub nonce: Vec<u8>,
    pub server_time: Instant,
}

/// `POST /v1/session`: the nonce, signed for the purpose `sync-challenge`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionRequest {
    pub device: DeviceId,
    #[serde(with = "serde_bytes")]
    pub nonce: Vec<u8>,
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Goes into `Authorization: Bearer …`.
    pub token: String,
    pub expires_at: Instant,
    pub server_time: Instant,
}
