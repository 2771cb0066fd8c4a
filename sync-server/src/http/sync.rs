//! `POST /v1/sync`.

use super::Shared;
use super::body::Body;
use super::frame::{Frame, Refused, blocking, not_logged, read, spoken, stay_away, understood};
use super::token::Proven;
use crate::commit::{self, Submission};
use crate::feed::{self, Limits};
use crate::reader::reader;
use axum::extract::State;
use axum::http::StatusCode;
use congdoan_domain::device::Device;
use congdoan_domain::{Actor, RowBody};
use congdoan_wire::{SyncRequest, SyncResponse};
use std::sync::Arc;

const MOST_COMMANDS: usize = 200;
const MOST_WAITING: usize = 2_000;
const MOST_CURSORS: usize = 200;

pub(super) async fn sync(
    State(doors): State<Shared>,
    Proven { device, .. }: Proven,
    Body(body): Body,
) -> Result<Frame<SyncResponse>, Refused> {
    let request: SyncRequest = read(&body)?;
    spoken(request.protocol)?;
    understood(request.schema)?;
    let counted = [
        ("commands", request.commands.len(), MOST_COMMANDS),
        ("waiting", request.waiting.len(), MOST_WAITING),
        ("cursors", request.cursors.len(), MOST_CURSORS),
    ];
    if let Some((what, _, most)) = counted.into_iter().find(|(_, count, most)| count > most) {
        return Err(Refused::too_large(what, most));
    }
    blocking(move || {
        let ended = || Refused::new(StatusCode::FORBIDDEN, "device_ended");
        for message in &request.commands {
            let at = (doors.clock)();
            let touched = commit::retried(|| {
                let mut tx = doors.store.begin_write()?;
                // Under lock: a device ended a moment ago commits nothing more.
                tx.lock_rows(&[(Device::KIND, device.0)])?;
                let Some((Device { person, .. }, _)) = reader(tx.as_ref(), device, at)? else {
                    return Ok(Err(ended()));
                };
                let submission = Submission::of(Actor::Person { person, device }, message);
                let open = commit::open(tx, submission, at, doors.seal.as_ref())?;
                if let Err(error) = doors.security.note(&open.applied().rows, at) {
                    return Ok(Err(not_logged(&error)));
                }
                Ok(Ok(open.finish()?.touched))
            })??;
            // At once: a later command of the batch may fail, and this one is committed all the same.
            if !touched.is_empty() {
                let _ = doors.changed.send(Arc::new(touched)); // nobody listening is fine
            }
        }
        let at = (doors.clock)();
        let snapshot = doors.store.begin_read()?;
        let (_, reader) = reader(snapshot.as_ref(), device, at)?.ok_or_else(ended)?;
        let mut answer = feed::answer(snapshot.as_ref(), &reader, &request, at, Limits::default())?;
        answer.retry_after = stay_away();
        Ok(Frame(answer))
    })
    .await
}
