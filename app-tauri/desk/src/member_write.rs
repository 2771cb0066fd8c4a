//! The roster's writing calls.

use crate::desk::Desk;
use crate::face::{args, missing};
use crate::outbox::saved;
use crate::shape::Saved;
use congdoan_client::ApiError;
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::{MemberStatus, Profile, ProfileField, Sex};
use congdoan_client::domain::{CommandId, Date, DeviceId, InvitationId, PersonId};
use serde::Deserialize;
use serde_json::Value;

/// The page's form; a code and a joining day are the office's to give, not the form's.
#[derive(Deserialize)]
struct Form {
    name: String,
    sex: Option<Sex>,
    born_on: Option<Date>,
    phone: Option<String>,
    department: Option<String>,
    job: Option<String>,
}

fn named(form: &Form) -> Result<(), ApiError> {
    if form.name.trim().is_empty() {
        return Err(missing(
            "name",
            "Chưa có họ và tên. Những gì đã nhập vẫn còn. Anh/chị nhập họ và tên rồi lưu lại.",
        ));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Admit {
    form: Form,
    #[serde(default)]
    mends: Option<CommandId>,
}

pub fn admit(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let Admit { form, mends } = args(value)?;
    named(&form)?;
    let client = desk.client()?;
    let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
    let profile = Profile {
        name: form.name,
        number: None,
        birth: form.born_on,
        sex: form.sex,
        phone: form.phone,
        national_id: None,
        department: form.department,
        job: form.job,
    };
    let (id, command) = client.admit_member(unit, profile, mends)?;
    saved(&client, command, id)
}

#[derive(Deserialize)]
struct Edit {
    id: PersonId,
    form: Form,
    #[serde(default)]
    mends: Option<CommandId>,
}

pub fn edit(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let Edit { id, form, mends } = args(value)?;
    named(&form)?;
    let client = desk.client()?;
    let before = client.member(id)?.0.profile;
    // Only what changed: two officers may edit two fields of one member without a conflict.
    let mut fields = vec![];
    if form.name != before.name {
        fields.push(ProfileField::Name(form.name));
    }
    if form.sex != before.sex {
        fields.push(ProfileField::Sex(form.sex));
    }
    if form.born_on != before.birth {
        fields.push(ProfileField::Birth(form.born_on));
    }
    if form.phone != before.phone {
        fields.push(ProfileField::Phone(form.phone));
    }
    if form.department != before.department {
        fields.push(ProfileField::Department(form.department));
    }
    if form.job != before.job {
        fields.push(ProfileField::Job(form.job));
    }
    let command = client.edit_member(id, fields, mends)?;
    saved(&client, command, id)
}

#[derive(Deserialize)]
struct Status {
    id: PersonId,
    status: MemberStatus,
    reason: String,
    #[serde(default)]
    mends: Option<CommandId>,
}

pub fn status(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let asked: Status = args(value)?;
    let client = desk.client()?;
    let reason = Some(asked.reason).filter(|reason| !reason.trim().is_empty());
    let command = client.change_member_status(asked.id, asked.status, reason, asked.mends)?;
    saved(&client, command, asked.id)
}

#[derive(Deserialize)]
struct Invite {
    id: PersonId,
    #[serde(default)]
    mends: Option<CommandId>,
}

pub fn invite(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Invite = args(value)?;
    let client = desk.client()?;
    let (id, _, _) = client.invite(Invitee::Member(asked.id), asked.mends)?;
    let (_, _, invitations) = client.member(asked.id)?;
    let made = invitations
        .iter()
        .find(|found| found.id == id)
        .ok_or_else(ApiError::not_found)?;
    crate::member_view::invitation(&client, made)
}

#[derive(Deserialize)]
struct Revoke {
    id: InvitationId,
}

pub fn invitation_revoke(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let asked: Revoke = args(value)?;
    let client = desk.client()?;
    let command = client.revoke_invitation(asked.id, None)?;
    saved(&client, command, asked.id)
}

#[derive(Deserialize)]
struct EndDevice {
    device_id: DeviceId,
}

pub fn device_end(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let asked: EndDevice = args(value)?;
    let client = desk.client()?;
    let command = client.end_device(asked.device_id, None)?;
    saved(&client, command, asked.device_id)
}
