//! `GET /v1/events`: wake-ups. They say only that something changed in some of the device's scopes.

use super::Shared;
use super::frame::{Refused, blocking};
use super::token::Proven;
use crate::clock::random;
use crate::reader::reader;
use crate::wake::{Mark, Watching};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use congdoan_domain::{DeviceId, Scope};
use futures_util::stream::{once, unfold};
use futures_util::{Stream, StreamExt};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout_at};

const HEARTBEAT: Duration = Duration::from_secs(10);
/// How often a quiet stream asks whether it may go on.
const RECHECK: Duration = Duration::from_secs(60);
/// Listeners beyond this no longer lengthen the spread: 30 seconds at most.
const MOST_SPREAD: u32 = 15_000;

struct Listener {
    doors: Shared,
    device: DeviceId,
    changes: Receiver<Arc<BTreeSet<Scope>>>,
    /// The device's scopes, and how far each was when the device was last told of it.
    told: BTreeMap<Scope, Mark>,
    /// Has them looked at, for what other processes change.
    watching: Watching,
    closing: tokio::sync::watch::Receiver<bool>,
}

pub(super) async fn events(
    State(doors): State<Shared>,
    Proven { device, until }: Proven,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    let changes = doors.changed.subscribe();
    let told: BTreeMap<Scope, Mark> = marks(&doors, device, None)
        .await?
        .ok_or_else(|| Refused::new(StatusCode::FORBIDDEN, "device_ended"))?
        .into_iter()
        .map(|(scope, mark)| (scope, mark.unwrap_or_default()))
        .collect();
    let listener = Listener {
        closing: doors.closing.clone(),
        watching: doors.watch.over(&told),
        doors,
        device,
        changes,
        told,
    };
    let stream = unfold(listener, move |mut listener| async move {
        let mut recheck = Instant::now() + RECHECK;
        loop {
            let waited = tokio::select! {
                waited = timeout_at(recheck, listener.changes.recv()) => waited,
                _ = listener.closing.wait_for(|closing| *closing) => return None,
            };
            let touched = match waited {
                // Of others: a device's own grants and end are in scopes that it holds.
                Ok(Ok(touched)) if !listener.concerns(&touched) => continue,
                Ok(Ok(touched)) => Some(touched),
                // Too slow to keep up: anything may have changed.
                Ok(Err(RecvError::Lagged(_))) => None,
                Ok(Err(RecvError::Closed)) => return None,
                // Nothing happened; a grant may have run out all the same.
                Err(_) => Some(Arc::default()),
            };
            recheck = Instant::now() + RECHECK;
            // A stream lives no longer than its token, and ends with the device or a scope of it.
            if (listener.doors.clock)() >= until {
                return None;
            }
            let now = marks(&listener.doors, listener.device, touched)
                .await
                .ok()
                .flatten()?;
            if listener.told.keys().any(|scope| !now.contains_key(scope)) {
                return None;
            }
            let news = listener.news(now);
            if !news.is_empty() {
                tokio::time::sleep(spread(listener.doors.changed.receiver_count())).await;
                return Some((Ok(Event::default().data(news.join(" "))), listener));
            }
        }
    });
    // At once, so that the device knows it listens and asks for what it missed.
    let stream = once(async { Ok(Event::default().comment("")) }).chain(stream);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("")))
}

impl Listener {
    fn concerns(&self, touched: &BTreeSet<Scope>) -> bool {
        touched.iter().any(|scope| self.told.contains_key(scope))
    }

    /// The scopes that moved since they were last told of. The same change may be heard of twice: from the process that
    /// made it and as word left in the store.
    fn news(&mut self, now: BTreeMap<Scope, Option<Mark>>) -> Vec<String> {
        let (mut news, held) = (vec![], self.told.len());
        for (scope, mark) in now {
            match mark {
                Some(mark) if self.told.insert(scope, mark) != Some(mark) => news.push(scope.to_string()),
                Some(_) => {}
                None => drop(self.told.entry(scope).or_default()),
            }
        }
        if self.told.len() > held {
            self.watching = self.doors.watch.over(&self.told);
        }
        news
    }
}

/// A wait at random, longer with more listeners, so that a survey for a province does not bring all of them at once.
fn spread(listeners: usize) -> Duration {
    let window = u32::try_from(listeners).unwrap_or(u32::MAX).min(MOST_SPREAD);
    Duration::from_millis(u64::from(u32::from_be_bytes(random()) % (2 * window + 1)))
}

/// The scopes of a device as its rows say now, each with its mark if it was touched (`None`: look at all); nothing
/// if the device may not listen any more.
async fn marks(
    doors: &Shared,
    device: DeviceId,
    touched: Option<Arc<BTreeSet<Scope>>>,
) -> Result<Option<BTreeMap<Scope, Option<Mark>>>, Refused> {
    let doors = doors.clone();
    blocking(move || {
        let snapshot = doors.store.begin_read()?;
        let Some((_, reader)) = reader(snapshot.as_ref(), device, (doors.clock)())? else {
            return Ok(None);
        };
        let mut marks = BTreeMap::new();
        for scope in reader.scopes {
            let look = touched.as_ref().is_none_or(|touched| touched.contains(&scope));
            let head = look.then(|| snapshot.head(&scope)).transpose()?;
            marks.insert(scope, head.map(|head| (head.epoch, head.seq)));
        }
        Ok(Some(marks))
    })
    .await
}
