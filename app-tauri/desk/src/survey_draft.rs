//! Surveys that are still being written: they stay on this device until they are published.

use crate::desk::Desk;
use crate::face::{args, missing};
use crate::outbox::saved;
use crate::shape::Saved;
use crate::survey_question::Asked;
use congdoan_client::domain::{CommandId, Date, Instant, SurveyId};
use congdoan_client::store::member::ListQuery;
use congdoan_client::{ApiError, Client, survey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const INDEX: &str = "survey-drafts";

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub id: SurveyId,
    pub title: String,
    pub intro: String,
    pub closes_on: Option<Date>,
    pub questions: Vec<Asked>,
    #[serde(default)]
    pub saved_at: Option<Instant>,
}

fn key(id: SurveyId) -> String {
    format!("survey-draft/{id}")
}

pub(crate) fn ids(client: &Client) -> Result<Vec<SurveyId>, ApiError> {
    let bytes = client.store().draft(INDEX)?.unwrap_or_default();
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}

fn put(client: &Client, key: &str, value: &impl Serialize) -> Result<(), ApiError> {
    let bytes = serde_json::to_vec(value).expect("plain data");
    Ok(client.store().put_draft(key, &bytes, client.now())?)
}

pub(crate) fn read(client: &Client, id: SurveyId) -> Result<Option<Draft>, ApiError> {
    let bytes = client.store().draft(&key(id))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn view(client: &Client, draft: &Draft) -> Result<Value, ApiError> {
    let unit = client.me()?.unit;
    let people = client.member_list(&ListQuery {
        unit: unit.as_ref().map(|unit| unit.id),
        statuses: vec![congdoan_client::domain::member::MemberStatus::Active],
        ..ListQuery::default()
    })?;
    let mut view = serde_json::to_value(draft).expect("plain data");
    view["audience"] = json!({"unit_name": unit.map(|unit| unit.short_name), "people": people.total});
    Ok(view)
}

pub fn draft_new(desk: &Desk, _: Value) -> Result<Value, ApiError> {
    let client = desk.client()?;
    let draft = Draft {
        id: SurveyId(client.ports().id()),
        title: String::new(),
        intro: String::new(),
        closes_on: None,
        questions: vec![],
        saved_at: None,
    };
    view(&client, &draft)
}

#[derive(Deserialize)]
struct Of {
    id: SurveyId,
}

pub fn draft(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    let client = desk.client()?;
    let draft = match read(&client, asked.id)? {
        Some(draft) => draft,
        None => {
            let (survey, _) = client.survey(asked.id)?;
            Draft {
                id: survey.id,
                questions: survey.questions.iter().map(Asked::from).collect(),
                title: survey.title,
                intro: survey.intro,
                closes_on: Some(survey.closes_on),
                saved_at: None,
            }
        }
    };
    view(&client, &draft)
}

pub fn draft_save(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let mut draft: Draft = args(value)?;
    let client = desk.client()?;
    let now = client.now();
    draft.saved_at = Some(now);
    put(&client, &key(draft.id), &draft)?;
    let mut known = ids(&client)?;
    if !known.contains(&draft.id) {
        known.push(draft.id);
        put(&client, INDEX, &known)?;
    }
    desk.changed(&["survey"]);
    Ok(json!({"saved_at": now}))
}

pub fn draft_delete(desk: &Desk, value: Value) -> Result<Value, ApiError> {
    let asked: Of = args(value)?;
    let client = desk.client()?;
    let mut known = ids(&client)?;
    known.retain(|id| *id != asked.id);
    put(&client, INDEX, &known)?;
    client.store().drop_draft(&key(asked.id))?;
    desk.changed(&["survey"]);
    Ok(Value::Null)
}

#[derive(Deserialize)]
struct Publish {
    id: SurveyId,
    #[serde(default)]
    mends: Option<CommandId>,
}

/// The draft stays here: a refused survey is opened from it again.
pub fn publish(desk: &Desk, value: Value) -> Result<Saved, ApiError> {
    let asked: Publish = args(value)?;
    let client = desk.client()?;
    if let Some(draft) = read(&client, asked.id)? {
        let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
        let closes_on = draft.closes_on.ok_or_else(|| {
            missing(
                "closes_on",
                "Chưa chọn ngày kết thúc. Bản nháp vẫn còn trên máy. Anh/chị chọn ngày rồi phát hành lại.",
            )
        })?;
        let questions = (1..).zip(draft.questions).map(|(id, asked)| asked.question(id));
        let written = survey::SurveyDraft {
            title: draft.title,
            intro: draft.intro,
            questions: questions.collect(),
            closes_on,
        };
        client.save_survey(asked.id, unit, written)?;
    }
    let command = client.publish_survey(asked.id, asked.mends)?;
    saved(&client, command, asked.id)
}
