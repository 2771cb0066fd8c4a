//! `GET /v1/events`: wake-ups. They say only that something changed in some of the device's scopes.

use super::frame::{Refused, blocking};
use super::{Shared, token};
use crate::reader::reader;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use congdoan_domain::{DeviceId, Scope};
use congdoan_wire::session::TOKEN_SECONDS;
use futures_util::Stream;
use futures_util::stream::unfold;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

const HEARTBEAT: Duration = Duration::from_secs(10);

struct Listener {
    doors: Shared,
    device: DeviceId,
    changes: Receiver<Arc<BTreeSet<Scope>>>,
    scopes: BTreeSet<Scope>,
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
        doors,
        device,
        changes,
        scopes,
    };
    let stream = unfold(listener, move |mut listener| async move {
        loop {
            let touched = match listener.changes.recv().await {
                Ok(touched) => touched,
                // Too slow to keep up: say that anything may have changed.
                Err(RecvError::Lagged(_)) => Arc::new(listener.scopes.clone()),
                Err(RecvError::Closed) => return None,
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
                return Some((Ok(Event::default().data(mine.join(" "))), listener));
            }
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("")))
}

async fn scopes_of(doors: &Shared, device: DeviceId) -> Result<Option<BTreeSet<Scope>>, Refused> {
    let doors = doors.clone();
    blocking(move || {
        let snapshot = doors.store.begin_read()?;
        Ok(reader(snapshot.as_ref(), device, (doors.clock)())?.map(|(_, reader)| reader.scopes))
    })
    .await
}
