//! enrol, whoami, status, sync, sign-out.

use crate::arguments::Enrol;
use crate::language::say;
use crate::output::{Answer, bad, empty_because, message, moment};
use crate::{outbox, pin};
use congdoan_client::store::CommandState;
use congdoan_client::{ApiError, Client, Enrolment, Lack, Network, Ports, SyncStatus};
use serde_json::json;
use std::path::Path;

pub fn enrol(home: &Path, enrol: &Enrol, ports: Ports) -> Result<Answer, ApiError> {
    let text = if enrol.invitation.contains("congdoan:") {
        enrol.invitation.clone()
    } else {
        std::fs::read_to_string(&enrol.invitation).map_err(|_| {
            let (vi, en) = (
                "lời mời, hay tệp lời mời đọc được",
                "an invitation, or a file with one",
            );
            bad(vi, en, &enrol.invitation)
        })?
    };
    let choice = Enrolment {
        device_name: enrol.device_name.clone(),
        pin: pin::given(),
        sample: enrol.sample,
        signer: None,
    };
    let client = Client::enrol(home, &text, ports, choice)?;
    let home = client.home();
    Ok(Answer::new(
        json!({"person": home.person, "name": home.name, "device": home.device, "server": home.server_name}),
        say(
            format!("Chào {}. Máy này đã vào {}.", home.name, home.server_name),
            format!(
                "Welcome, {}. This device has joined {}.",
                home.name, home.server_name
            ),
        ),
    ))
}

pub fn whoami(client: &Client) -> Result<Answer, ApiError> {
    let me = client.me()?;
    let unit = me.unit.as_ref().map(|unit| unit.name.clone());
    let roles: Vec<&str> = me.grants.iter().map(|grant| grant.role.as_str()).collect();
    let lack = client.lack()?;
    let name = &client.home().name;
    let text = match (&unit, lack, client.may_show()) {
        (Some(unit), ..) => format!("{name} · {unit}"),
        (None, Some(lack), _) => format!("{name}\n{}", empty_because(lack)),
        (None, None, Err(shut)) => format!("{name}\n{}", message(&shut)),
        (None, None, Ok(())) => name.clone(),
    };
    Ok(Answer::new(
        json!({"person": me.person, "name": client.home().name, "unit": unit, "unit_id": me.unit.map(|u| u.id),
               "roles": roles, "status": me.member.map(|m| m.status), "lack": lack.map(Lack::code)}),
        text,
    ))
}

/// The stable word and the person's. A program that has not talked to the server since it started knows nothing of the
/// network: that is neither online nor offline.
fn network(status: &SyncStatus) -> (&'static str, &'static str) {
    match (status.network, status.since) {
        (Network::Online, _) => ("online", say("Có mạng", "Online")),
        (Network::Offline, Some(_)) => ("offline", say("Ngoại tuyến", "Offline")),
        (Network::Offline, None) => (
            "untried",
            say(
                "Chưa thử mạng trong lần chạy này",
                "The network was not tried in this run",
            ),
        ),
    }
}

pub fn status(client: &Client) -> Result<Answer, ApiError> {
    let status = client.sync_status()?;
    let (network, word) = network(&status);
    let settled = match status.last_settled {
        Some(at) => say(
            format!("Khớp với máy chủ lần cuối: {}", moment(at)),
            format!("Last in step with the server: {}", moment(at)),
        ),
        None => say("Chưa đồng bộ lần nào", "Never synced").to_owned(),
    };
    let waiting = match status.waiting {
        0 => say("Đã gửi hết", "All sent").to_owned(),
        n => say(format!("Chờ gửi {n}"), format!("{n} waiting")),
    };
    let refused = match status.refused {
        0 => say("Không việc nào bị từ chối", "Nothing refused").to_owned(),
        n => say(
            format!("Bị từ chối {n} (xem: congdoan outbox refused)"),
            format!("{n} refused (see: congdoan outbox refused)"),
        ),
    };
    let mut lines = vec![format!("{word} · {waiting} · {refused}"), settled];
    if let Some(ms) = status.clock_offset_ms {
        let minutes = ms.unsigned_abs() / 60_000;
        let (vi, en) = if ms > 0 {
            ("nhanh", "ahead of")
        } else {
            ("chậm", "behind")
        };
        lines.push(say(
            format!("Đồng hồ máy này {vi} hơn máy chủ {minutes} phút"),
            format!("This device's clock is {minutes} minutes {en} the server's"),
        ));
    }
    if let Some(blocked) = &status.blocked {
        lines.push(format!(
            "{}: {}",
            say("Chưa đồng bộ được", "Not in sync"),
            message(blocked)
        ));
    }
    let lack = client.lack()?;
    lines.extend(lack.map(empty_because));
    Ok(Answer::new(
        json!({"lack": lack.map(Lack::code), "network": network, "waiting": status.waiting, "refused": status.refused,
               "last_settled": status.last_settled, "clock_offset_ms": status.clock_offset_ms, "blocked": status.blocked}),
        lines.join("\n"),
    ))
}

pub fn sync(client: &Client) -> Result<Answer, ApiError> {
    client.sync_now();
    let now = status(client)?;
    match client.sync_status()? {
        found if found.blocked.is_some() => Err(found.blocked.unwrap_or_else(ApiError::offline)),
        found if found.network == Network::Offline => Err(ApiError::offline()),
        _ => Ok(now),
    }
}

/// Leaves this device, unless something would be lost that nobody agreed to: then it lists what.
pub fn sign_out(client: Client, give_up: bool) -> Result<Answer, ApiError> {
    let list = |state| client.store().outbox(state, usize::MAX);
    let (waiting, refused) = (list(CommandState::Waiting)?, list(CommandState::Refused)?);
    let drafts = outbox::drafts(&client)?;
    if waiting.len() + refused.len() + drafts.len() == 0 || give_up {
        client.wipe(give_up)?;
        let gone = say(
            "Đã xóa hồ sơ khỏi máy này.",
            "The profile was deleted from this device.",
        );
        return Ok(Answer::new(json!({"signed_out": true}), gone));
    }
    let mut lines = vec![
        say(
            "Chưa rời máy, chưa xóa gì: những việc sau chỉ có ở đây.",
            "Nothing was deleted and you have not left: the following is only here.",
        )
        .to_owned(),
    ];
    let mut part = |title: &str, of: Vec<String>| {
        if !of.is_empty() {
            lines.push(format!("{title} ({}):", of.len()));
            lines.extend(of.iter().map(|line| format!("  {line}")));
        }
    };
    part(
        say("Chờ gửi", "Waiting to be sent"),
        waiting.iter().map(outbox::line).collect(),
    );
    part(
        say("Bị từ chối", "Refused"),
        refused.iter().map(outbox::line).collect(),
    );
    part(
        say("Bản nháp", "Drafts"),
        drafts
            .iter()
            .map(|(key, at)| format!("{key} · {}", moment(*at)))
            .collect(),
    );
    lines.push(
        say(
            "Hãy đồng bộ cho hết, hoặc thêm --give-up để bỏ tất cả.",
            "Sync until all is sent, or add --give-up to give all of it up.",
        )
        .to_owned(),
    );
    let entries = |of: &[_]| of.iter().map(outbox::entry).collect::<Vec<_>>();
    let keys: Vec<_> = drafts
        .iter()
        .map(|(key, at)| json!({"key": key, "kept_at": at}))
        .collect();
    let error = ApiError::new(
        "waiting",
        congdoan_client::Retry::Online,
        "Còn việc chưa gửi hay bản nháp, chỉ có trên máy này. Chưa xóa gì. Hãy đồng bộ, hoặc đồng ý bỏ (--give-up).",
        "Some work or drafts are only on this device. Nothing was deleted. Sync, or agree to give them up (--give-up).",
    )
    .arg("waiting", waiting.len())
    .arg("refused", refused.len())
    .arg("drafts", drafts.len());
    Ok(Answer {
        json: json!({"error": error, "waiting": entries(&waiting), "refused": entries(&refused), "drafts": keys}),
        text: lines.join("\n"),
        exit: 1,
    })
}
