//! The list of surveys, and closing one.

use super::{OfSurvey, draft};
use crate::desk::Desk;
use crate::outbox::{self, saved};
use crate::person;
use crate::shape::{NoArguments, Saved, Sending};
use crate::words::SurveyStateWord;
use congdoan_client::domain::survey::{Survey, SurveyState};
use congdoan_client::domain::{CommandId, Date, Instant, SurveyId};
use congdoan_client::member::Me;
use congdoan_client::store::survey::{ListItem, eligible};
use congdoan_client::store::unit;
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MyAnswer {
    None,
    Draft,
    Given,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SurveyRow {
    pub id: String,
    pub title: String,
    #[ts(as = "SurveyStateWord")]
    pub state: SurveyState,
    pub questions: usize,
    #[ts(type = "Instant | null")]
    pub published_at: Option<Instant>,
    #[ts(type = "CivilDate | null")]
    pub closes_on: Option<Date>,
    #[ts(type = "Instant | null")]
    pub closed_at: Option<Instant>,
    /// Who asks.
    pub by: String,
    /// For an office: how many answered, of how many.
    pub answered: Option<u64>,
    pub invited: Option<u64>,
    /// Null when this person is not asked.
    pub my_answer: Option<MyAnswer>,
    pub can_edit: bool,
    pub can_close: bool,
    pub can_see_board: bool,
    /// Set while a command about it waits or was refused.
    pub sending: Option<Sending>,
}

/// What every row of a list needs, read once.
pub(super) struct Reading {
    pub me: Me,
    office: bool,
    unsettled: BTreeMap<SurveyId, Sending>,
}

impl Reading {
    pub fn new(client: &Client) -> Result<Self, ApiError> {
        let me = client.me()?;
        Ok(Self {
            office: person::is_office(&me),
            unsettled: outbox::newest(&outbox::unsettled(client)?, outbox::survey_of),
            me,
        })
    }

    pub fn row(&self, client: &Client, item: &ListItem) -> Result<SurveyRow, ApiError> {
        let Survey {
            id, unit: of, state, ..
        } = item.survey;
        let by = client.read(|db| unit::unit(db, of))?;
        let mine = match item.mine {
            true => MyAnswer::Given,
            false if client.answer_draft(id)?.is_some() => MyAnswer::Draft,
            false => MyAnswer::None,
        };
        let invited = match self.office {
            true => Some(client.read(|db| eligible(db, of))?),
            false => None,
        };
        Ok(SurveyRow {
            id: id.to_string(),
            title: item.survey.title.clone(),
            state,
            questions: item.survey.questions.len(),
            published_at: item.survey.published_at,
            closes_on: Some(item.survey.closes_on),
            closed_at: item.survey.closed_at,
            by: by.map(|unit| unit.short_name).unwrap_or_default(),
            answered: self.office.then_some(item.answered),
            invited,
            my_answer: self.me.member.as_ref().map(|_| mine),
            can_edit: self.office && state == SurveyState::Draft,
            can_close: self.office && state == SurveyState::Open,
            can_see_board: self.office && state != SurveyState::Draft,
            sending: self.unsettled.get(&id).cloned(),
        })
    }

    /// A survey that is only on this device.
    fn unpublished(&self, client: &Client, draft: draft::Written) -> SurveyRow {
        SurveyRow {
            id: draft.id.to_string(),
            title: draft.title,
            state: SurveyState::Draft,
            questions: draft.questions.len(),
            published_at: None,
            closes_on: draft.closes_on,
            closed_at: None,
            by: client.home().name.clone(),
            answered: None,
            invited: None,
            my_answer: None,
            can_edit: true,
            can_close: false,
            can_see_board: false,
            sending: self.unsettled.get(&draft.id).cloned(),
        }
    }
}

/// One survey of the list.
pub(super) fn item(client: &Client, id: SurveyId) -> Result<ListItem, ApiError> {
    let found = client
        .survey_list()?
        .into_iter()
        .find(|item| item.survey.id == id);
    found.ok_or_else(ApiError::not_found)
}

pub fn list(desk: &Desk, _: NoArguments) -> Result<Vec<SurveyRow>, ApiError> {
    let client = desk.client()?;
    let reading = Reading::new(&client)?;
    let known = client.survey_list()?;
    let mut rows = known
        .iter()
        .map(|item| reading.row(&client, item))
        .collect::<Result<Vec<_>, _>>()?;
    for id in draft::unpublished(&client)? {
        if known.iter().any(|item| item.survey.id == id) {
            continue;
        }
        if let Some(draft) = draft::read(&client, id)? {
            rows.push(reading.unpublished(&client, draft));
        }
    }
    Ok(rows)
}

#[derive(Deserialize, TS)]
pub struct SurveyClose {
    #[serde(flatten)]
    of: OfSurvey,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn close(desk: &Desk, asked: SurveyClose) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = client.close_survey(asked.of.id, asked.mends)?;
    saved(&client, command, asked.of.id)
}
