use crate::arguments::Grant;
use crate::output::{Answer, bad, id};
use congdoan_client::domain::grant::{GrantState, Role};
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::{Date, Instant, time};
use congdoan_client::grant::{GrantLine, Proposal};
use congdoan_client::{ApiError, Client};
use serde_json::json;

pub fn run(client: &Client, command: &Grant) -> Result<Answer, ApiError> {
    match command {
        Grant::List { all } => list(client, *all),
        Grant::Propose {
            name,
            unit,
            role,
            person,
            from,
            to,
        } => {
            let proposal = Proposal {
                person: person.as_deref().map(id).transpose()?,
                name: name.clone(),
                unit: match unit {
                    Some(unit) => id(unit)?,
                    None => client.me()?.unit.ok_or_else(ApiError::not_found)?.id,
                },
                role: Role::ALL
                    .into_iter()
                    .find(|known| known.as_str() == role)
                    .ok_or_else(|| bad("vai trò", role))?,
                // A day begins where the day before it ends, in Việt Nam.
                from: from.as_deref().map(begin_of).transpose()?,
                to: to
                    .as_deref()
                    .map(|text| date(text).map(time::end_of))
                    .transpose()?,
            };
            let (grant, command) = client.propose_grant(proposal, None)?;
            Ok(Answer::saved(
                command,
                json!({"grant": grant}),
                &format!("đề nghị giao quyền cho {name}. Cần một cán bộ khác xác nhận"),
            ))
        }
        Grant::Confirm { id: text } => {
            let command = client.confirm_grant(id(text)?, None)?;
            Ok(Answer::saved(command, json!({}), "xác nhận giao quyền"))
        }
        Grant::Refuse { id: text } => {
            let command = client.refuse_grant(id(text)?)?;
            Ok(Answer::saved(command, json!({}), "từ chối giao quyền"))
        }
        Grant::End { id: text } => {
            let command = client.end_grant(id(text)?, None)?;
            Ok(Answer::saved(command, json!({}), "kết thúc quyền"))
        }
        Grant::Invite { id: text } => {
            let (invitation, command, line) = client.invite(Invitee::Desk(id(text)?), None)?;
            let mut answer = Answer::saved(
                command,
                json!({"invitation": invitation, "text": line}),
                "lời mời, dùng được sau khi gửi và khi quyền đã được xác nhận",
            );
            answer.text = format!("{}\n{line}", answer.text);
            Ok(answer)
        }
    }
}

fn date(text: &str) -> Result<Date, ApiError> {
    text.parse().map_err(|_| bad("ngày", text))
}

fn begin_of(text: &str) -> Result<Instant, ApiError> {
    let day_before = date(text)?.yesterday().map_err(|_| bad("ngày", text))?;
    Ok(time::end_of(day_before).plus_ms(1))
}

fn list(client: &Client, all: bool) -> Result<Answer, ApiError> {
    let lines: Vec<GrantLine> = client
        .grant_list()?
        .into_iter()
        .filter(|line| all || line.grant.state != GrantState::Ended)
        .collect();
    let now = client.server_now();
    let json: Vec<_> = lines
        .iter()
        .map(|line| {
            let grant = &line.grant;
            json!({"id": grant.id, "person": grant.person, "name": grant.name, "unit": grant.unit, "unit_name": line.unit,
                   "role": grant.role, "state": grant.state, "from": grant.from, "to": grant.to,
                   "active": grant.active_at(now), "devices": line.devices, "mine_to_confirm": line.mine_to_confirm,
                   "invitations": line.invitations})
        })
        .collect();
    let text: Vec<_> = lines.iter().map(|line| words(line, now)).collect();
    Ok(Answer::new(
        json!({"grants": json}),
        if text.is_empty() {
            "Chưa có quyền nào ở đây.".to_owned()
        } else {
            text.join("\n")
        },
    ))
}

fn words(line: &GrantLine, now: Instant) -> String {
    let grant = &line.grant;
    let state = match grant.state {
        GrantState::Proposed if line.mine_to_confirm => "chờ anh/chị xác nhận".to_owned(),
        GrantState::Proposed => "chờ người thứ hai xác nhận".to_owned(),
        GrantState::Active if now < grant.from => format!("bắt đầu {}", time::vi(grant.from.date())),
        GrantState::Active if grant.to.is_some_and(|to| to <= now) => "đã hết hạn".to_owned(),
        GrantState::Active if line.devices == 0 => {
            "không thấy máy nào đang dùng: có thể cần mời lại".to_owned()
        }
        GrantState::Active => format!("{} máy", line.devices),
        GrantState::Ended => "đã kết thúc".to_owned(),
    };
    let unit = line.unit.as_deref().unwrap_or("—");
    format!(
        "{}  {} · {} · {unit} · {state}",
        grant.id,
        grant.name,
        grant.role.as_str()
    )
}
