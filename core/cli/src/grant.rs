use crate::code::Drawing;
use crate::language::say;
use crate::member;
use crate::output::{Answer, Mends, bad, day, id};
use clap::Subcommand;
use congdoan_client::domain::grant::{GrantState, Role};
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::{Date, Instant};
use congdoan_client::grant::{GrantLine, Proposal, Standing};
use congdoan_client::{ApiError, Client};
use serde_json::json;

#[derive(Subcommand)]
pub enum Grant {
    /// Quyền ở đơn vị này và những đơn vị ngay dưới
    List {
        /// Cả những quyền đã kết thúc
        #[arg(long)]
        all: bool,
    },
    /// Đề nghị giao quyền; một cán bộ khác phải xác nhận
    Propose {
        /// Họ và tên
        name: String,
        /// Mã đơn vị; bỏ trống: đơn vị của tôi
        #[arg(long)]
        unit: Option<String>,
        /// chair, officer hoặc provider_staff
        #[arg(long, default_value = "officer")]
        role: String,
        /// Mã người, nếu người này đã là đoàn viên
        #[arg(long)]
        person: Option<String>,
        /// Từ đầu ngày (YYYY-MM-DD); bỏ trống: từ bây giờ
        #[arg(long)]
        from: Option<String>,
        /// Đến hết ngày (YYYY-MM-DD); bỏ trống: đến khi kết thúc
        #[arg(long)]
        to: Option<String>,
        #[command(flatten)]
        mends: Mends,
    },
    /// Xác nhận, với tư cách người thứ hai
    Confirm {
        /// Mã quyền
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Từ chối một đề nghị
    Refuse {
        /// Mã quyền
        id: String,
    },
    /// Kết thúc một quyền ngay
    End {
        /// Mã quyền
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Mời người có quyền lập hồ sơ trên máy (máy đầu tiên, hay mất máy)
    Invite {
        /// Mã quyền
        id: String,
        #[command(flatten)]
        drawing: Drawing,
        #[command(flatten)]
        mends: Mends,
    },
}

pub fn run(client: &Client, command: &Grant) -> Result<Answer, ApiError> {
    let saved = |command, what: &str| Ok(Answer::saved(command, json!({}), what));
    match command {
        Grant::List { all } => list(client, *all),
        Grant::Propose {
            name,
            unit,
            role,
            person,
            from,
            to,
            mends,
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
                    .ok_or_else(|| bad("vai trò", "a role", role))?,
                from: from.as_deref().map(date).transpose()?,
                to: to.as_deref().map(date).transpose()?,
            };
            let (grant, command) = client.propose_grant(proposal, mends.of(client)?)?;
            let what = say(
                format!("đề nghị giao quyền cho {name}. Cần một cán bộ khác xác nhận"),
                format!("a grant proposed for {name}. Another officer must confirm it"),
            );
            Ok(Answer::saved(command, json!({"grant": grant}), &what))
        }
        Grant::Confirm { id: text, mends } => saved(
            client.confirm_grant(id(text)?, mends.of(client)?)?,
            say("xác nhận giao quyền", "the confirmation of a grant"),
        ),
        Grant::Refuse { id: text } => saved(
            client.refuse_grant(id(text)?)?,
            say("từ chối giao quyền", "the refusal of a grant"),
        ),
        Grant::End { id: text, mends } => saved(
            client.end_grant(id(text)?, mends.of(client)?)?,
            say("kết thúc quyền", "the end of a grant"),
        ),
        Grant::Invite {
            id: text,
            drawing,
            mends,
        } => member::invite(client, Invitee::Desk(id(text)?), drawing, mends),
    }
}

/// The person's word for a role.
fn role_word(role: Role) -> &'static str {
    match role {
        Role::Chair => say("chủ tịch", "chair"),
        Role::Officer => say("cán bộ", "officer"),
        Role::ProviderStaff => say("nhân viên nhà cung cấp", "provider's staff"),
    }
}

fn date(text: &str) -> Result<Date, ApiError> {
    text.parse().map_err(|_| bad("ngày", "a date", text))
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
    let none = say("Chưa có quyền nào ở đây.", "There are no grants here.");
    Ok(Answer::lines(json!({"grants": json}), &text, none))
}

fn words(line: &GrantLine, now: Instant) -> String {
    let grant = &line.grant;
    let state = match line.standing(now) {
        Standing::Mine => say("chờ anh/chị xác nhận", "waits for your confirmation").to_owned(),
        Standing::Proposed => say("chờ người thứ hai xác nhận", "waits for a second person").to_owned(),
        Standing::ToCome => format!("{} {}", say("bắt đầu", "begins"), day(grant.from.date())),
        Standing::Over => say("đã hết hạn", "over").to_owned(),
        Standing::NoDevice => {
            let (vi, en) = (
                "không thấy máy nào đang dùng: có thể cần mời lại",
                "no device in use is seen: it may have to be invited again",
            );
            say(vi, en).to_owned()
        }
        Standing::Working => format!("{} {}", line.devices, say("máy", "devices")),
        Standing::Ended => say("đã kết thúc", "ended").to_owned(),
    };
    let unit = line.unit.as_deref().unwrap_or("—");
    format!(
        "{}  {} · {} · {unit} · {state}",
        grant.id,
        grant.name,
        role_word(grant.role)
    )
}
