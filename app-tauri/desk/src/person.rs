//! Who sits at the desk, in the page's words.

use crate::said::Said;
use congdoan_client::domain::Instant;
use congdoan_client::domain::grant::Role as Granted;
use congdoan_client::domain::member::Sex;
use congdoan_client::domain::unit::{Unit, UnitKind};
use congdoan_client::member::Me as Known;
use congdoan_client::{ApiError, Client, Home};
use serde::Serialize;
use ts_rs::TS;

/// What a person may see, coarsely: the page shows rooms by it, the rules decide by grants.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Member,
    BranchOfficer,
    ProvinceOfficer,
    Provider,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct UnitName {
    pub id: String,
    pub full: String,
    pub short: String,
}

/// A provider by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct ProviderName {
    pub id: String,
    pub name: String,
}

/// How a person of this PC stands, as far as can be known without their key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    Open,
    Locked,
    /// The server let this device no longer in when it was last asked.
    Ended,
    /// Not synced for so long that the lists lock until it is.
    Stale,
}

/// A line of the list of people of this PC.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Person {
    pub home_id: String,
    pub name: String,
    pub title: Said,
    pub unit_short: String,
    pub state: PersonState,
    pub waiting: u64,
    /// Folders that hold a copy of this home: what is in them is not used.
    pub copies: Vec<String>,
    #[ts(type = "Instant | null")]
    pub last_used_at: Option<Instant>,
    pub is_sample: bool,
    /// The home opens with a PIN; without one the page asks for none.
    pub has_pin: bool,
}

/// The person who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Me {
    pub home_id: String,
    pub member_id: Option<String>,
    pub name: String,
    /// How the app addresses them.
    #[ts(type = "'anh' | 'chị' | 'anh/chị'")]
    pub address: &'static str,
    /// In words: "Chủ tịch công đoàn cơ sở".
    pub title: Said,
    pub roles: Vec<Role>,
    pub unit: UnitName,
    pub parent_unit: Option<UnitName>,
    pub provider: Option<ProviderName>,
}

pub(crate) fn unit_name(unit: &Unit) -> UnitName {
    UnitName {
        id: unit.id.to_string(),
        full: unit.name.clone(),
        short: unit.short_name.clone(),
    }
}

fn place(kind: UnitKind) -> (&'static str, &'static str) {
    match kind {
        UnitKind::Branch => ("công đoàn cơ sở", "the branch union"),
        UnitKind::Province => ("liên đoàn lao động tỉnh, thành phố", "the provincial federation"),
        UnitKind::Confederation => ("Tổng Liên đoàn", "the Confederation"),
        _ => ("công đoàn cấp trên", "the upper-level union"),
    }
}

/// What they are here; empty when nothing here says so.
pub(crate) fn title(me: &Known) -> Said {
    let (vi, en) = me
        .unit
        .as_ref()
        .map_or(("công đoàn", "the union"), |unit| place(unit.kind));
    if me.holds(Granted::Chair) {
        Said::new(format!("Chủ tịch {vi}"), format!("Chair of {en}"))
    } else if me.holds(Granted::Officer) {
        Said::new(
            format!("Ủy viên ban chấp hành {vi}"),
            format!("Committee member of {en}"),
        )
    } else if me.holds(Granted::ProviderStaff) {
        Said::new("Nhân viên nhà cung cấp", "Provider's staff")
    } else if me.member.is_some() {
        Said::new("Đoàn viên", "Member")
    } else {
        Said::default()
    }
}

pub(crate) fn is_office(me: &Known) -> bool {
    me.holds(Granted::Chair) || me.holds(Granted::Officer)
}

pub(crate) fn me(client: &Client) -> Result<Me, ApiError> {
    let me = client.me()?;
    let home = client.home();
    let mut roles = vec![];
    if me.member.is_some() {
        roles.push(Role::Member);
    }
    if is_office(&me) {
        let branch = me.unit.as_ref().is_none_or(|unit| unit.kind == UnitKind::Branch);
        roles.push(if branch {
            Role::BranchOfficer
        } else {
            Role::ProvinceOfficer
        });
    }
    let provider = me.unit.as_ref().filter(|_| me.holds(Granted::ProviderStaff));
    if provider.is_some() {
        roles.push(Role::Provider);
    }
    let parent = match me.unit.as_ref().and_then(Unit::parent) {
        Some(parent) => client.unit(parent)?,
        None => None,
    };
    let address = match me.member.as_ref().and_then(|member| member.profile.sex) {
        Some(Sex::Female) => "chị",
        Some(Sex::Male) => "anh",
        None => "anh/chị",
    };
    let unit = me.unit.as_ref().map_or_else(
        || UnitName {
            id: home.unit.to_string(),
            full: home.server_name.clone(),
            short: home.server_name.clone(),
        },
        unit_name,
    );
    Ok(Me {
        home_id: home_id(home),
        member_id: me.member.as_ref().map(|member| member.id.to_string()),
        name: home.name.clone(),
        address,
        title: title(&me),
        roles,
        unit,
        parent_unit: parent.as_ref().map(unit_name),
        provider: provider.map(|unit| ProviderName {
            id: unit.id.to_string(),
            name: unit.name.clone(),
        }),
    })
}

/// A home's id: its device, of which there is one in each.
pub(crate) fn home_id(home: &Home) -> String {
    home.device.to_string()
}
