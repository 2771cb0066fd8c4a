//! One member's record.

use super::list::{MemberRow, row};
use super::{Device, Invitation, MemberForm, OfMember, device, invitation};
use crate::desk::Desk;
use crate::person::UnitName;
use crate::said::Said;
use crate::words::MemberStatusWord;
use crate::{outbox, person};
use congdoan_client::ApiError;
use congdoan_client::domain::Date;
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::{Member, MemberStatus};
use congdoan_client::store::member::ListRow;
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HistoryLine {
    #[ts(type = "CivilDate")]
    pub on: Date,
    pub text: Said,
    pub second: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct MemberDetail {
    pub row: MemberRow,
    /// The record as a form; `member_edit` takes it back as `before`.
    pub form: MemberForm,
    pub unit: UnitName,
    #[ts(type = "CivilDate")]
    pub status_since: Date,
    pub status_reason: Option<String>,
    /// Newest first.
    pub history: Vec<HistoryLine>,
    pub devices: Vec<Device>,
    pub invitations: Vec<Invitation>,
    /// Changes of status that the rules allow this person to make now.
    #[ts(as = "Vec<MemberStatusWord>")]
    pub next_statuses: Vec<MemberStatus>,
    pub can_edit: bool,
    pub can_invite: bool,
}

fn history(member: &Member) -> Vec<HistoryLine> {
    let joined = HistoryLine {
        on: member.joined,
        text: Said::new("Vào công đoàn", "Joined the union"),
        second: None,
    };
    let status = HistoryLine {
        on: member.status_since,
        text: Said::new(member.status.vi(), member.status.en()),
        second: member.status_reason.clone(),
    };
    if member.status == MemberStatus::Active && member.status_since == member.joined {
        vec![joined]
    } else {
        vec![status, joined]
    }
}

pub fn detail(desk: &Desk, asked: OfMember) -> Result<MemberDetail, ApiError> {
    let client = desk.client()?;
    let (member, devices, invitations) = client.member(asked.id)?;
    let unit = client.read(|db| congdoan_client::store::unit::unit(db, member.unit))?;
    let office = person::is_office(&client.me()?);
    let entries = outbox::unsettled(&client)?;
    let this = client.home().device;
    let profile = &member.profile;
    let line = ListRow {
        id: member.id,
        name: profile.name.clone(),
        number: profile.number.clone(),
        birth: profile.birth.map(|date| date.to_string()),
        department: profile.department.clone(),
        status: member.status,
        exact: true,
    };
    let whose = (Invitee::Member(member.id), profile.name.as_str());
    Ok(MemberDetail {
        row: row(&client, line, "", &outbox::newest(&entries, outbox::member_of))?,
        form: MemberForm::of(profile, Some(member.joined)),
        unit: unit.as_ref().map_or_else(
            || UnitName {
                id: member.unit.to_string(),
                full: client.home().server_name.clone(),
                short: client.home().server_name.clone(),
            },
            person::unit_name,
        ),
        status_since: member.status_since,
        status_reason: member.status_reason.clone(),
        history: history(&member),
        invitations: invitation::invitations(&client, whose, &invitations, &devices, &entries)?,
        devices: devices
            .iter()
            .map(|found| device(found, this, &entries))
            .collect(),
        next_statuses: match office {
            true => member.status.next().to_vec(),
            false => vec![],
        },
        can_edit: office,
        can_invite: office && member.status.belongs(),
    })
}
