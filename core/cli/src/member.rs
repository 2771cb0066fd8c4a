mod form;
mod list;

use crate::code::Drawing;
use crate::device;
use crate::language::say;
use crate::output::{Answer, Mends, bad, day, id, moment};
use clap::Subcommand;
use congdoan_client::domain::InvitationId;
use congdoan_client::domain::invitation::{Invitation, InvitationState, Invitee};
use congdoan_client::domain::member::{Member as MemberRow, MemberStatus, ProfileField, Sex};
use congdoan_client::{ApiError, Client};
use form::{Fields, date};
use list::Asked;
use serde_json::json;

#[derive(Subcommand)]
pub enum Member {
    /// Tìm và liệt kê
    List(Asked),
    /// Một hồ sơ, máy và lời mời của người đó
    Show {
        /// Mã đoàn viên
        id: String,
    },
    /// Kết nạp
    Admit {
        /// Họ và tên
        name: String,
        #[command(flatten)]
        fields: Fields,
        #[command(flatten)]
        mends: Mends,
    },
    /// Sửa hồ sơ
    Edit {
        /// Mã đoàn viên
        id: String,
        /// Họ và tên
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        fields: Fields,
        #[command(flatten)]
        mends: Mends,
    },
    /// Đổi trạng thái: active, paused, transferring, left, retired, expelled
    Status {
        /// Mã đoàn viên
        id: String,
        /// Trạng thái mới
        to: String,
        /// Lý do
        #[arg(long)]
        reason: Option<String>,
        /// Từ ngày (YYYY-MM-DD); bỏ trống: hôm nay
        #[arg(long)]
        on: Option<String>,
        #[command(flatten)]
        mends: Mends,
    },
    /// Mời vào ứng dụng
    Invite {
        /// Mã đoàn viên
        id: String,
        #[command(flatten)]
        drawing: Drawing,
        #[command(flatten)]
        mends: Mends,
    },
    /// Rút lời mời
    RevokeInvitation {
        /// Mã lời mời
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Ngừng một máy của đoàn viên
    EndDevice {
        /// Mã máy
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
}

/// The person's word for a status.
pub fn word(status: MemberStatus) -> &'static str {
    say(status.vi(), status.as_str())
}

fn status(text: &str) -> Result<MemberStatus, ApiError> {
    MemberStatus::ALL
        .into_iter()
        .find(|status| status.as_str() == text)
        .ok_or_else(|| bad("trạng thái", "a status", text))
}

pub fn run(client: &Client, command: &Member) -> Result<Answer, ApiError> {
    match command {
        Member::List(asked) => list::run(client, asked),
        Member::Show { id } => show(client, id),
        Member::Admit { name, fields, mends } => {
            let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
            let (profile, joined) = (fields.profile(name)?, fields.joined()?);
            let (person, command) = client.admit_member_since(unit, profile, joined, mends.of(client)?)?;
            let what = say(format!("kết nạp {name}"), format!("the admission of {name}"));
            Ok(Answer::saved(command, json!({"id": person}), &what))
        }
        Member::Edit {
            id: text,
            name,
            fields,
            mends,
        } => {
            let mut changed = fields.changed()?;
            changed.extend(name.clone().map(ProfileField::Name));
            let command = client.edit_member(id(text)?, changed, mends.of(client)?)?;
            Ok(Answer::saved(
                command,
                json!({}),
                say("sửa hồ sơ", "a change of a record"),
            ))
        }
        Member::Status {
            id: text,
            to,
            reason,
            on,
            mends,
        } => {
            let status = status(to)?;
            let on = on.as_deref().map(date).transpose()?;
            let command = client.change_member_status_since(
                id(text)?,
                status,
                reason.clone(),
                on,
                mends.of(client)?,
            )?;
            let what = say(
                format!("chuyển sang “{}”", word(status)),
                format!("a change to “{}”", word(status)),
            );
            Ok(Answer::saved(command, json!({}), &what))
        }
        Member::Invite {
            id: text,
            drawing,
            mends,
        } => invite(client, Invitee::Member(id(text)?), drawing, mends),
        Member::RevokeInvitation { id: text, mends } => {
            let command = client.revoke_invitation(id::<InvitationId>(text)?, mends.of(client)?)?;
            Ok(Answer::saved(
                command,
                json!({}),
                say("rút lời mời", "the end of an invitation"),
            ))
        }
        Member::EndDevice { id, mends } => device::end(client, id, mends),
    }
}

/// Invites a member or the holder of a grant.
pub fn invite(
    client: &Client,
    invitee: Invitee,
    drawing: &Drawing,
    mends: &Mends,
) -> Result<Answer, ApiError> {
    drawing.check()?;
    let (invitation, command, line) = client.invite(invitee, mends.of(client)?)?;
    let mut answer = Answer::saved(
        command,
        json!({"invitation": invitation, "text": line, "qr": drawing.to}),
        say("lời mời", "an invitation"),
    );
    let when = match invitee {
        Invitee::Member(_) => say(
            "Lời mời dùng được sau khi gửi, một lần, trong 72 giờ:",
            "It works once it is sent, one time, for 72 hours:",
        ),
        Invitee::Desk(_) => say(
            "Lời mời dùng được sau khi gửi và khi quyền đã được xác nhận, một lần, trong 72 giờ:",
            "It works once it is sent and the grant is confirmed, one time, for 72 hours:",
        ),
    };
    answer.text = format!("{}\n{when}\n{line}", answer.text);
    if drawing.to.is_some() {
        answer.text = format!("{}\n{}", answer.text, drawing.draw(Some(&line))?);
    }
    Ok(answer)
}

/// A number as people here write it: `0900 123 456`.
fn phone(stored: &str) -> String {
    match stored.strip_prefix("+84") {
        Some(rest) if rest.len() == 9 && rest.is_ascii() => {
            format!("0{} {} {}", &rest[..3], &rest[3..6], &rest[6..])
        }
        _ => stored.to_owned(),
    }
}

/// The fields of a record that have something in them.
fn record(member: &MemberRow) -> Vec<String> {
    let profile = &member.profile;
    let mut lines = vec![format!("{} · {}", profile.name, word(member.status))];
    let sex = profile.sex.map(|sex| match sex {
        Sex::Female => say("nữ", "female").to_owned(),
        Sex::Male => say("nam", "male").to_owned(),
    });
    for (label, value) in [
        (say("Mã đoàn viên", "Member number"), profile.number.clone()),
        (say("Ngày sinh", "Date of birth"), profile.birth.map(day)),
        (say("Giới tính", "Sex"), sex),
        (say("Điện thoại", "Phone"), profile.phone.as_deref().map(phone)),
        (say("Số căn cước", "ID number"), profile.national_id.clone()),
        (say("Bộ phận", "Department"), profile.department.clone()),
        (say("Công việc", "Job"), profile.job.clone()),
        (say("Vào công đoàn", "Joined the union"), Some(day(member.joined))),
        (
            say("Trạng thái từ", "Status since"),
            Some(day(member.status_since)),
        ),
        (say("Lý do", "Reason"), member.status_reason.clone()),
    ] {
        lines.extend(value.map(|value| format!("  {label}: {value}")));
    }
    lines
}

fn invited(invitation: &Invitation, client: &Client) -> String {
    match invitation.state {
        InvitationState::Open if invitation.expires_at <= client.server_now() => {
            say("đã hết hạn", "expired").to_owned()
        }
        InvitationState::Open => {
            let until = say("dùng được đến", "good until");
            format!("{until} {}", moment(invitation.expires_at))
        }
        InvitationState::Used { at, .. } => format!("{} {}", say("đã dùng", "used"), moment(at)),
        InvitationState::Revoked => say("đã rút", "revoked").to_owned(),
    }
}

fn show(client: &Client, text: &str) -> Result<Answer, ApiError> {
    let (member, devices, invitations) = client.member(id(text)?)?;
    let rows: Vec<_> = devices.iter().map(|found| device::row(found, client)).collect();
    let mut lines = record(&member);
    lines.extend(invitations.iter().map(|found| {
        let what = say("lời mời", "invitation");
        format!("  {what} {} · {}", found.id, invited(found, client))
    }));
    let what = say("máy", "device");
    lines.extend(
        devices
            .iter()
            .map(|found| format!("  {what} {}", device::line(found, client))),
    );
    Ok(Answer::new(
        json!({"member": member, "devices": rows, "invitations": invitations}),
        lines.join("\n"),
    ))
}
