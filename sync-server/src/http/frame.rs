//! Frames in and out, and failures with their HTTP status.

use crate::store::StoreError;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use congdoan_wire::{Failure, OLDEST_PROTOCOL, PROTOCOL, codec};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;
use tokio::sync::Semaphore;

pub const CONTENT_TYPE: &str = "application/x-congdoan";

/// A failure on its way out.
pub struct Refused(pub StatusCode, pub Failure);

impl Refused {
    pub fn new(status: StatusCode, code: &str) -> Self {
        Self(status, Failure::new(code))
    }

    /// More than is allowed: `what` names the unit, `most` the limit.
    pub fn too_large(what: &str, most: usize) -> Self {
        Self(
            StatusCode::PAYLOAD_TOO_LARGE,
            Failure::new("too_large").arg("what", what).arg("most", most),
        )
    }

    /// Too many requests from one address: it may come back after so many seconds.
    pub fn slow_down(seconds: u32) -> Self {
        Self(
            StatusCode::TOO_MANY_REQUESTS,
            Failure::new("slow_down").after(seconds),
        )
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let retry = self.1.retry_after;
        let mut response = (
            self.0,
            [(header::CONTENT_TYPE, CONTENT_TYPE)],
            congdoan_wire::encode(&self.1),
        )
            .into_response();
        if let Some(seconds) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self(StatusCode::SERVICE_UNAVAILABLE, Failure::new("busy").after(2)),
            StoreError::Full => Self(
                StatusCode::SERVICE_UNAVAILABLE,
                Failure::new("disk_full").after(300),
            ),
            other => {
                tracing::error!(error = %other, "store");
                Self(StatusCode::SERVICE_UNAVAILABLE, Failure::new("busy").after(30))
            }
        }
    }
}

/// What must be written outside the database could not be: nothing is committed.
pub fn not_logged(error: &std::io::Error) -> Refused {
    tracing::error!(%error, "security log");
    Refused(
        StatusCode::SERVICE_UNAVAILABLE,
        Failure::new("disk_full").after(300),
    )
}

/// A message out.
pub struct Frame<T>(pub T);

impl<T: Serialize> IntoResponse for Frame<T> {
    fn into_response(self) -> Response {
        (
            [(header::CONTENT_TYPE, CONTENT_TYPE)],
            congdoan_wire::encode(&self.0),
        )
            .into_response()
    }
}

/// Whether this server speaks the protocol of a request.
pub fn spoken(protocol: u16) -> Result<(), Refused> {
    let conflict = |failure| Err(Refused(StatusCode::CONFLICT, failure));
    if protocol < OLDEST_PROTOCOL {
        conflict(Failure::new("app_too_old").arg("oldest", OLDEST_PROTOCOL))
    } else if protocol > PROTOCOL {
        conflict(Failure::new("app_too_new").arg("newest", PROTOCOL))
    } else {
        Ok(())
    }
}

pub fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    codec::decode(body, codec::MAX_UNPACKED).map_err(|error| match error {
        codec::DecodeError::TooLarge(_) => Refused::too_large("bytes", codec::MAX_UNPACKED),
        _ => Refused::new(StatusCode::BAD_REQUEST, "unreadable"),
    })
}

/// Pieces of store work at once; each holds a thread and a connection.
static ROOM: Semaphore = Semaphore::const_new(64);
/// How long a request waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs store work on a thread that may block.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let _turn = tokio::time::timeout(PATIENCE, ROOM.acquire())
        .await
        .map_err(|_| Refused(StatusCode::SERVICE_UNAVAILABLE, Failure::new("busy").after(15)))?;
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")))
}
