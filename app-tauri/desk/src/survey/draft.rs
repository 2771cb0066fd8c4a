//! Surveys that are still being written: they stay on this device until they are published.

use super::question::Question;
use super::{Kept, OfSurvey};
use crate::desk::Desk;
use crate::face::missing;
use crate::outbox::saved;
use crate::shape::{NoArguments, Saved};
use congdoan_client::domain::survey::{SaveSurvey, SurveyState};
use congdoan_client::domain::{CommandId, Date, Instant, SurveyId};
use congdoan_client::store::survey::eligible;
use congdoan_client::{ApiError, Client, survey};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const INDEX: &str = "survey-drafts";

/// A survey as its writer left it; incomplete is fine.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(rename = "SurveyWritten")]
pub struct Written {
    #[ts(type = "string")]
    pub id: SurveyId,
    pub title: String,
    pub intro: String,
    #[ts(type = "CivilDate | null")]
    pub closes_on: Option<Date>,
    pub questions: Vec<Question>,
    #[serde(default)]
    #[ts(skip)]
    pub saved_at: Option<Instant>,
}

/// Who would receive it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Audience {
    pub unit_name: String,
    pub people: u64,
}

#[derive(Clone, Serialize, TS)]
pub struct SurveyDraft {
    #[ts(type = "string")]
    pub id: SurveyId,
    pub title: String,
    pub intro: String,
    #[ts(type = "CivilDate | null")]
    pub closes_on: Option<Date>,
    pub questions: Vec<Question>,
    /// Null: nothing of it is kept yet.
    #[ts(type = "Instant | null")]
    pub saved_at: Option<Instant>,
    pub audience: Audience,
}

impl From<SaveSurvey> for Written {
    fn from(body: SaveSurvey) -> Self {
        Self {
            id: body.id,
            title: body.title,
            intro: body.intro,
            closes_on: Some(body.closes_on),
            questions: body.questions.iter().map(Question::from).collect(),
            saved_at: None,
        }
    }
}

fn key(id: SurveyId) -> String {
    format!("survey-draft/{id}")
}

fn ids(client: &Client) -> Result<Vec<SurveyId>, ApiError> {
    let bytes = client.store().draft(INDEX)?.unwrap_or_default();
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}

fn put(client: &Client, key: &str, value: &impl Serialize) -> Result<(), ApiError> {
    let bytes = serde_json::to_vec(value).expect("plain data");
    Ok(client.store().put_draft(key, &bytes, client.now())?)
}

/// The drafts of this device that nobody else has seen.
pub(crate) fn unpublished(client: &Client) -> Result<Vec<SurveyId>, ApiError> {
    let mut found = ids(client)?;
    found.retain(|id| {
        client
            .survey(*id)
            .map_or(true, |(survey, _)| survey.state == SurveyState::Draft)
    });
    Ok(found)
}

/// How many answers were begun here and not given.
pub(crate) fn unanswered(client: &Client) -> Result<usize, ApiError> {
    let mut begun = 0;
    for item in client.survey_list()? {
        begun += usize::from(client.answer_draft(item.survey.id)?.is_some());
    }
    Ok(begun)
}

pub(super) fn read(client: &Client, id: SurveyId) -> Result<Option<Written>, ApiError> {
    let bytes = client.store().draft(&key(id))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn keep(client: &Client, mut draft: Written) -> Result<Instant, ApiError> {
    let now = client.now();
    draft.saved_at = Some(now);
    put(client, &key(draft.id), &draft)?;
    let mut known = ids(client)?;
    if !known.contains(&draft.id) {
        known.push(draft.id);
        put(client, INDEX, &known)?;
    }
    Ok(now)
}

/// Puts the words of a refused command back where the builder finds them, unless newer ones are there.
pub(crate) fn restore(client: &Client, body: SaveSurvey) -> Result<(), ApiError> {
    if read(client, body.id)?.is_none() {
        keep(client, body.into())?;
    }
    Ok(())
}

fn view(client: &Client, draft: Written) -> Result<SurveyDraft, ApiError> {
    let unit = client.me()?.unit;
    let people = match &unit {
        Some(unit) => client.read(|db| eligible(db, unit.id))?,
        None => 0,
    };
    Ok(SurveyDraft {
        id: draft.id,
        title: draft.title,
        intro: draft.intro,
        closes_on: draft.closes_on,
        questions: draft.questions,
        saved_at: draft.saved_at,
        audience: Audience {
            unit_name: unit.map(|unit| unit.short_name).unwrap_or_default(),
            people,
        },
    })
}

/// A draft in which nothing is written yet: kept at once, so that its page finds it again. One that was begun and left
/// empty is taken up instead of making another.
pub fn draft_new(desk: &Desk, _: NoArguments) -> Result<SurveyDraft, ApiError> {
    let client = desk.client()?;
    for id in ids(&client)? {
        let empty = |draft: &Written| draft.title.trim().is_empty() && draft.questions.is_empty();
        if let Some(draft) = read(&client, id)?.filter(empty) {
            return view(&client, draft);
        }
    }
    let draft = Written {
        id: SurveyId(client.ports().id()),
        title: String::new(),
        intro: String::new(),
        closes_on: None,
        questions: vec![],
        saved_at: None,
    };
    keep(&client, draft.clone())?;
    desk.changed(&["survey"]);
    view(&client, draft)
}

pub fn draft(desk: &Desk, asked: OfSurvey) -> Result<SurveyDraft, ApiError> {
    let client = desk.client()?;
    let draft = match read(&client, asked.id)? {
        Some(draft) => draft,
        None => {
            let (survey, _) = client.survey(asked.id)?;
            Written {
                id: survey.id,
                questions: survey.questions.iter().map(Question::from).collect(),
                title: survey.title,
                intro: survey.intro,
                closes_on: Some(survey.closes_on),
                saved_at: None,
            }
        }
    };
    view(&client, draft)
}

pub fn draft_save(desk: &Desk, draft: Written) -> Result<Kept, ApiError> {
    let client = desk.client()?;
    let saved_at = keep(&client, draft)?;
    desk.changed(&["survey"]);
    Ok(Kept { saved_at })
}

/// Throws a draft away: here, and at the server if it was saved there.
pub fn draft_delete(desk: &Desk, asked: OfSurvey) -> Result<(), ApiError> {
    let client = desk.client()?;
    if matches!(client.survey(asked.id), Ok((survey, _)) if survey.state == SurveyState::Draft) {
        client.delete_survey(asked.id)?;
    }
    let mut known = ids(&client)?;
    known.retain(|id| *id != asked.id);
    put(&client, INDEX, &known)?;
    client.store().drop_draft(&key(asked.id))?;
    desk.changed(&["survey"]);
    Ok(())
}

#[derive(Deserialize, TS)]
pub struct SurveyPublish {
    #[ts(type = "string")]
    id: SurveyId,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

/// Sends the kept draft and opens it, in one command. The draft stays here: a refused survey is opened from it again.
pub fn publish(desk: &Desk, asked: SurveyPublish) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = match read(&client, asked.id)? {
        None => client.publish_survey(asked.id, asked.mends)?,
        Some(draft) => {
            let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
            let closes_on = draft.closes_on.ok_or_else(|| {
                missing(
                    "closes_on",
                    "Chưa chọn ngày kết thúc. Bản nháp vẫn còn trên máy. Anh/chị chọn ngày rồi phát hành lại.",
                    "No closing date is chosen. The draft is kept on this device. Choose one and publish again.",
                )
            })?;
            let questions = (1..).zip(draft.questions).map(|(id, asked)| asked.ruled(id));
            let written = survey::SurveyDraft {
                title: draft.title,
                intro: draft.intro,
                questions: questions.collect(),
                closes_on,
            };
            client.publish_survey_as(asked.id, unit, written, asked.mends)?
        }
    };
    saved(&client, command, asked.id)
}
