//! A member's devices, and ending one.

use super::about;
use crate::desk::Desk;
use crate::outbox::saved;
use crate::shape::{Saved, Sending};
use congdoan_client::ApiError;
use congdoan_client::domain::device::Device as Known;
use congdoan_client::domain::{Command, CommandId, DeviceId, Instant};
use congdoan_client::store::OutboxEntry;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct Device {
    pub id: String,
    pub name: String,
    pub algorithm: String,
    #[ts(type = "Instant")]
    pub enrolled_at: Instant,
    #[ts(type = "Instant | null")]
    pub ended_at: Option<Instant>,
    /// The device this desk runs on.
    pub is_this: bool,
    /// Set while ending it waits or was refused.
    pub sending: Option<Sending>,
}

pub(crate) fn device(device: &Known, this: DeviceId, entries: &[OutboxEntry]) -> Device {
    Device {
        id: device.id.to_string(),
        name: device.name.clone(),
        algorithm: format!("{:?}", device.alg),
        enrolled_at: device.enrolled_at,
        ended_at: device.ended_at,
        is_this: device.id == this,
        sending: about(
            entries,
            |command| matches!(command, Command::EndDevice(body) if body.device == device.id),
        ),
    }
}

#[derive(Deserialize, TS)]
pub struct EndDevice {
    #[ts(type = "string")]
    device_id: DeviceId,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn device_end(desk: &Desk, asked: EndDevice) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = client.end_device(asked.device_id, asked.mends)?;
    saved(&client, command, asked.device_id)
}
