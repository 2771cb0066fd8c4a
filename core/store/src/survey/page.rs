//! One survey, and what one person answered.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::survey::{Answer, Survey};
use congdoan_domain::{AnswerId, PersonId, SurveyId};
use rusqlite::Connection;

/// # Errors
/// The file cannot be read.
pub fn survey(db: &Connection, id: SurveyId) -> Result<Option<Survey>, StoreError> {
    view::get(db, id)
}

/// A person's answer, as it stands on this device.
///
/// # Errors
/// The file cannot be read.
pub fn answer(db: &Connection, survey: SurveyId, person: PersonId) -> Result<Option<Answer>, StoreError> {
    view::get(db, AnswerId::of(survey, person))
}
