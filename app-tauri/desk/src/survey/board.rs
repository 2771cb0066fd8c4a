//! The office's board: how many answered, and what they said.

use super::OfSurvey;
use super::list::{Reading, SurveyRow, item};
use super::question::Question;
use crate::desk::Desk;
use congdoan_client::domain::Instant;
use congdoan_client::domain::survey::QuestionKind;
use congdoan_client::store::member::member;
use congdoan_client::store::survey::QuestionResult;
use congdoan_client::{ApiError, Client};
use serde::Serialize;
use ts_rs::TS;

/// The most free texts that a board shows.
const MOST_TEXTS: usize = 200;

#[derive(Clone, Debug, Serialize, TS)]
pub struct AnswerCount {
    pub label: String,
    pub count: u64,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AnswerText {
    pub text: String,
    pub by: Option<String>,
    #[ts(type = "Instant")]
    pub at: Instant,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct QuestionBoard {
    pub question: Question,
    pub answered: u64,
    /// Choices or scale steps in question order.
    pub counts: Vec<AnswerCount>,
    /// Free texts, newest first (at most 200; `texts_total` says of how many).
    pub texts: Vec<AnswerText>,
    pub texts_total: usize,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SurveyBoard {
    pub survey: SurveyRow,
    pub answered: u64,
    pub invited: u64,
    #[ts(type = "Instant | null")]
    pub as_of: Option<Instant>,
    pub questions: Vec<QuestionBoard>,
}

fn labels(kind: &QuestionKind) -> Vec<String> {
    match kind {
        QuestionKind::Single { options } | QuestionKind::Multiple { options } => options.clone(),
        QuestionKind::Scale { from, to, .. } => (*from..=*to).map(|point| point.to_string()).collect(),
        QuestionKind::Text { .. } => vec![],
    }
}

fn question(client: &Client, result: &QuestionResult) -> Result<QuestionBoard, ApiError> {
    let counts = labels(&result.question.kind).into_iter().zip(&result.counts);
    let mut texts = vec![];
    for said in result.texts.iter().take(MOST_TEXTS) {
        let by = client.read(|db| member(db, said.person))?;
        texts.push(AnswerText {
            text: said.text.clone(),
            by: by.map(|member| member.profile.name),
            at: said.at,
        });
    }
    Ok(QuestionBoard {
        question: Question::from(&result.question),
        answered: result.answered,
        counts: counts
            .map(|(label, count)| AnswerCount { label, count: *count })
            .collect(),
        texts,
        texts_total: result.texts.len(),
    })
}

pub fn board(desk: &Desk, asked: OfSurvey) -> Result<SurveyBoard, ApiError> {
    let client = desk.client()?;
    let board = client.survey_board(asked.id)?;
    Ok(SurveyBoard {
        survey: Reading::new(&client)?.row(&client, &item(&client, asked.id)?)?,
        answered: board.answered,
        invited: board.eligible,
        as_of: client.store().last_settled()?,
        questions: board
            .questions
            .iter()
            .map(|result| question(&client, result))
            .collect::<Result<_, _>>()?,
    })
}
