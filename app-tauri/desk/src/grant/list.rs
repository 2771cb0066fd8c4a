//! The list of grants, a window at a time.

use super::grant_of;
use crate::desk::Desk;
use crate::home::role;
use crate::outbox;
use crate::said::Said;
use crate::shape::Sending;
use congdoan_client::ApiError;
use congdoan_client::domain::invitation::InvitationState;
use congdoan_client::domain::{Date, GrantId, Instant};
use congdoan_client::grant::{GrantLine, GrantQuery as Query, Standing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// How a grant stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GrantStanding {
    /// Waits for this person as the second one.
    Mine,
    /// Waits for another second person.
    Proposed,
    /// Confirmed; its first day is still to come.
    ToCome,
    Working,
    /// In force, and no working device of its holder is seen here: it may have to be invited again.
    NoDevice,
    /// Its last day is past.
    Over,
    Ended,
}

impl From<Standing> for GrantStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Mine => Self::Mine,
            Standing::Proposed => Self::Proposed,
            Standing::ToCome => Self::ToCome,
            Standing::Working => Self::Working,
            Standing::NoDevice => Self::NoDevice,
            Standing::Over => Self::Over,
            Standing::Ended => Self::Ended,
        }
    }
}

/// A line of the list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GrantRow {
    pub id: String,
    pub name: String,
    /// "ủy viên"
    pub role: Said,
    /// Short name; empty if this device does not know the unit.
    pub unit: String,
    #[ts(type = "CivilDate")]
    pub from: Date,
    /// The last day; null: until it is ended.
    #[ts(type = "CivilDate | null")]
    pub to: Option<Date>,
    pub standing: GrantStanding,
    /// Working devices of the holder that this desk sees.
    pub devices: usize,
    /// Invitations that nobody has used yet.
    pub open_invitations: usize,
    /// Set while what this device did about it waits or was refused.
    pub sending: Option<Sending>,
}

/// What a list of grants asks; `offset` and `limit` are the window of rows.
#[derive(Deserialize, TS)]
pub struct GrantQuery {
    /// Words of a name or a unit, with or without diacritics.
    #[ts(optional = nullable)]
    query: Option<String>,
    /// Also those that have ended.
    #[ts(optional = nullable)]
    ended: Option<bool>,
    offset: usize,
    limit: usize,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct GrantPage {
    pub rows: Vec<GrantRow>,
    pub offset: usize,
    /// All that match.
    pub total: usize,
    /// All there are, whatever the search.
    pub total_all: usize,
}

pub(super) fn row(line: &GrantLine, now: Instant, sendings: &BTreeMap<GrantId, Sending>) -> GrantRow {
    let grant = &line.grant;
    let (vi, en) = role(grant.role);
    let unused = line
        .invitations
        .iter()
        .filter(|made| made.state == InvitationState::Open && now < made.expires_at);
    GrantRow {
        id: grant.id.to_string(),
        name: grant.name.clone(),
        role: Said::new(vi, en),
        unit: line.unit.clone().unwrap_or_default(),
        from: grant.from.date(),
        to: grant.to.map(Instant::date),
        standing: line.standing(now).into(),
        devices: line.devices,
        open_invitations: unused.count(),
        sending: sendings.get(&grant.id).cloned(),
    }
}

pub fn list(desk: &Desk, asked: GrantQuery) -> Result<GrantPage, ApiError> {
    let client = desk.client()?;
    let page = client.grants(&Query {
        text: asked.query.unwrap_or_default(),
        ended: asked.ended.unwrap_or(false),
        offset: asked.offset,
        limit: asked.limit,
    })?;
    let now = client.server_now();
    let sendings = outbox::newest(&outbox::unsettled(&client)?, grant_of);
    Ok(GrantPage {
        rows: page.lines.iter().map(|line| row(line, now, &sendings)).collect(),
        offset: asked.offset,
        total: page.total,
        total_all: page.of,
    })
}
