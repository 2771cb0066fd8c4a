use super::{Survey, SurveyState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, Rejection, SurveyId};
use serde::{Deserialize, Serialize};

/// Closes an open survey before its day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloseSurvey {
    pub id: SurveyId,
}

impl Rule for CloseSurvey {
    const NAME: &'static str = "close_survey";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let survey = super::of_desk(self.id, envelope, at, facts)?;
        match survey.state {
            SurveyState::Draft => Err(Rejection::new("survey_not_open")),
            SurveyState::Closed => Ok(vec![]),
            SurveyState::Open => Ok(vec![Change::put(Survey {
                state: SurveyState::Closed,
                closed_at: Some(at),
                ..survey
            })]),
        }
    }
}
