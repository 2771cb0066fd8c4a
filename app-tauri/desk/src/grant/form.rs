//! Proposing somebody: who, where, as what, from when and until when.

use crate::desk::Desk;
use crate::face::missing;
use crate::home::role;
use crate::outbox::saved;
use crate::said::Said;
use crate::shape::Saved;
use crate::words::GrantRoleWord;
use congdoan_client::domain::grant::{ProposeGrant, Role};
use congdoan_client::domain::time::begin_of;
use congdoan_client::domain::{CommandId, Date, Instant, PersonId, UnitId};
use congdoan_client::grant::{GrantQuery, Proposal, roles_at};
use congdoan_client::store::member::ListQuery;
use congdoan_client::store::{grant, member};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// More are found by typing more of the name.
const MOST_UNITS: usize = 40;
const MOST_PEOPLE: usize = 8;

/// What the form for a proposal holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GrantForm {
    /// A member, or somebody who works there already; null: somebody new.
    #[ts(type = "string | null")]
    pub person: Option<PersonId>,
    pub name: String,
    #[ts(type = "string")]
    pub unit: UnitId,
    #[ts(as = "GrantRoleWord")]
    pub role: Role,
    /// The first day; null: from now on.
    #[ts(type = "CivilDate | null")]
    pub from: Option<Date>,
    /// The last day; null: until it is ended.
    #[ts(type = "CivilDate | null")]
    pub to: Option<Date>,
}

impl GrantForm {
    /// What a proposal said; somebody new stays somebody new.
    ///
    /// # Errors
    /// The files cannot be read.
    pub(crate) fn of(client: &Client, said: &ProposeGrant) -> Result<Self, ApiError> {
        let known = client.read(|db| {
            let works_here = grant::all(db)?.iter().any(|grant| grant.person == said.person);
            Ok(works_here || member::member(db, said.person)?.is_some())
        })?;
        let from = said.from.date();
        Ok(Self {
            person: Some(said.person).filter(|_| known),
            name: said.name.clone(),
            unit: said.unit,
            role: said.role,
            from: Some(from).filter(|day| begin_of(*day) == said.from),
            to: said.to.map(Instant::date),
        })
    }
}

/// Somebody who may be proposed: a member here, or one who holds a grant that this desk sees.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GrantPerson {
    pub id: String,
    pub name: String,
    /// Code and department, or role and unit.
    pub second: Said,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct GrantUnit {
    pub id: String,
    pub full: String,
    pub short: String,
    #[ts(as = "Vec<GrantRoleWord>")]
    pub roles: Vec<Role>,
}

/// Units at which this person may propose somebody; their own first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GrantUnits {
    pub units: Vec<GrantUnit>,
    /// There are more: they are found by their name.
    pub more: bool,
}

#[derive(Deserialize, TS)]
pub struct GrantSearch {
    /// Words of a name, with or without diacritics; empty: all.
    query: String,
}

pub fn units(desk: &Desk, asked: GrantSearch) -> Result<GrantUnits, ApiError> {
    let client = desk.client()?;
    let mut found = client.grant_units(asked.query.trim(), MOST_UNITS + 1)?;
    let more = found.len() > MOST_UNITS;
    found.truncate(MOST_UNITS);
    let units = found.into_iter().map(|unit| GrantUnit {
        id: unit.id.to_string(),
        full: unit.name,
        short: unit.short_name,
        roles: roles_at(unit.kind).to_vec(),
    });
    Ok(GrantUnits {
        units: units.collect(),
        more,
    })
}

pub fn people(desk: &Desk, asked: GrantSearch) -> Result<Vec<GrantPerson>, ApiError> {
    let client = desk.client()?;
    let text = asked.query.trim().to_owned();
    let members = client.member_list(&ListQuery {
        text: text.clone(),
        limit: 8,
        ..ListQuery::default()
    })?;
    let holders = client.grants(&GrantQuery {
        text,
        ended: true,
        offset: 0,
        limit: MOST_PEOPLE,
    })?;
    let mut known = BTreeSet::new();
    let members = members
        .rows
        .into_iter()
        .filter(|row| row.status.belongs())
        .map(|row| {
            let second = [row.number, row.department].into_iter().flatten();
            let second = second.collect::<Vec<_>>().join(" · ");
            (row.id, row.name, Said::name(second))
        });
    let holders = holders.lines.into_iter().map(|line| {
        let (vi, en) = role(line.grant.role);
        let unit = line.unit.unwrap_or_default();
        let second = Said::new(format!("{vi} · {unit}"), format!("{en} · {unit}"));
        (line.grant.person, line.grant.name, second)
    });
    let people = members.chain(holders).filter(|(id, _, _)| known.insert(*id));
    let people = people.take(MOST_PEOPLE).map(|(id, name, second)| GrantPerson {
        id: id.to_string(),
        name,
        second,
    });
    Ok(people.collect())
}

#[derive(Deserialize, TS)]
pub struct GrantPropose {
    form: GrantForm,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

/// Names the field of the form that a refusal is about, so that the page leads there.
fn blame(error: ApiError) -> ApiError {
    let field = match error.code.as_str() {
        "grant_dates" => "to",
        "grant_role_unfit" => "role",
        "already_there" => "person",
        "empty_field" | "too_long" => "name",
        _ => return error,
    };
    error.arg("field", field)
}

pub fn propose(desk: &Desk, asked: GrantPropose) -> Result<Saved, ApiError> {
    let form = asked.form;
    if form.name.trim().is_empty() {
        return Err(missing(
            "name",
            "Chưa có họ và tên người được đề nghị. Những gì đã nhập vẫn còn. Anh/chị nhập họ và tên rồi lưu lại.",
            "The name of who is proposed is missing. What was typed is kept. Enter the full name and save again.",
        ));
    }
    let client = desk.client()?;
    let proposal = Proposal {
        person: form.person,
        name: form.name,
        unit: form.unit,
        role: form.role,
        from: form.from,
        to: form.to,
    };
    let (grant, command) = client.propose_grant(proposal, asked.mends).map_err(blame)?;
    saved(&client, command, grant)
}
