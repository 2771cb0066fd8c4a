//! Surveys: the list, answering, the board.

use crate::desk::Desk;
use crate::face::args;
use crate::outbox::{self, saved};
use crate::person;
use crate::shape::Saved;
use crate::survey_draft as drafts;
use crate::survey_question::{Asked, Given, answers, values};
use congdoan_client::domain::survey::{QuestionKind, Survey, SurveyState};
use congdoan_client::domain::{CommandId, SurveyId};
use congdoan_client::{ApiError, Client};
use serde::Deserialize;
use serde_json::{Value, json};

pub use crate::survey_draft::{draft, draft_delete, draft_new, draft_save, publish};

/// The most free texts that a board shows.
const MOST_TEXTS: usize = 200;

fn row(client: &Client, survey: &Survey, mine: bool) -> Result<Value, ApiError> {
    let me = client.me()?;
    let office = person::is_office(&me);
    let board = if office {
        Some(client.survey_board(survey.id)?)
    } else {
        None
    };
    let mine = if mine {
        "given"
    } else if client.answer_draft(survey.id)?.is_some() {
        "draft"
    } else {
        "none"
    };
    let entries = outbox::unsettled(client)?;
    let about = entries
        .iter()
        .rev()
        .find(|entry| entry.command().as_ref().and_then(outbox::survey_of) == Some(survey.id));
    let by = client.read(|db| congdoan_client::store::unit::unit(db, survey.unit))?;
    Ok(json!({
        "id": survey.id, "title": survey.title, "state": survey.state, "questions": survey.questions.len(),
        "published_at": survey.published_at, "closes_on": survey.closes_on, "closed_at": survey.closed_at,
        "by": by.map(|unit| unit.short_name).unwrap_or_default(),
        "answered": board.as_ref().map(|board| board.answered),
        "invited": board.as_ref().map(|board| board.eligible),
        "my_answer": me.member.as_ref().map(|_| mine), "can_edit": office && survey.state == SurveyState::Draft,
        "can_close": office && survey.state == SurveyState::Open,
        "can_see_board": office && survey.state != SurveyState::Draft, "sending": about.map(outbox::sending),
    }))
}

pub fn list(desk: &Desk, _: Value) -> Result<Value, ApiError> {
    let client = desk.client()?;
    let known = client.survey_list()?;
    let mut rows = known
        .iter()
        .map(|item| row(&client, &item.survey, item.mine))
        .collect::<Result<Vec<_>, _>>()?;
    for id in drafts::ids(&client)? {
        if known.iter().any(|item| item.survey.id == id) {
            continue;
        }
        if let Some(draft) = drafts::read(&client, id)? {
            rows.push(
                json!({"id": id, "title": draft.title, "state": "draft", "questions": draft.questions.len(),
                "published_at": null, "closes_on": draft.closes_on, "closed_at": null, "by": client.home().name,
                "answered": null, "invited": null, "my_answer": null, "can_edit": true, "can_close": false,
                "can_see_board": false, "sending": null}),
            );
        }
    }
    Ok(rows.into())
}

#[derive(Deserialize)]
struct Of {
    id: SurveyId,
}

pub fn close(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let asked: Of = args(value)?;
    let client = desk.client()?;
    let command = client.close_survey(asked.id, None)?;
    saved(&client, command, asked.id)
}

pub fn form(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    let client = desk.client()?;
    let (survey, given) = client.survey(asked.id)?;
    let draft = client.answer_draft(asked.id)?;
    let row = row(&client, &survey, given.is_some())?;
    let filled = draft.or(given.map(|answer| answer.values)).unwrap_or_default();
    let sending = row["sending"].clone();
    Ok(json!({
        "survey": row, "intro": survey.intro,
        "questions": survey.questions.iter().map(Asked::from).collect::<Vec<_>>(),
        "answers": answers(&filled), "draft_saved_at": null, "sending": sending,
    }))
}

#[derive(Deserialize)]
struct Answering {
    id: SurveyId,
    answers: Vec<Given>,
    #[serde(default)]
    mends: Option<CommandId>,
}

pub fn answer_draft(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Answering = args(value)?;
    let client = desk.client()?;
    let (survey, _) = client.survey(asked.id)?;
    client.keep_answer_draft(asked.id, &values(&survey.questions, asked.answers))?;
    Ok(json!({"saved_at": client.now()}))
}

pub fn answer(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let asked: Answering = args(value)?;
    let client = desk.client()?;
    let (survey, _) = client.survey(asked.id)?;
    let values = values(&survey.questions, asked.answers);
    let command = client.answer_survey(asked.id, values, asked.mends)?;
    saved(&client, command, asked.id)
}

pub fn board(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    let client = desk.client()?;
    let board = client.survey_board(asked.id)?;
    let questions: Vec<_> = board
        .questions
        .iter()
        .map(|result| {
            let labels: Vec<String> = match &result.question.kind {
                QuestionKind::Single { options } | QuestionKind::Multiple { options } => options.clone(),
                QuestionKind::Scale { from, to, .. } => {
                    (*from..=*to).map(|point| point.to_string()).collect()
                }
                QuestionKind::Text { .. } => vec![],
            };
            let counts: Vec<_> = labels
                .iter()
                .zip(&result.counts)
                .map(|(label, count)| json!({"label": label, "count": count}))
                .collect();
            let texts: Vec<_> = result
                .texts
                .iter()
                .take(MOST_TEXTS)
                .map(|(by, text)| {
                    let by = client.member(*by).ok().map(|found| found.0.profile.name);
                    json!({"text": text, "by": by, "at": board.survey.published_at})
                })
                .collect();
            json!({"question": Asked::from(&result.question), "answered": result.answered, "counts": counts,
                   "texts": texts, "texts_total": result.texts.len()})
        })
        .collect();
    Ok(json!({
        "survey": row(&client, &board.survey, false)?, "answered": board.answered, "invited": board.eligible,
        "as_of": client.store().last_settled()?, "questions": questions,
    }))
}
