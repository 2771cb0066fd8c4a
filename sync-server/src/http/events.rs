//! `GET /v1/events`: wake-ups. They say only that something changed in some of the device's scopes.

use super::frame::{Refused, blocking};
use super::{Shared, token};
use crate::clock::random;
use crate::reader::reader;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use congdoan_domain::{DeviceId, Scope};
use congdoan_wire::session::TOKEN_SECONDS;
use futures_util::stream::{once, unfold};
use futures_util::{Stream, StreamExt};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::timeout;

const HEARTBEAT: Duration = Duration::from_secs(10);
/// How often a quiet stream asks whether it may go on.
const RECHECK: Duration = Duration::from_secs(60);
/// Listeners beyond this no longer lengthen the spread: 30 seconds at most.
const MOST_SPREAD: u32 = 15_000;

struct Listener {
    doors: Shared,
    device: DeviceId,
    changes: Receiver<Arc<BTreeSet<Scope>>>,
    scopes: BTreeSet<Scope>,
    closing: tokio::sync::watch::Receiver<bool>,
}

pub(super) async fn events(
    State(doors): State<Shared>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    let device = token::device(&doors, &headers, (doors.clock)())?;
    let changes = doors.changed.subscribe();
    let scopes = scopes_of(&doors, device)
        .await?
        .ok_or_else(|| Refused::new(StatusCode::FORBIDDEN, "device_ended"))?;
    let end = (doors.clock)().plus_ms(TOKEN_SECONDS * 1_000);
    let listener = Listener {
        closing: doors.closing.clone(),
        doors,
        device,
        changes,
        scopes,
    };
    let stream = unfold(listener, move |mut listener| async move {
        loop {
            let waited = tokio::select! {
                waited = timeout(RECHECK, listener.changes.recv()) => waited,
                _ = listener.closing.wait_for(|closing| *closing) => return None,
            };
            let touched = match waited {
                Ok(Ok(touched)) => touched,
                // Too slow to keep up: say that anything may have changed.
                Ok(Err(RecvError::Lagged(_))) => Arc::new(listener.scopes.clone()),
                Ok(Err(RecvError::Closed)) => return None,
                // Nothing happened; a grant may have run out all the same.
                Err(_) => Arc::default(),
            };
            // A stream lives no longer than a token, and ends with the device or a scope of it.
            if (listener.doors.clock)() > end {
                return None;
            }
            let now = scopes_of(&listener.doors, listener.device).await.ok().flatten()?;
            if !now.is_superset(&listener.scopes) {
                return None;
            }
            listener.scopes = now;
            let mine: Vec<String> = listener
                .scopes
                .intersection(&touched)
                .map(Scope::to_string)
                .collect();
            if !mine.is_empty() {
                tokio::time::sleep(spread(listener.doors.changed.receiver_count())).await;
                return Some((Ok(Event::default().data(mine.join(" "))), listener));
            }
        }
    });
    // At once, so that the device knows it listens and asks for what it missed.
    let stream = once(async { Ok(Event::default().comment("")) }).chain(stream);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("")))
}

/// A wait at random, longer with more listeners, so that a survey for a province does not bring all of them at once.
fn spread(listeners: usize) -> Duration {
    let window = u32::try_from(listeners).unwrap_or(u32::MAX).min(MOST_SPREAD);
    Duration::from_millis(u64::from(u32::from_be_bytes(random()) % (2 * window + 1)))
}

async fn scopes_of(doors: &Shared, device: DeviceId) -> Result<Option<BTreeSet<Scope>>, Refused> {
    let doors = doors.clone();
    blocking(move || {
        let snapshot = doors.store.begin_read()?;
        Ok(reader(snapshot.as_ref(), device, (doors.clock)())?.map(|(_, reader)| reader.scopes))
    })
    .await
}
