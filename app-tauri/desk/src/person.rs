//! Who sits at the desk, in the page's words.

use congdoan_client::domain::grant::Role;
use congdoan_client::domain::member::Sex;
use congdoan_client::domain::unit::{Unit, UnitKind};
use congdoan_client::member::Me;
use congdoan_client::{ApiError, Client, Home};
use serde_json::{Value, json};

pub(crate) fn unit_name(unit: &Unit) -> Value {
    json!({"id": unit.id, "full": unit.name, "short": unit.short_name})
}

fn place(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Branch => "công đoàn cơ sở",
        UnitKind::Province => "liên đoàn lao động tỉnh, thành phố",
        UnitKind::Confederation => "Tổng Liên đoàn",
        _ => "công đoàn cấp trên",
    }
}

fn title(me: &Me) -> String {
    let place = me.unit.as_ref().map_or("công đoàn", |unit| place(unit.kind));
    if me.holds(Role::Chair) {
        format!("Chủ tịch {place}")
    } else if me.holds(Role::Officer) {
        format!("Ủy viên ban chấp hành {place}")
    } else if me.holds(Role::ProviderStaff) {
        "Nhân viên nhà cung cấp".to_owned()
    } else {
        "Đoàn viên".to_owned()
    }
}

pub(crate) fn is_office(me: &Me) -> bool {
    me.holds(Role::Chair) || me.holds(Role::Officer)
}

pub(crate) fn me(client: &Client) -> Result<Value, ApiError> {
    let me = client.me()?;
    let home = client.home();
    let mut roles = vec![];
    if me.member.is_some() {
        roles.push("member");
    }
    if is_office(&me) {
        let branch = me.unit.as_ref().is_none_or(|unit| unit.kind == UnitKind::Branch);
        roles.push(if branch {
            "branch_officer"
        } else {
            "province_officer"
        });
    }
    let provider = me.unit.as_ref().filter(|_| me.holds(Role::ProviderStaff));
    if provider.is_some() {
        roles.push("provider");
    }
    let parent = match me.unit.as_ref().and_then(Unit::parent) {
        Some(parent) => client.read(|db| congdoan_client::store::unit::unit(db, parent))?,
        None => None,
    };
    let address = match me.member.as_ref().and_then(|member| member.profile.sex) {
        Some(Sex::Female) => "chị",
        Some(Sex::Male) => "anh",
        None => "anh/chị",
    };
    let unit = me.unit.as_ref().map_or_else(
        || json!({"id": home.unit, "full": home.server_name, "short": home.server_name}),
        unit_name,
    );
    Ok(json!({
        "home_id": crate::desk::home_id(home), "member_id": me.member.as_ref().map(|member| member.id),
        "name": home.name, "address": address, "title": title(&me), "roles": roles, "unit": unit,
        "parent_unit": parent.as_ref().map(unit_name),
        "provider": provider.map(|unit| json!({"id": unit.id, "name": unit.name})),
    }))
}

/// A line of the list of people; of a locked home no more is known than its label.
pub(crate) fn label(home: &Home, open: bool) -> Value {
    json!({"home_id": crate::desk::home_id(home), "name": home.name, "title": "", "unit_short": home.server_name,
           "state": if open { "open" } else { "locked" }, "waiting": 0, "last_used_at": null, "is_sample": home.sample})
}
