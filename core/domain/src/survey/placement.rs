//! A draft is the office's own; a published survey is for all under the unit; an answer is for its person and the office.

use super::{Answer, Survey, SurveyState};
use crate::row::row_body;
use crate::{AnswerId, Scope, SurveyId};

row_body!(
    Survey,
    SurveyId,
    "survey",
    Member,
    |survey: &Survey| match survey.state {
        SurveyState::Draft => vec![Scope::Desk(survey.unit)],
        SurveyState::Open | SurveyState::Closed => vec![Scope::Desk(survey.unit), Scope::Org(survey.unit)],
    }
);

row_body!(Answer, AnswerId, "answer", Office, |answer: &Answer| vec![
    Scope::Desk(answer.unit),
    Scope::Member(answer.person)
]);
