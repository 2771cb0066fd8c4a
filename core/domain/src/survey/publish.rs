use super::{Survey, SurveyState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, Rejection, SurveyId};
use serde::{Deserialize, Serialize};

/// Opens a draft to all members under its unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishSurvey {
    pub id: SurveyId,
}

impl Rule for PublishSurvey {
    const NAME: &'static str = "publish_survey";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let survey = super::of_desk(self.id, envelope, at, facts)?;
        if survey.state != SurveyState::Draft {
            return Err(Rejection::new("survey_not_draft"));
        }
        if survey.questions.is_empty() {
            return Err(Rejection::new("survey_no_questions"));
        }
        for (index, question) in survey.questions.iter().enumerate() {
            question.check(index + 1)?;
        }
        if survey.closes_on < at.date() {
            return Err(
                Rejection::new("survey_closing_passed").arg("date", crate::time::vi(survey.closes_on))
            );
        }
        Ok(vec![Change::put(Survey {
            state: SurveyState::Open,
            published_at: Some(at),
            ..survey
        })])
    }
}
