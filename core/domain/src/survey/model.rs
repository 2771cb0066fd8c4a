use super::question::Question;
use super::value::AnswerValue;
use crate::{AnswerId, Date, Instant, PersonId, SurveyId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyState {
    Draft,
    Open,
    Closed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    pub id: SurveyId,
    pub unit: UnitId,
    pub title: String,
    #[serde(default)]
    pub intro: String,
    pub questions: Vec<Question>,
    /// Last day on which answers count, to its end in Việt Nam.
    pub closes_on: Date,
    pub state: SurveyState,
    pub made_by: Option<PersonId>,
    pub published_at: Option<Instant>,
    pub closed_at: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub id: AnswerId,
    pub survey: SurveyId,
    /// The office that reads it.
    pub unit: UnitId,
    pub person: PersonId,
    /// By question id.
    pub values: BTreeMap<u16, AnswerValue>,
    /// The device's clock when the person last saved.
    pub made_at: Instant,
    /// The server's clock at acceptance.
    pub accepted_at: Instant,
}
