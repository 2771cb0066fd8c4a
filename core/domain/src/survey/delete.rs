use super::{Survey, SurveyState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, Rejection, RowBody, SurveyId};
use serde::{Deserialize, Serialize};

/// Throws a draft away. What was published stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteSurvey {
    pub id: SurveyId,
}

impl Rule for DeleteSurvey {
    const NAME: &'static str = "delete_survey";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let survey = super::of_desk(self.id, envelope, at, facts)?;
        if survey.state != SurveyState::Draft {
            return Err(Rejection::new("survey_not_draft"));
        }
        Ok(vec![Change::Delete(Survey::key_of(self.id))])
    }
}
