//! The list: search, filters, counts, one window of rows.

use crate::card::CardStatus;
use crate::desk::Desk;
use crate::outbox;
use crate::shape::{Run, Sending};
use crate::words::MemberStatusWord;
use congdoan_client::domain::member::MemberStatus;
use congdoan_client::domain::text::found;
use congdoan_client::domain::{Instant, PersonId};
use congdoan_client::store::member::{ListQuery, ListRow, ListSort, departments};
use congdoan_client::store::{card, device};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

#[derive(Clone, Copy, Default, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberSort {
    #[default]
    Name,
    Code,
    BornOn,
    Department,
    Status,
}

impl From<MemberSort> for ListSort {
    fn from(sort: MemberSort) -> Self {
        match sort {
            MemberSort::Name => Self::Name,
            MemberSort::Code => Self::Number,
            MemberSort::BornOn => Self::Birth,
            MemberSort::Department => Self::Department,
            MemberSort::Status => Self::Status,
        }
    }
}

/// What a list of members asks; `offset` and `limit` are the window of rows.
#[derive(Deserialize, TS)]
pub struct MemberQuery {
    #[ts(optional = nullable)]
    query: Option<String>,
    #[ts(optional = nullable, as = "Option<Vec<MemberStatusWord>>")]
    statuses: Option<Vec<MemberStatus>>,
    #[ts(optional = nullable)]
    departments: Option<Vec<String>>,
    #[ts(optional = nullable)]
    sort: Option<MemberSort>,
    #[ts(optional = nullable)]
    descending: Option<bool>,
    offset: u64,
    limit: u64,
}

/// A line of the roster.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MemberRow {
    pub id: String,
    pub name: String,
    /// The name cut where the query found it; null without a query.
    pub name_marks: Option<Vec<Run>>,
    pub code: Option<String>,
    #[ts(type = "CivilDate | null")]
    pub born_on: Option<String>,
    pub department: Option<String>,
    #[ts(as = "MemberStatusWord")]
    pub status: MemberStatus,
    /// Null: has no card.
    pub card: Option<CardStatus>,
    /// Devices that may still come.
    pub device_count: u64,
    /// Set while a command about this member waits or was refused.
    pub sending: Option<Sending>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StatusCount {
    #[ts(as = "MemberStatusWord")]
    pub status: MemberStatus,
    pub count: u64,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct DepartmentCount {
    pub department: String,
    pub count: u64,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct MemberPage {
    pub rows: Vec<MemberRow>,
    pub offset: u64,
    /// Found by the query and filters.
    pub total: u64,
    /// All in the roster.
    pub total_all: u64,
    /// How many of `total` match with the diacritics as typed (they come first); null without a query.
    pub exact: Option<u64>,
    /// Found but for the filter of statuses.
    pub status_counts: Vec<StatusCount>,
    pub department_counts: Vec<DepartmentCount>,
    /// The roster is complete as of.
    #[ts(type = "Instant | null")]
    pub as_of: Option<Instant>,
}

/// One line with what other rooms know of the member.
pub(super) fn row(
    client: &Client,
    row: ListRow,
    query: &str,
    unsettled: &BTreeMap<PersonId, Sending>,
) -> Result<MemberRow, ApiError> {
    let (card, device_count) =
        client.read(|db| Ok((card::of_person(db, row.id)?, device::count_of(db, row.id)?)))?;
    let today = client.server_now().date();
    let marks = found(&row.name, query).into_iter().map(|stretch| Run {
        text: stretch.text,
        marked: stretch.found,
    });
    Ok(MemberRow {
        id: row.id.to_string(),
        name_marks: (!query.trim().is_empty()).then(|| marks.collect()),
        name: row.name,
        code: row.number,
        born_on: row.birth,
        department: row.department,
        status: row.status,
        card: card.map(|card| CardStatus::of(&card, today)),
        device_count,
        sending: unsettled.get(&row.id).cloned(),
    })
}

pub fn list(desk: &Desk, asked: MemberQuery) -> Result<MemberPage, ApiError> {
    let client = desk.client()?;
    let unit = client.me()?.unit.map(|unit| unit.id);
    let text = asked.query.unwrap_or_default();
    let query = ListQuery {
        unit,
        text: text.clone(),
        statuses: asked.statuses.unwrap_or_default(),
        departments: asked.departments.unwrap_or_default(),
        sort: asked.sort.unwrap_or_default().into(),
        descending: asked.descending.unwrap_or(false),
        offset: asked.offset,
        limit: asked.limit,
    };
    let found = client.member_list(&query)?;
    let unsettled = outbox::newest(&outbox::unsettled(&client)?, outbox::member_of);
    let rows = found.rows.into_iter();
    let by_department = match unit {
        Some(unit) => client.read(|db| departments(db, unit))?,
        None => vec![],
    };
    Ok(MemberPage {
        rows: rows
            .map(|found| row(&client, found, &text, &unsettled))
            .collect::<Result<_, _>>()?,
        offset: query.offset,
        total: found.total,
        total_all: found.of,
        exact: (!text.trim().is_empty()).then_some(found.exact),
        status_counts: found
            .statuses
            .into_iter()
            .map(|(status, count)| StatusCount { status, count })
            .collect(),
        department_counts: by_department
            .into_iter()
            .map(|(department, count)| DepartmentCount { department, count })
            .collect(),
        as_of: client.store().last_settled()?,
    })
}
