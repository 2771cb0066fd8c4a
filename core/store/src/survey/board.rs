//! The office's board: how many answered out of how many may, and what they said.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::survey::{Answer, AnswerValue, Question, QuestionKind, Survey};
use congdoan_domain::{PersonId, SurveyId};
use rusqlite::Connection;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq)]
pub struct QuestionResult {
    pub question: Question,
    /// How many answered this question.
    pub answered: u64,
    /// Count by option (single, multiple) or by point of the scale, in their order.
    pub counts: Vec<u64>,
    /// Free texts with their writer: the survey is by name.
    pub texts: Vec<(PersonId, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    pub survey: Survey,
    pub answered: u64,
    /// Active members of the unit on this device's roster.
    pub eligible: u64,
    pub questions: Vec<QuestionResult>,
}

/// # Errors
/// The file cannot be read, or there is no such survey here.
pub fn board(db: &Connection, id: SurveyId) -> Result<Board, StoreError> {
    let survey: Survey = view::get(db, id)?.ok_or(StoreError::NotFound)?;
    let eligible: i64 = db.query_row(
        "SELECT count(*) FROM member_list WHERE unit = ?1 AND status = 'active'",
        [survey.unit.0.as_bytes()],
        |row| row.get(0),
    )?;
    let mut questions: Vec<QuestionResult> = survey.questions.iter().map(empty).collect();
    let mut answered = 0;
    let mut statement = db.prepare_cached("SELECT id FROM survey_answer WHERE survey = ?1 ORDER BY id")?;
    let ids = statement
        .query_map([id.0.as_bytes()], |row| Ok(Uuid::from_bytes(row.get(0)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    for answer in ids {
        let Some(answer): Option<Answer> = view::get(db, answer)? else {
            continue;
        };
        answered += 1;
        for result in &mut questions {
            if let Some(value) = answer.values.get(&result.question.id) {
                count(result, value, answer.person);
            }
        }
    }
    Ok(Board {
        survey,
        answered,
        eligible: eligible.try_into().unwrap_or(0),
        questions,
    })
}

fn empty(question: &Question) -> QuestionResult {
    let buckets = match &question.kind {
        QuestionKind::Single { options } | QuestionKind::Multiple { options } => options.len(),
        QuestionKind::Scale { from, to, .. } => usize::from(to.saturating_sub(*from)) + 1,
        QuestionKind::Text { .. } => 0,
    };
    QuestionResult {
        question: question.clone(),
        answered: 0,
        counts: vec![0; buckets],
        texts: vec![],
    }
}

fn count(result: &mut QuestionResult, value: &AnswerValue, person: PersonId) {
    result.answered += 1;
    let mut add = |index: usize| {
        if let Some(bucket) = result.counts.get_mut(index) {
            *bucket += 1;
        }
    };
    match (value, &result.question.kind) {
        (AnswerValue::Single(index), _) => add(usize::from(*index)),
        (AnswerValue::Multiple(indexes), _) => indexes.iter().for_each(|index| add(usize::from(*index))),
        (AnswerValue::Scale(point), QuestionKind::Scale { from, .. }) => {
            add(usize::from(point.saturating_sub(*from)))
        }
        (AnswerValue::Scale(_), _) => {}
        (AnswerValue::Text(text), _) => result.texts.push((person, text.clone())),
    }
}
