//! What was sent, what waits, what was refused.

use crate::desk::Desk;
use crate::face::{self, Face};
use crate::mend::{Draft, draft};
use crate::outbox::{self, OutboxItem};
use crate::pack::{self, Pack};
pub use crate::pack::{pack_download, pack_pause, pack_verify};
use crate::said::Said;
use crate::shape::NoArguments;
use congdoan_client::domain::{CommandId, Instant};
use congdoan_client::store::CommandState;
use congdoan_client::{ApiError, Client, Lack, Network};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::log::save as log_save;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NetworkState {
    Online,
    Offline,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LackKind {
    /// The first sync has not come to its end.
    FirstLoad,
    /// What had been received was damaged or is gone; it is read again.
    SetAside,
    /// No member and no officer anywhere: no longer, or not yet.
    NoRole,
}

/// Why the lists are empty: what happened, then what is kept and what to do.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Emptiness {
    pub kind: LackKind,
    pub title: Said,
    pub text: Said,
}

impl From<Lack> for Emptiness {
    fn from(lack: Lack) -> Self {
        Self {
            kind: match lack {
                Lack::FirstLoad => LackKind::FirstLoad,
                Lack::SetAside { .. } => LackKind::SetAside,
                Lack::NoRole => LackKind::NoRole,
            },
            title: lack.title().into(),
            text: lack.text().into(),
        }
    }
}

/// What the status line says.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SyncStatus {
    pub network: NetworkState,
    #[ts(type = "Instant | null")]
    pub network_since: Option<Instant>,
    pub waiting: u64,
    pub refused: u64,
    /// The server's clock when this device last had everything.
    #[ts(type = "Instant | null")]
    pub last_settled_at: Option<Instant>,
    /// Device clock minus server clock; null within 2 minutes or unknown.
    pub clock_offset_ms: Option<i64>,
    /// What keeps sync from working although there is a network (device ended, program too old, desk copy stale).
    pub blocked: Option<Face>,
    /// Why the lists are empty, whatever the network does.
    pub lack: Option<Emptiness>,
}

/// Bytes over the network in this calendar month (Việt Nam's).
#[derive(Clone, Debug, Serialize, TS)]
pub struct DataUse {
    /// `2026-11`
    pub month: String,
    pub bytes: u64,
    pub pack_bytes: u64,
    /// Of the last exchange.
    pub last_up: u64,
    pub last_down: u64,
    pub last_ms: Option<i64>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SyncPanel {
    pub status: SyncStatus,
    pub device_name: String,
    #[ts(type = "Instant | null")]
    pub next_try_at: Option<Instant>,
    pub waiting: Vec<OutboxItem>,
    pub refused: Vec<OutboxItem>,
    pub sent_today: Vec<OutboxItem>,
    pub packs: Vec<Pack>,
    pub packs_bytes: u64,
    pub disk_free_bytes: Option<u64>,
    pub data: DataUse,
}

/// A command of this device.
#[derive(Deserialize, TS)]
pub struct OfCommand {
    #[ts(type = "string")]
    command_id: CommandId,
}

fn status_of(client: &Client) -> Result<SyncStatus, ApiError> {
    let status = client.sync_status()?;
    Ok(SyncStatus {
        network: match status.network {
            Network::Online => NetworkState::Online,
            Network::Offline => NetworkState::Offline,
        },
        network_since: status.since,
        waiting: status.waiting,
        refused: status.refused,
        last_settled_at: status.last_settled,
        clock_offset_ms: status.clock_offset_ms,
        blocked: status.blocked.as_ref().map(|error| face::of("sync", error)),
        lack: client.lack()?.map(Emptiness::from),
    })
}

pub fn status(desk: &Desk, _: NoArguments) -> Result<SyncStatus, ApiError> {
    status_of(&*desk.seat().client()?)
}

pub fn panel(desk: &Desk, _: NoArguments) -> Result<SyncPanel, ApiError> {
    let client = desk.seat().client()?;
    let used = client.data_use();
    let (packs, packs_bytes) = pack::all(&client)?;
    let today = client.server_now().date();
    let mut sent = client.store().outbox(CommandState::Accepted, 500)?;
    sent.retain(|entry| entry.settled_at.is_some_and(|at| at.date() == today));
    Ok(SyncPanel {
        status: status_of(&client)?,
        device_name: client.home().device_name.clone(),
        next_try_at: client.sync_status()?.next_try,
        waiting: outbox::items(&client, CommandState::Waiting)?,
        refused: outbox::items(&client, CommandState::Refused)?,
        sent_today: sent.iter().map(|entry| outbox::item(&client, entry)).collect(),
        packs,
        packs_bytes,
        disk_free_bytes: client.disk_free(),
        data: DataUse {
            month: used.month,
            bytes: used.bytes,
            pack_bytes: used.pack_bytes,
            last_up: used.last_up,
            last_down: used.last_down,
            last_ms: used.last_ms,
        },
    })
}

pub fn now(desk: &Desk, _: NoArguments) -> Result<SyncStatus, ApiError> {
    let client = desk.seat().client()?;
    client.sync_now();
    desk.changed(&["sync", "home"]);
    status_of(&client)
}

pub fn mend(desk: &Desk, asked: OfCommand) -> Result<Draft, ApiError> {
    let client = desk.seat().client()?;
    let entry = client.store().outbox_entry(asked.command_id)?;
    let command = entry.and_then(|entry| entry.command());
    let command = command.ok_or_else(ApiError::not_found)?;
    if !outbox::opens(&client, &command) {
        return Err(ApiError::not_found());
    }
    draft(&client, &command)?.ok_or_else(ApiError::not_found)
}

pub fn discard(desk: &Desk, asked: OfCommand) -> Result<(), ApiError> {
    desk.seat().client()?.discard(asked.command_id)
}

#[derive(Deserialize, TS)]
pub struct Withdrawal {
    #[ts(type = "string")]
    command_id: CommandId,
    /// Also what hangs on it.
    #[serde(default)]
    #[ts(optional = nullable, type = "boolean | null")]
    together: Option<bool>,
}

pub fn withdraw(desk: &Desk, asked: Withdrawal) -> Result<Option<Draft>, ApiError> {
    let client = desk.seat().client()?;
    let taken = match asked.together {
        Some(true) => client.withdraw_together(asked.command_id)?,
        _ => client.withdraw(asked.command_id)?,
    };
    // It is taken back: where no form can be opened any more, that is no failure.
    let opens = client.may_show().is_ok() && client.lack()?.is_none();
    match taken.filter(|_| opens) {
        Some(taken) => draft(&client, &taken),
        None => Ok(None),
    }
}

/// What would be refused if this waiting command were taken back.
pub fn hanging(desk: &Desk, asked: OfCommand) -> Result<Vec<OutboxItem>, ApiError> {
    let client = desk.seat().client()?;
    let hanging = client.hanging(asked.command_id)?;
    Ok(hanging.iter().map(|entry| outbox::item(&client, entry)).collect())
}

/// Everything that a command said, to be read and copied where no form can be opened.
pub fn words(desk: &Desk, asked: OfCommand) -> Result<Said, ApiError> {
    let client = desk.seat().client()?;
    let entry = client.store().outbox_entry(asked.command_id)?;
    Ok(outbox::words(&client, &entry.ok_or_else(ApiError::not_found)?))
}
