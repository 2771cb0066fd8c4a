//! A command of this device, in the page's words.

use crate::shape::{Saved, SendState, Sending};
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::{Command, CommandId, GrantId, Instant, OfferId, PersonId, SurveyId};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

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
        reason: entry
            .refusal
            .as_ref()
            .map(|refusal| refusal.words().vi.to_owned()),
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

fn member_name(client: &Client, id: PersonId) -> String {
    let found = client.read(|db| congdoan_client::store::member::member(db, id));
    found
        .ok()
        .flatten()
        .map_or_else(|| "đoàn viên".to_owned(), |member| member.profile.name)
}

fn survey_title(client: &Client, id: SurveyId) -> String {
    client
        .survey(id)
        .map_or_else(|_| "khảo sát".to_owned(), |found| format!("“{}”", found.0.title))
}

/// The person whom a grant is for.
fn granted(client: &Client, id: GrantId) -> String {
    let grants = client
        .read(congdoan_client::store::grant::all)
        .unwrap_or_default();
    let found = grants.into_iter().find(|grant| grant.id == id);
    found.map_or_else(|| "một người".to_owned(), |grant| grant.name)
}

/// Empty when the offer is not on this device any more.
fn offer_title(client: &Client, id: OfferId) -> String {
    client
        .offer(id)
        .map_or_else(|_| String::new(), |(offer, _)| format!("“{}”", offer.terms.title))
}

fn words(client: &Client, command: &Command) -> (String, Room) {
    match command {
        Command::AdmitMember(body) => (format!("Kết nạp {}", body.profile.name), Room::Member),
        Command::EditMember(body) => (
            format!("Sửa hồ sơ {}", member_name(client, body.id)),
            Room::Member,
        ),
        Command::ChangeStatus(body) => (
            format!("Chuyển {} sang “{}”", member_name(client, body.id), body.to.vi()),
            Room::Member,
        ),
        Command::Invite(_) => ("Lời mời dùng máy".to_owned(), Room::Member),
        Command::RevokeInvitation(_) => ("Rút lời mời".to_owned(), Room::Member),
        Command::EndDevice(_) => ("Ngừng quyền của một máy".to_owned(), Room::Member),
        Command::SaveSurvey(body) => (format!("Lưu khảo sát “{}”", body.title), Room::Survey),
        Command::PublishSurvey(body) => {
            let title = match &body.draft {
                Some(draft) => format!("“{}”", draft.title),
                None => survey_title(client, body.id),
            };
            (format!("Phát hành khảo sát {title}"), Room::Survey)
        }
        Command::CloseSurvey(body) => (
            format!("Đóng khảo sát {}", survey_title(client, body.id)),
            Room::Survey,
        ),
        Command::AnswerSurvey(body) => (
            format!("Trả lời khảo sát {}", survey_title(client, body.survey)),
            Room::Survey,
        ),
        Command::SaveOffer(body) => (format!("Lưu ưu đãi “{}”", body.terms.title), Room::Market),
        Command::SubmitOffer(body) => {
            let title = match &body.draft {
                Some(draft) => format!("“{}”", draft.terms.title),
                None => offer_title(client, body.id),
            };
            (format!("Gửi duyệt ưu đãi {title}"), Room::Market)
        }
        Command::ApproveOffer(body) => (
            format!("Duyệt ưu đãi {}", offer_title(client, body.id)),
            Room::Market,
        ),
        Command::RefuseOffer(body) => (
            format!("Không duyệt ưu đãi {}", offer_title(client, body.id)),
            Room::Market,
        ),
        Command::EndOffer(body) => (
            format!("Kết thúc ưu đãi {}", offer_title(client, body.id)),
            Room::Market,
        ),
        Command::TakeVoucher(body) => (
            format!("Lấy phiếu ưu đãi {}", offer_title(client, body.offer)),
            Room::Market,
        ),
        Command::RedeemVoucher(body) => (
            format!("Đổi phiếu ưu đãi {}", offer_title(client, body.offer)),
            Room::Market,
        ),
        Command::ConfirmGrant(body) => (
            format!("Đồng ý cấp quyền cho {}", granted(client, body.grant)),
            Room::Session,
        ),
        Command::EndGrant(body) => (
            format!("Không cấp, hoặc rút quyền của {}", granted(client, body.grant)),
            Room::Session,
        ),
        _ => ("Việc khác".to_owned(), Room::Session),
    }
}

/// The room whose page shows what a command was about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    Session,
    Member,
    Survey,
    Market,
}

/// A command of this device, as the sync panel lists it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OutboxItem {
    pub sending: Sending,
    /// "Kết nạp Vũ Thị Hồng Nhung" and its second line.
    pub title: String,
    pub second: Option<String>,
    pub room: Room,
    #[ts(type = "Instant")]
    pub saved_at: Instant,
    #[ts(type = "Instant | null")]
    pub sent_at: Option<Instant>,
    #[ts(type = "Instant | null")]
    pub answered_at: Option<Instant>,
    /// Refused only: what is still kept on this device.
    pub kept: Option<String>,
    /// Refused only: sync_mend gives a draft whose form can be opened.
    pub can_mend: bool,
}

/// A line of the sync panel.
pub(crate) fn item(client: &Client, entry: &OutboxEntry) -> OutboxItem {
    let command = entry.command();
    let (title, room) = command
        .as_ref()
        .map_or_else(|| ("Việc khác".to_owned(), Room::Session), |c| words(client, c));
    let refused = entry.state == CommandState::Refused;
    OutboxItem {
        sending: sending(entry),
        title,
        second: None,
        room,
        saved_at: entry.made_at,
        sent_at: None,
        answered_at: entry.settled_at,
        kept: refused.then(|| "Nội dung đã nhập vẫn còn trên máy này.".to_owned()),
        can_mend: refused && command.as_ref().is_some_and(can_mend),
    }
}

pub(crate) fn items(client: &Client, state: CommandState) -> Result<Vec<OutboxItem>, ApiError> {
    let entries = client.store().outbox(state, MOST)?;
    Ok(entries.iter().map(|entry| item(client, entry)).collect())
}

/// Whether a form can be opened for such a command; `mend` says what it would hold.
fn can_mend(command: &Command) -> bool {
    match command {
        Command::AdmitMember(_)
        | Command::EditMember(_)
        | Command::ChangeStatus(_)
        | Command::RevokeInvitation(_)
        | Command::EndDevice(_)
        | Command::SaveSurvey(_)
        | Command::PublishSurvey(_)
        | Command::CloseSurvey(_)
        | Command::AnswerSurvey(_)
        | Command::SaveOffer(_)
        | Command::SubmitOffer(_)
        | Command::ApproveOffer(_)
        | Command::RefuseOffer(_)
        | Command::TakeVoucher(_) => true,
        Command::Invite(body) => matches!(body.invitee, Invitee::Member(_)),
        _ => false,
    }
}
