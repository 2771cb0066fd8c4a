//! One grant: who gave it, on which devices its holder works, its invitations, and what may be done about it.

use super::list::{GrantRow, row};
use super::{OfGrant, grant_of};
use crate::desk::Desk;
use crate::home::name_of;
use crate::member::{Device, Invitation, device, invitation, invitations};
use crate::outbox::{self, saved};
use crate::said::Said;
use crate::shape::Saved;
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::{CommandId, GrantId, PersonId};
use congdoan_client::store::{device as devices, grant};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct GrantDetail {
    pub row: GrantRow,
    pub unit_full: String,
    pub proposed_by: Said,
    /// Null while it waits for the second person, and for what the operator gave.
    pub confirmed_by: Option<Said>,
    pub devices: Vec<Device>,
    pub invitations: Vec<Invitation>,
    /// The rules let this person be the second one.
    pub can_confirm: bool,
    /// They let them end it, or turn it down while it is only proposed.
    pub can_end: bool,
    pub can_invite: bool,
}

fn said_by(client: &Client, person: Option<PersonId>) -> Result<Said, ApiError> {
    let Some(person) = person else {
        return Ok(Said::new("người vận hành máy chủ", "the server's operator"));
    };
    let grants = client.read(grant::all)?;
    let name = name_of(client, person, &grants)?;
    Ok(name.map_or_else(
        || Said::new("một cán bộ cấp trên", "an officer above"),
        Said::name,
    ))
}

pub fn detail(desk: &Desk, asked: OfGrant) -> Result<GrantDetail, ApiError> {
    let client = desk.client()?;
    let line = client.grant_line(asked.id)?;
    let found = &line.grant;
    let entries = outbox::unsettled(&client)?;
    let known = client.read(|db| devices::of_person(db, found.person))?;
    let unit = client.unit(found.unit)?;
    let this = client.home().device;
    let whose = (Invitee::Desk(found.id), found.name.as_str());
    Ok(GrantDetail {
        row: row(&line, client.server_now(), &outbox::newest(&entries, grant_of)),
        unit_full: unit.map(|unit| unit.name).unwrap_or_default(),
        proposed_by: said_by(&client, found.proposed_by)?,
        confirmed_by: match found.confirmed_by {
            Some(person) => Some(said_by(&client, Some(person))?),
            None => None,
        },
        invitations: invitations(&client, whose, &line.invitations, &known, &entries)?,
        devices: known.iter().map(|found| device(found, this, &entries)).collect(),
        can_confirm: line.mine_to_confirm,
        can_end: line.mine_to_end,
        can_invite: line.mine_to_invite,
    })
}

#[derive(Deserialize, TS)]
pub struct GrantDecision {
    #[ts(type = "string")]
    id: GrantId,
    /// False turns it down: the grant ends before it began.
    accept: bool,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn decide(desk: &Desk, asked: GrantDecision) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = match asked.accept {
        true => client.confirm_grant(asked.id, asked.mends)?,
        false => client.end_grant(asked.id, asked.mends)?,
    };
    saved(&client, command, asked.id)
}

#[derive(Deserialize, TS)]
pub struct GrantAct {
    #[ts(type = "string")]
    id: GrantId,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn end(desk: &Desk, asked: GrantAct) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = client.end_grant(asked.id, asked.mends)?;
    saved(&client, command, asked.id)
}

pub fn invite(desk: &Desk, asked: GrantAct) -> Result<Invitation, ApiError> {
    let client = desk.client()?;
    let (id, _, _) = client.invite(Invitee::Desk(asked.id), asked.mends)?;
    let line = client.grant_line(asked.id)?;
    let made = line
        .invitations
        .iter()
        .find(|found| found.id == id)
        .ok_or_else(ApiError::not_found)?;
    invitation(&client, made, &[], &outbox::unsettled(&client)?)
}
