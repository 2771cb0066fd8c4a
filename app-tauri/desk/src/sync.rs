//! What was sent, what waits, what was refused.

use crate::desk::Desk;
use crate::face::{self, args};
use crate::mend::draft;
use crate::outbox;
use congdoan_client::domain::CommandId;
use congdoan_client::store::CommandState;
use congdoan_client::{ApiError, Client, Network};
use serde::Deserialize;
use serde_json::{Value, json};

fn status_of(client: &Client) -> Result<Value, ApiError> {
    let status = client.sync_status()?;
    Ok(json!({
        "network": if status.network == Network::Online { "online" } else { "offline" },
        "network_since": status.since, "waiting": status.waiting, "refused": status.refused,
        "last_settled_at": status.last_settled, "clock_offset_ms": status.clock_offset_ms, "progress": null,
        "blocked": status.blocked.as_ref().map(|error| face::json("sync", error)),
    }))
}

pub fn status(desk: &Desk, _: Value) -> Result<Value, ApiError> {
    status_of(&*desk.client()?)
}

pub fn panel(desk: &Desk, _: Value) -> Result<Value, ApiError> {
    let client = desk.client()?;
    let status = client.sync_status()?;
    let used = client.data_use();
    let today = client.server_now().date();
    let mut sent = client.store().outbox(CommandState::Accepted, 500)?;
    sent.retain(|entry| entry.settled_at.is_some_and(|at| at.date() == today));
    let sent: Vec<_> = sent.iter().map(|entry| outbox::item(&client, entry)).collect();
    Ok(json!({
        "status": status_of(&client)?, "device_name": client.home().device_name, "next_try_at": status.next_try,
        "waiting": outbox::items(&client, CommandState::Waiting)?,
        "refused": outbox::items(&client, CommandState::Refused)?, "sent_today": sent,
        "packs": [], "packs_bytes": 0, "disk_free_bytes": null,
        "data": {"month": used.month, "bytes": used.bytes, "pack_bytes": used.pack_bytes, "last_up": used.last_up,
                 "last_down": used.last_down, "last_ms": used.last_ms},
    }))
}

pub fn now(desk: &Desk, _: Value) -> Result<Value, ApiError> {
    let client = desk.client()?;
    client.sync_now();
    desk.changed(&["sync", "home"]);
    status_of(&client)
}

#[derive(Deserialize)]
struct Of {
    command_id: CommandId,
}

pub fn mend(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    let entry = desk.client()?.store().outbox_entry(asked.command_id)?;
    entry
        .and_then(|entry| entry.command())
        .as_ref()
        .and_then(draft)
        .ok_or_else(ApiError::not_found)
}

pub fn discard(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    desk.client()?.discard(asked.command_id)?;
    Ok(Value::Null)
}

pub fn withdraw(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    let taken = desk.client()?.withdraw(asked.command_id)?;
    Ok(taken.as_ref().and_then(draft).unwrap_or(Value::Null))
}
