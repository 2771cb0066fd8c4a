use crate::arguments::Member;
use crate::output::{Answer, bad, id};
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::{MemberStatus, Profile, ProfileField};
use congdoan_client::domain::{DeviceId, InvitationId, PersonId};
use congdoan_client::store::member::ListQuery;
use congdoan_client::{ApiError, Client};
use serde_json::json;

pub fn run(client: &Client, command: &Member) -> Result<Answer, ApiError> {
    match command {
        Member::List { text, limit, offset } => list(client, text, *limit, *offset),
        Member::Show { id } => show(client, id),
        Member::Admit {
            name,
            number,
            phone,
            national_id,
            department,
            mends,
        } => {
            let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
            let profile = Profile {
                name: name.clone(),
                number: number.clone(),
                birth: None,
                sex: None,
                phone: phone.clone(),
                national_id: national_id.clone(),
                department: department.clone(),
                job: None,
            };
            let mends = mends.as_deref().map(id).transpose()?;
            let (person, command) = client.admit_member(unit, profile, mends)?;
            Ok(Answer::saved(
                command,
                json!({"id": person}),
                &format!("kết nạp {name}"),
            ))
        }
        Member::Edit {
            id: text,
            name,
            phone,
            department,
        } => {
            let person: PersonId = id(text)?;
            let mut fields = vec![];
            fields.extend(name.clone().map(ProfileField::Name));
            fields.extend(phone.clone().map(|phone| ProfileField::Phone(Some(phone))));
            fields.extend(
                department
                    .clone()
                    .map(|department| ProfileField::Department(Some(department))),
            );
            let command = client.edit_member(person, fields, None)?;
            Ok(Answer::saved(command, json!({}), "sửa hồ sơ"))
        }
        Member::Status { id: text, to, reason } => {
            let status = MemberStatus::ALL
                .into_iter()
                .find(|s| s.as_str() == to)
                .ok_or_else(|| bad("trạng thái", to))?;
            let command = client.change_member_status(id(text)?, status, reason.clone(), None)?;
            Ok(Answer::saved(
                command,
                json!({}),
                &format!("chuyển sang “{}”", status.vi()),
            ))
        }
        Member::Invite { id: text } => {
            let (invitation, command, line) = client.invite(Invitee::Member(id(text)?), None)?;
            let mut answer = Answer::saved(
                command,
                json!({"invitation": invitation, "text": line}),
                "lời mời",
            );
            answer.text.push_str(&format!(
                "\nLời mời dùng được sau khi gửi, một lần, trong 72 giờ:\n{line}"
            ));
            Ok(answer)
        }
        Member::RevokeInvitation { id: text } => {
            let command = client.revoke_invitation(id::<InvitationId>(text)?, None)?;
            Ok(Answer::saved(command, json!({}), "rút lời mời"))
        }
        Member::EndDevice { id: text } => {
            let command = client.end_device(id::<DeviceId>(text)?, None)?;
            Ok(Answer::saved(command, json!({}), "ngừng máy"))
        }
    }
}

fn list(client: &Client, text: &str, limit: u64, offset: u64) -> Result<Answer, ApiError> {
    let unit = client.me()?.unit.map(|unit| unit.id);
    let query = ListQuery {
        unit,
        text: text.to_owned(),
        limit,
        offset,
        ..ListQuery::default()
    };
    let found = client.member_list(&query)?;
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            json!({"id": row.id, "name": row.name, "number": row.number, "birth": row.birth,
                   "department": row.department, "status": row.status, "exact": row.exact})
        })
        .collect();
    let lines: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            format!(
                "{}  {:<28} {:<14} {}",
                row.id,
                row.name,
                row.department.as_deref().unwrap_or("—"),
                row.status.vi()
            )
        })
        .collect();
    let text = if lines.is_empty() {
        "Không tìm thấy ai.".to_owned()
    } else {
        lines.join("\n")
    };
    Ok(Answer::new(
        json!({"rows": rows, "total": found.total, "exact": found.exact, "of": found.of}),
        format!("{text}\n{} trong {} người", found.total, found.of),
    ))
}

fn show(client: &Client, text: &str) -> Result<Answer, ApiError> {
    let (member, devices, invitations) = client.member(id(text)?)?;
    let devices_json: Vec<_> = devices
        .iter()
        .map(|d| json!({"id": d.id, "name": d.name, "state": d.state, "enrolled_at": d.enrolled_at}))
        .collect();
    let lines: Vec<_> = devices
        .iter()
        .map(|d| format!("  máy {} {}", d.id, d.name))
        .collect();
    let text = format!(
        "{} · {}\n{}",
        member.profile.name,
        member.status.vi(),
        lines.join("\n")
    );
    Ok(Answer::new(
        json!({"member": member, "devices": devices_json, "invitations": invitations}),
        text,
    ))
}
