//! A command of this device, in the page's words.

mod reopen;
mod title;
mod words;

use crate::said::Said;
use crate::shape::{Saved, SendState, Sending};
use congdoan_client::domain::{Command, CommandId, Instant, PersonId, SurveyId};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

pub(crate) use reopen::opens;

/// The most that a list of commands shows.
const MOST: usize = 500;

pub(crate) fn sending(entry: &OutboxEntry) -> Sending {
    let (state, at) = match entry.state {
        CommandState::Waiting => (SendState::Waiting, entry.made_at),
        CommandState::Refused => (SendState::Refused, entry.settled_at.unwrap_or(entry.made_at)),
        CommandState::Accepted => (SendState::Sent, entry.settled_at.unwrap_or(entry.made_at)),
    };
    Sending {
        command_id: entry.id.to_string(),
        state,
        at,
        reason: entry.refusal.as_ref().map(|refusal| refusal.words().into()),
        can_withdraw: entry.state == CommandState::Waiting && !entry.attempted,
    }
}

/// The answer of every writing call.
pub(crate) fn saved(
    client: &Client,
    command: CommandId,
    id: impl std::fmt::Display,
) -> Result<Saved, ApiError> {
    let entry = client
        .store()
        .outbox_entry(command)?
        .ok_or_else(ApiError::not_found)?;
    Ok(Saved {
        sending: sending(&entry),
        id: id.to_string(),
    })
}

/// What waits or was refused, newest last.
pub(crate) fn unsettled(client: &Client) -> Result<Vec<OutboxEntry>, ApiError> {
    let mut entries = client.store().outbox(CommandState::Refused, MOST)?;
    entries.extend(client.store().outbox(CommandState::Waiting, MOST)?);
    Ok(entries)
}

/// How far the newest of these commands has come, by what each is about. Each is read once, however long the list that
/// asks.
pub(crate) fn newest<K: Ord>(
    entries: &[OutboxEntry],
    about: impl Fn(&Command) -> Option<K>,
) -> BTreeMap<K, Sending> {
    let known = entries.iter().filter_map(|entry| {
        let command = entry.command()?;
        Some((about(&command)?, sending(entry)))
    });
    known.collect()
}

/// The member that a command is about.
pub(crate) fn member_of(command: &Command) -> Option<PersonId> {
    match command {
        Command::AdmitMember(body) => Some(body.id),
        Command::EditMember(body) => Some(body.id),
        Command::ChangeStatus(body) => Some(body.id),
        _ => None,
    }
}

/// The survey that a command is about.
pub(crate) fn survey_of(command: &Command) -> Option<SurveyId> {
    match command {
        Command::SaveSurvey(body) => Some(body.id),
        Command::PublishSurvey(body) => Some(body.id),
        Command::CloseSurvey(body) => Some(body.id),
        Command::AnswerSurvey(body) => Some(body.survey),
        _ => None,
    }
}

/// The room whose page shows what a command was about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    Session,
    Member,
    Grant,
    Survey,
    Market,
}

/// A command of this device, as the sync panel lists it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OutboxItem {
    pub sending: Sending,
    /// "Kết nạp Vũ Thị Hồng Nhung"
    pub title: Said,
    /// Whom or what it is about, where the title does not say it.
    pub second: Option<Said>,
    pub room: Room,
    #[ts(type = "Instant")]
    pub saved_at: Instant,
    #[ts(type = "Instant | null")]
    pub answered_at: Option<Instant>,
    /// Refused only: what is still kept on this device.
    pub kept: Option<Said>,
    /// A form can be opened with its words, and what it is about is here.
    pub can_mend: bool,
    /// sync_discard drops it for good.
    pub can_discard: bool,
}

/// A line of the sync panel.
pub(crate) fn item(client: &Client, entry: &OutboxEntry) -> OutboxItem {
    let command = entry.command();
    let (title, second, room) = title::of(client, command.as_ref());
    let refused = entry.state == CommandState::Refused;
    let can_mend = command.as_ref().is_some_and(|command| opens(client, command));
    OutboxItem {
        sending: sending(entry),
        title,
        second,
        room,
        saved_at: entry.made_at,
        answered_at: entry.settled_at,
        kept: refused.then(|| kept(can_mend)),
        can_discard: client.may_discard(entry),
        can_mend,
    }
}

fn kept(can_mend: bool) -> Said {
    match can_mend {
        true => Said::new(
            "Nội dung đã nhập vẫn còn trên máy này.",
            "What was typed is kept on this device.",
        ),
        false => Said::new(
            "Nội dung vẫn còn trên máy này để xem và chép lại. Không còn gì để sửa và gửi lại; xem xong anh/chị có thể bỏ việc này.",
            "It is kept on this device to read and copy. There is nothing left to mend and resend; discard it when you have seen it.",
        ),
    }
}

/// Everything that a command said.
pub(crate) fn words(client: &Client, entry: &OutboxEntry) -> Said {
    let (title, second, _) = title::of(client, entry.command().as_ref());
    words::of(entry, title, second)
}

pub(crate) fn items(client: &Client, state: CommandState) -> Result<Vec<OutboxItem>, ApiError> {
    let entries = client.store().outbox(state, MOST)?;
    Ok(entries.iter().map(|entry| item(client, entry)).collect())
}
