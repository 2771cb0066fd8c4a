use crate::{ApiError, Session};
use congdoan_client::domain::SurveyId;
use congdoan_client::domain::survey::AnswerValue;

#[derive(uniffi::Record)]
pub struct SurveyItem {
    pub id: String,
    pub title: String,
    /// `YYYY-MM-DD`
    pub closes_on: String,
    /// Whether this person has answered.
    pub mine: bool,
}

/// An answer to one question: exactly one of the four is given.
#[derive(uniffi::Record)]
pub struct QuestionAnswer {
    pub question: u16,
    /// Index of the option chosen.
    #[uniffi(default = None)]
    pub option: Option<u16>,
    /// Indexes of the options chosen, ascending.
    #[uniffi(default = None)]
    pub options: Option<Vec<u16>>,
    /// Point of the scale.
    #[uniffi(default = None)]
    pub point: Option<u8>,
    #[uniffi(default = None)]
    pub text: Option<String>,
}

impl QuestionAnswer {
    fn value(self) -> Option<(u16, AnswerValue)> {
        let single = self.option.map(AnswerValue::Single);
        let multiple = self.options.map(AnswerValue::Multiple);
        let scale = self.point.map(AnswerValue::Scale);
        let value = single
            .or(multiple)
            .or(scale)
            .or(self.text.map(AnswerValue::Text))?;
        Some((self.question, value))
    }
}

#[uniffi::export]
impl Session {
    /// # Errors
    /// The files cannot be read.
    pub fn surveys(&self) -> Result<Vec<SurveyItem>, ApiError> {
        let items = self.client.survey_list()?;
        Ok(items
            .into_iter()
            .map(|item| SurveyItem {
                id: item.survey.id.to_string(),
                title: item.survey.title,
                closes_on: item.survey.closes_on.to_string(),
                mine: item.mine,
            })
            .collect())
    }

    /// Saves an answer here; it goes by itself.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn answer_survey(&self, survey: &str, answers: Vec<QuestionAnswer>) -> Result<(), ApiError> {
        let id: SurveyId = survey.parse().map_err(|_| ApiError::bad_id(survey))?;
        self.client.answer_survey(
            id,
            answers.into_iter().filter_map(QuestionAnswer::value).collect(),
            None,
        )?;
        Ok(())
    }
}
