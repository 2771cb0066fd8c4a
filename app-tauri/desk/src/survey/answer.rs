//! One person's answer: kept while it is being written, then sent.

use super::list::{Reading, SurveyRow, item};
use super::question::{Answer, Question, answers, values};
use super::{Kept, OfSurvey};
use crate::desk::Desk;
use crate::outbox::saved;
use crate::shape::{Saved, SendState, Sending};
use congdoan_client::ApiError;
use congdoan_client::domain::{CommandId, Instant, SurveyId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Serialize, TS)]
pub struct AnswerForm {
    pub survey: SurveyRow,
    pub intro: String,
    pub questions: Vec<Question>,
    /// What is being written, else what was given.
    pub answers: Vec<Answer>,
    #[ts(type = "Instant | null")]
    pub draft_saved_at: Option<Instant>,
    /// The answer that was given last.
    pub sending: Option<Sending>,
}

pub fn form(desk: &Desk, asked: OfSurvey) -> Result<AnswerForm, ApiError> {
    let client = desk.client()?;
    let (survey, given) = client.survey(asked.id)?;
    let reading = Reading::new(&client)?;
    let row = reading.row(&client, &item(&client, asked.id)?)?;
    let sent = given.as_ref().map(|answer| Sending {
        command_id: String::new(),
        state: SendState::Sent,
        at: answer.accepted_at,
        reason: None,
        can_withdraw: false,
    });
    let draft = client.answer_draft(asked.id)?;
    let filled = draft.or(given.map(|answer| answer.values)).unwrap_or_default();
    Ok(AnswerForm {
        intro: survey.intro,
        questions: survey.questions.iter().map(Question::from).collect(),
        answers: answers(&filled),
        draft_saved_at: client.answer_draft_kept_at(asked.id)?,
        sending: row.sending.clone().or(sent),
        survey: row,
    })
}

#[derive(Deserialize, TS)]
pub struct AnswerDraft {
    #[ts(type = "string")]
    id: SurveyId,
    answers: Vec<Answer>,
}

pub fn answer_draft(desk: &Desk, asked: AnswerDraft) -> Result<Kept, ApiError> {
    let client = desk.client()?;
    let (survey, _) = client.survey(asked.id)?;
    client.keep_answer_draft(asked.id, &values(&survey.questions, asked.answers))?;
    let kept = client.answer_draft_kept_at(asked.id)?;
    Ok(Kept {
        saved_at: kept.unwrap_or_else(|| client.now()),
    })
}

#[derive(Deserialize, TS)]
pub struct SurveyAnswer {
    #[ts(type = "string")]
    id: SurveyId,
    answers: Vec<Answer>,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn answer(desk: &Desk, asked: SurveyAnswer) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let (survey, _) = client.survey(asked.id)?;
    let values = values(&survey.questions, asked.answers);
    let command = client.answer_survey(asked.id, values, asked.mends)?;
    saved(&client, command, asked.id)
}
