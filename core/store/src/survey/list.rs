//! The list of surveys, for the office and for the member.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::PersonId;
use congdoan_domain::survey::{Survey, SurveyState};
use rusqlite::Connection;

#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    pub survey: Survey,
    /// Answers on this device; an office sees all, a member their own.
    pub answered: u64,
    /// Whether the person who asks has answered.
    pub mine: bool,
}

/// Open first (by closing day), then drafts, then closed ones, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn list(db: &Connection, person: PersonId) -> Result<Vec<ListItem>, StoreError> {
    let surveys: Vec<Survey> = view::all(db)?;
    let mut count = db.prepare_cached(
        "SELECT count(*), coalesce(sum(person = ?2), 0) FROM survey_answer WHERE survey = ?1",
    )?;
    let mut items = vec![];
    for survey in surveys {
        let (answered, mine): (i64, i64) = count
            .query_row((survey.id.0.as_bytes(), person.0.as_bytes()), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        items.push(ListItem {
            survey,
            answered: answered.try_into().unwrap_or(0),
            mine: mine > 0,
        });
    }
    items.sort_by(|a, b| {
        let rank = |item: &ListItem| match item.survey.state {
            SurveyState::Open => 0,
            SurveyState::Draft => 1,
            SurveyState::Closed => 2,
        };
        rank(a).cmp(&rank(b)).then_with(|| match a.survey.state {
            SurveyState::Open => a.survey.closes_on.cmp(&b.survey.closes_on),
            _ => b.survey.closes_on.cmp(&a.survey.closes_on),
        })
    });
    Ok(items)
}
