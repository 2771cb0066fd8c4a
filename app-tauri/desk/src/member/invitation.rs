//! Invitations: made, shown as text and as a code on the device that made them, taken back.

use super::about;
use crate::desk::Desk;
use crate::home::name_of;
use crate::outbox::{self, saved};
use crate::said::Said;
use crate::shape::{Saved, SendState, Sending};
use congdoan_client::domain::device::Device;
use congdoan_client::domain::invitation::{
    Invitation as Known, InvitationState as State, Invitee, VALID_HOURS,
};
use congdoan_client::domain::{Command, CommandId, Instant, InvitationId, PersonId};
use congdoan_client::store::{OutboxEntry, grant};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    Unused,
    Used,
    Revoked,
    Expired,
    Refused,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct Invitation {
    pub id: String,
    pub person_name: String,
    /// Who made it, as far as this device knows.
    pub made_by: Said,
    #[ts(type = "Instant")]
    pub made_at: Instant,
    #[ts(type = "Instant")]
    pub expires_at: Instant,
    pub state: InvitationState,
    /// False until the command reached the server: "dùng được sau khi gửi".
    pub usable: bool,
    #[ts(type = "Instant | null")]
    pub used_at: Option<Instant>,
    pub used_by_device: Option<String>,
    /// Only on the device that made it and only while unused: the server keeps a hash.
    pub text: Option<String>,
    /// `text` as a QR code.
    pub qr_svg: Option<String>,
    /// Set while making it or taking it back waits or was refused.
    pub sending: Option<Sending>,
}

/// Who made an invitation: those whom it is for must be able to tell that nobody came in behind their back.
fn maker(client: &Client, known: &Known) -> Result<Said, ApiError> {
    let Some(person) = known.made_by else {
        return Ok(Said::new("người vận hành máy chủ", "the server's operator"));
    };
    if person == client.home().person {
        return Ok(Said::new("anh/chị", "you"));
    }
    let grants = client.read(grant::all)?;
    if let Some(name) = name_of(client, person, &grants)? {
        return Ok(Said::name(name));
    }
    let unit = client
        .unit(known.unit)?
        .map(|unit| unit.short_name)
        .unwrap_or_default();
    Ok(Said::new(
        format!("một cán bộ của {unit} hay cấp trên"),
        format!("an officer of {unit} or above"),
    ))
}

pub(crate) fn invitation(
    client: &Client,
    known: &Known,
    devices: &[Device],
    entries: &[OutboxEntry],
) -> Result<Invitation, ApiError> {
    let (state, used) = match known.state {
        State::Used { at, device } => (InvitationState::Used, Some((at, device))),
        State::Revoked => (InvitationState::Revoked, None),
        State::Open if client.server_now() >= known.expires_at => (InvitationState::Expired, None),
        State::Open => (InvitationState::Unused, None),
    };
    let unused = state == InvitationState::Unused;
    let sending = about(entries, |command| match command {
        Command::Invite(body) => body.invitation == known.id,
        Command::RevokeInvitation(body) => body.invitation == known.id,
        _ => false,
    });
    // Seen before the server has it: the command that makes it still waits.
    let waits = about(
        entries,
        |command| matches!(command, Command::Invite(body) if body.invitation == known.id),
    );
    let text = match unused {
        true => client.invitation_text(known.id)?,
        false => None,
    };
    Ok(Invitation {
        id: known.id.to_string(),
        person_name: known.name.clone(),
        made_by: maker(client, known)?,
        made_at: known.made_at,
        expires_at: known.expires_at,
        state,
        usable: unused && waits.is_none(),
        used_at: used.map(|(at, _)| at),
        used_by_device: used
            .and_then(|(_, id)| devices.iter().find(|device| device.id == id))
            .map(|device| device.name.clone()),
        qr_svg: text.as_deref().and_then(crate::qr::svg),
        text,
        sending,
    })
}

/// The invitations of a member or for a grant, newest first; those the server refused stand first, since they are nowhere else.
pub(crate) fn invitations(
    client: &Client,
    (invitee, name): (Invitee, &str),
    known: &[Known],
    devices: &[Device],
    entries: &[OutboxEntry],
) -> Result<Vec<Invitation>, ApiError> {
    let refused = entries.iter().rev().filter_map(|entry| {
        let sending = outbox::sending(entry);
        match entry.command() {
            Some(Command::Invite(body)) if body.invitee == invitee && sending.state == SendState::Refused => {
                Some(Invitation {
                    id: body.invitation.to_string(),
                    person_name: name.to_owned(),
                    made_by: Said::new("anh/chị", "you"),
                    made_at: entry.made_at,
                    expires_at: entry.made_at.plus_hours(VALID_HOURS),
                    state: InvitationState::Refused,
                    usable: false,
                    used_at: None,
                    used_by_device: None,
                    text: None,
                    qr_svg: None,
                    sending: Some(sending),
                })
            }
            _ => None,
        }
    });
    let mut all: Vec<_> = refused.collect();
    for found in known {
        all.push(invitation(client, found, devices, entries)?);
    }
    Ok(all)
}

#[derive(Deserialize, TS)]
pub struct MemberInvite {
    #[ts(type = "string")]
    id: PersonId,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn invite(desk: &Desk, asked: MemberInvite) -> Result<Invitation, ApiError> {
    let client = desk.client()?;
    let (id, _, _) = client.invite(Invitee::Member(asked.id), asked.mends)?;
    let (_, devices, known) = client.member(asked.id)?;
    let made = known
        .iter()
        .find(|found| found.id == id)
        .ok_or_else(ApiError::not_found)?;
    invitation(&client, made, &devices, &outbox::unsettled(&client)?)
}

#[derive(Deserialize, TS)]
pub struct InvitationRevoke {
    #[ts(type = "string")]
    id: InvitationId,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn invitation_revoke(desk: &Desk, asked: InvitationRevoke) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = client.revoke_invitation(asked.id, asked.mends)?;
    saved(&client, command, asked.id)
}
