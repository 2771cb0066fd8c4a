//! The office's board: how many answered out of how many may, and what they said.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::survey::{Answer, AnswerValue, Question, QuestionKind, Survey};
use congdoan_domain::{Instant, PersonId, SurveyId, UnitId};
use rusqlite::Connection;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq)]
pub struct QuestionResult {
    pub question: Question,
    /// How many answered this question.
    pub answered: u64,
    /// Count by option (single, multiple) or by point of the scale, in their order.
    pub counts: Vec<u64>,
    /// Free texts, newest first.
    pub texts: Vec<Said>,
}

/// A free text with its writer: the survey is by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub person: PersonId,
    pub text: String,
    /// The server's clock at acceptance.
    pub at: Instant,
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
    let eligible = eligible(db, survey.unit)?;
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
                count(result, value, &answer);
            }
        }
    }
    for result in &mut questions {
        result.texts.sort_by_key(|said| std::cmp::Reverse(said.at));
    }
    Ok(Board {
        survey,
        answered,
        eligible,
        questions,
    })
}

/// Active members of a unit on this device's roster.
///
/// # Errors
/// The file cannot be read.
pub fn eligible(db: &Connection, unit: UnitId) -> Result<u64, StoreError> {
    let count: i64 = db
        .prepare_cached("SELECT count(*) FROM member_list WHERE unit = ?1 AND status = 'active'")?
        .query_row([unit.0.as_bytes()], |row| row.get(0))?;
    Ok(count.try_into().unwrap_or(0))
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

fn count(result: &mut QuestionResult, value: &AnswerValue, answer: &Answer) {
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
        (AnswerValue::Text(text), _) => result.texts.push(Said {
            person: answer.person,
            text: text.clone(),
            at: answer.accepted_at,
        }),
    }
}
