//! enrol, whoami, status, sync, sign-out.

use crate::arguments::Enrol;
use crate::output::{Answer, bad};
use congdoan_client::{ApiError, Client, Enrolment, Network, Ports};
use serde_json::json;
use std::path::Path;

pub fn enrol(home: &Path, enrol: &Enrol, ports: Ports) -> Result<Answer, ApiError> {
    let text = if enrol.invitation.contains("congdoan:") {
        enrol.invitation.clone()
    } else {
        std::fs::read_to_string(&enrol.invitation).map_err(|_| bad("tệp lời mời", &enrol.invitation))?
    };
    let choice = Enrolment {
        device_name: enrol.device_name.clone(),
        pin: std::env::var("CONGDOAN_PIN").ok(),
        sample: enrol.sample,
        signer: None,
    };
    let client = Client::enrol(home, &text, ports, choice)?;
    let home = client.home();
    Ok(Answer::new(
        json!({"person": home.person, "name": home.name, "device": home.device, "server": home.server_name}),
        format!("Chào {}. Máy này đã vào {}.", home.name, home.server_name),
    ))
}

pub fn whoami(client: &Client) -> Result<Answer, ApiError> {
    let me = client.me()?;
    let unit = me.unit.as_ref().map(|unit| unit.name.clone());
    let roles: Vec<&str> = me.grants.iter().map(|grant| grant.role.as_str()).collect();
    let text = format!(
        "{} · {}",
        client.home().name,
        unit.clone().unwrap_or_else(|| "chưa đồng bộ lần nào".into())
    );
    Ok(Answer::new(
        json!({"person": me.person, "name": client.home().name, "unit": unit, "unit_id": me.unit.map(|u| u.id),
               "roles": roles, "status": me.member.map(|m| m.status)}),
        text,
    ))
}

pub fn status(client: &Client) -> Result<Answer, ApiError> {
    let status = client.sync_status()?;
    let online = status.network == Network::Online;
    let text = format!(
        "{} · {} · {}",
        if online { "Có mạng" } else { "Ngoại tuyến" },
        if status.waiting > 0 {
            format!("Chờ gửi {}", status.waiting)
        } else {
            "Đã gửi hết".into()
        },
        if status.refused > 0 {
            format!("Bị từ chối {}", status.refused)
        } else {
            "không việc nào bị từ chối".into()
        },
    );
    Ok(Answer::new(
        json!({"online": online, "waiting": status.waiting, "refused": status.refused,
               "last_settled": status.last_settled, "clock_offset_ms": status.clock_offset_ms, "blocked": status.blocked}),
        text,
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

pub fn sign_out(client: Client, give_up: bool) -> Result<Answer, ApiError> {
    client.wipe(give_up)?;
    Ok(Answer::new(
        json!({"signed_out": true}),
        "Đã xóa hồ sơ khỏi máy này.",
    ))
}
