//! Frames in and out, and failures with their HTTP status.

use crate::store::StoreError;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use congdoan_wire::{Failure, OLDEST_PROTOCOL, OLDEST_SCHEMA, PROTOCOL, SCHEMA, codec};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Largest body of a message before sign-in, packed or not: the longest is an enrolment, under 2 KB. A thousand
/// strangers who never finish sending must not fill the memory.
pub const FEW: usize = 64 << 10;
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

    /// The body came too slowly, or not at all.
    pub fn too_slow() -> Self {
        Self(StatusCode::REQUEST_TIMEOUT, Failure::new("too_slow").after(5))
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
            StoreError::Busy | StoreError::Conflict => {
                Self(StatusCode::SERVICE_UNAVAILABLE, Failure::new("busy").after(2))
            }
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
    within(protocol, OLDEST_PROTOCOL, PROTOCOL)
}

/// Whether this server knows the rows and commands of a request. Of a newer vocabulary it would take a command and
/// drop the fields it does not know: better not at all, the device keeps its words.
pub fn understood(schema: u16) -> Result<(), Refused> {
    within(schema, OLDEST_SCHEMA, SCHEMA)
}

fn within(asked: u16, oldest: u16, newest: u16) -> Result<(), Refused> {
    let conflict = |failure| Err(Refused(StatusCode::CONFLICT, failure));
    if asked < oldest {
        conflict(Failure::new("app_too_old").arg("oldest", oldest))
    } else if asked > newest {
        conflict(Failure::new("app_too_new").arg("newest", newest))
    } else {
        Ok(())
    }
}

pub fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    read_within(body, codec::MAX_UNPACKED)
}

/// A message of somebody who has shown nothing yet.
pub fn read_few<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    read_within(body, FEW)
}

fn read_within<T: DeserializeOwned>(body: &Bytes, most: usize) -> Result<T, Refused> {
    codec::decode(body, most).map_err(|error| match error {
        codec::DecodeError::TooLarge(_) => Refused::too_large("bytes", most),
        _ => Refused::new(StatusCode::BAD_REQUEST, "unreadable"),
    })
}

/// Pieces of store work at once; each holds a thread and a connection.
static ROOM: Semaphore = Semaphore::const_new(64);
/// With fewer turns left than this, devices are asked to come back later.
const CROWDED: usize = 16;
/// How long a request waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs store work on a thread that may block.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    blocking_in(&ROOM, work).await
}

/// How many seconds a device should stay away, if the server is busy. At random, so that not all come back at once.
pub fn stay_away() -> Option<u32> {
    let busy = ROOM.available_permits() < CROWDED;
    busy.then(|| 20 + u32::from_be_bytes(crate::clock::random()) % 40)
}

async fn blocking_in<T: Send + 'static>(
    room: &'static Semaphore,
    work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let turn = tokio::time::timeout(PATIENCE, room.acquire())
        .await
        .map_err(|_| Refused(StatusCode::SERVICE_UNAVAILABLE, Failure::new("busy").after(15)))?;
    // The turn ends with the work: who hangs up meanwhile frees no thread.
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await
    .unwrap_or_else(|_| Err(Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_hangs_up_frees_no_turn_while_the_work_goes_on() {
        static TWO: Semaphore = Semaphore::const_new(2);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        let (began, begun) = std::sync::mpsc::channel::<()>();
        runtime.block_on(async {
            let asked = blocking_in(&TWO, move || {
                began.send(()).unwrap();
                wait.recv().unwrap();
                Ok(())
            });
            let hung_up = tokio::time::timeout(Duration::from_millis(50), asked).await;
            assert!(hung_up.is_err());
            begun.recv().unwrap();
            assert_eq!(TWO.available_permits(), 1, "the work still holds its turn");
            go_on.send(()).unwrap();
            let both = tokio::time::timeout(Duration::from_secs(5), TWO.acquire_many(2)).await;
            assert!(both.is_ok(), "it ends with the work");
        });
    }
}
