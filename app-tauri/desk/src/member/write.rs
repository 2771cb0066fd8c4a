//! Admission, correction, change of status.

use super::MemberForm;
use super::form::blame;
use crate::desk::Desk;
use crate::face::missing;
use crate::outbox::saved;
use crate::shape::Saved;
use crate::words::MemberStatusWord;
use congdoan_client::domain::member::MemberStatus;
use congdoan_client::domain::{CommandId, Date, PersonId};
use congdoan_client::{ApiError, Retry};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

fn named(form: &MemberForm) -> Result<(), ApiError> {
    if form.name.trim().is_empty() {
        return Err(missing(
            "name",
            "Chưa có họ và tên. Những gì đã nhập vẫn còn. Anh/chị nhập họ và tên rồi lưu lại.",
            "There is no name yet. What was typed is kept. Enter the full name and save again.",
        ));
    }
    Ok(())
}

#[derive(Deserialize, TS)]
pub struct MemberAdmit {
    form: MemberForm,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn admit(desk: &Desk, asked: MemberAdmit) -> Result<Saved, ApiError> {
    named(&asked.form)?;
    let client = desk.client()?;
    let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
    let joined = asked.form.joined_on;
    let (id, command) = client
        .admit_member_since(unit, asked.form.profile(), joined, asked.mends)
        .map_err(blame)?;
    saved(&client, command, id)
}

#[derive(Deserialize, TS)]
pub struct MemberEdit {
    #[ts(type = "string")]
    id: PersonId,
    /// The form as the record filled it. Where another has changed a field since then that this one changes too, the
    /// answer is `member.changed_meanwhile` with the field: read the record again and let the person look.
    before: MemberForm,
    form: MemberForm,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn edit(desk: &Desk, asked: MemberEdit) -> Result<Saved, ApiError> {
    named(&asked.form)?;
    let client = desk.client()?;
    let (fields, seen) = asked.form.changes(asked.before, client.server_now());
    if fields.is_empty() && asked.mends.is_none() {
        return Err(ApiError::new(
            "nothing_changed",
            Retry::Never,
            "Chưa có mục nào được sửa. Hồ sơ vẫn như cũ. Anh/chị sửa rồi ghi, hoặc quay lại hồ sơ.",
            "Nothing was changed. The record is as it was.",
        ));
    }
    let command = client
        .edit_member_seen(asked.id, fields, seen, asked.mends)
        .map_err(blame)?;
    saved(&client, command, asked.id)
}

/// What the form for a change of status holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StatusForm {
    #[ts(as = "MemberStatusWord")]
    pub status: MemberStatus,
    pub reason: String,
    /// Since which day; null: today.
    #[ts(type = "CivilDate | null")]
    pub on: Option<Date>,
}

#[derive(Deserialize, TS)]
pub struct MemberStatusChange {
    #[ts(type = "string")]
    id: PersonId,
    #[serde(flatten)]
    form: StatusForm,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn status(desk: &Desk, asked: MemberStatusChange) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let StatusForm { status, reason, on } = asked.form;
    let reason = Some(reason).filter(|reason| !reason.trim().is_empty());
    let command = client
        .change_member_status_since(asked.id, status, reason, on, asked.mends)
        .map_err(blame)?;
    saved(&client, command, asked.id)
}
