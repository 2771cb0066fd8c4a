//! The roster: the list and the record.

use crate::desk::Desk;
use crate::face::args;
use crate::shape::Sending;
use crate::{member_view, outbox, person};
use congdoan_client::ApiError;
use congdoan_client::domain::PersonId;
use congdoan_client::domain::member::MemberStatus;
use congdoan_client::store::OutboxEntry;
use congdoan_client::store::member::{ListQuery, ListSort, departments};
use serde::Deserialize;
use serde_json::{Value, json};

pub use crate::member_write::{admit, device_end, edit, invitation_revoke, invite, status};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sort {
    Name,
    Code,
    BornOn,
    Department,
    Status,
}

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    statuses: Option<Vec<MemberStatus>>,
    #[serde(default)]
    departments: Option<Vec<String>>,
    #[serde(default)]
    sort: Option<Sort>,
    #[serde(default)]
    descending: Option<bool>,
    offset: u64,
    limit: u64,
}

/// The newest unsettled command about a member.
fn about(entries: &[OutboxEntry], id: PersonId) -> Option<Sending> {
    let mine = |entry: &&OutboxEntry| entry.command().as_ref().and_then(outbox::member_of) == Some(id);
    entries.iter().rev().find(mine).map(outbox::sending)
}

pub fn list(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Query = args(value)?;
    let client = desk.client()?;
    let unit = client.me()?.unit.map(|unit| unit.id);
    let text = asked.query.unwrap_or_default();
    let searched = !text.trim().is_empty();
    let query = ListQuery {
        unit,
        text,
        statuses: asked.statuses.unwrap_or_default(),
        departments: asked.departments.unwrap_or_default(),
        sort: match asked.sort {
            None | Some(Sort::Name) => ListSort::Name,
            Some(Sort::Code) => ListSort::Number,
            Some(Sort::BornOn) => ListSort::Birth,
            Some(Sort::Department) => ListSort::Department,
            Some(Sort::Status) => ListSort::Status,
        },
        descending: asked.descending.unwrap_or(false),
        offset: asked.offset,
        limit: asked.limit,
    };
    let found = client.member_list(&query)?;
    let entries = outbox::unsettled(&client)?;
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            json!({"id": row.id, "name": row.name, "name_marks": null, "code": row.number, "born_on": row.birth,
                   "department": row.department, "status": row.status, "card": null, "device_count": 0,
                   "sending": about(&entries, row.id)})
        })
        .collect();
    let mut by_status = vec![];
    for status in MemberStatus::ALL {
        let counted = client.member_list(&ListQuery {
            statuses: vec![status],
            limit: 0,
            offset: 0,
            ..query.clone()
        })?;
        by_status.push(json!({"status": status, "count": counted.total}));
    }
    let by_department: Vec<_> = match unit {
        Some(unit) => client.read(|db| departments(db, unit))?,
        None => vec![],
    }
    .into_iter()
    .map(|(department, count)| json!({"department": department, "count": count}))
    .collect();
    Ok(json!({
        "rows": rows, "offset": query.offset, "total": found.total, "total_all": found.of,
        "exact": searched.then_some(found.exact), "status_counts": by_status, "department_counts": by_department,
        "as_of": client.store().last_settled()?,
    }))
}

/// Where the rules let a status go; the rules themselves have the last word.
fn next(status: MemberStatus) -> &'static [MemberStatus] {
    use MemberStatus::{Active, Applicant, Expelled, Left, Paused, Retired, Transferring};
    match status {
        Applicant => &[Active, Left],
        Active => &[Paused, Transferring, Left, Retired, Expelled],
        Paused | Transferring => &[Active, Left, Retired, Expelled],
        Left | Retired | Expelled => &[Active],
    }
}

#[derive(Deserialize)]
struct Of {
    id: PersonId,
}

pub fn detail(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    let client = desk.client()?;
    let (member, devices, invitations) = client.member(asked.id)?;
    let unit = client.read(|db| congdoan_client::store::unit::unit(db, member.unit))?;
    let office = person::is_office(&client.me()?);
    let this = client.home().device;
    let invitations = invitations
        .iter()
        .map(|found| member_view::invitation(&client, found))
        .collect::<Result<Vec<_>, _>>()?;
    let entries = outbox::unsettled(&client)?;
    let profile = &member.profile;
    let since =
        json!({"on": member.status_since, "text": member.status.vi(), "second": member.status_reason});
    Ok(json!({
        "row": {"id": member.id, "name": profile.name, "name_marks": null, "code": profile.number,
                "born_on": profile.birth, "department": profile.department, "status": member.status, "card": null,
                "device_count": devices.len(), "sending": about(&entries, member.id)},
        "form": crate::member_form::form(profile, Some(member.joined)), "revision": 0,
        "unit": unit.as_ref().map(person::unit_name), "status_since": member.status_since,
        "status_reason": member.status_reason, "history": [since],
        "devices": devices.iter().map(|found| member_view::device(found, this)).collect::<Vec<_>>(),
        "invitations": invitations, "next_statuses": if office { next(member.status) } else { &[] },
        "can_edit": office, "can_invite": office && member.status.belongs(),
    }))
}
