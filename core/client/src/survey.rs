//! The survey room's verbs.

use crate::client::Client;
use crate::error::ApiError;
use congdoan_domain::survey::{
    Answer, AnswerSurvey, AnswerValue, CloseSurvey, DeleteSurvey, PublishSurvey, Question, SaveSurvey, Survey,
};
use congdoan_domain::{CommandId, Date, Instant, SurveyId, UnitId};
use congdoan_store::StoreError;
use congdoan_store::survey::{Board, ListItem};
use std::collections::BTreeMap;

/// What the builder saves.
#[derive(Clone, Debug)]
pub struct SurveyDraft {
    pub title: String,
    pub intro: String,
    pub questions: Vec<Question>,
    pub closes_on: Date,
}

impl SurveyDraft {
    fn command(self, id: SurveyId, unit: UnitId) -> SaveSurvey {
        SaveSurvey {
            id,
            unit,
            title: self.title,
            intro: self.intro,
            questions: self.questions,
            closes_on: self.closes_on,
        }
    }
}

impl Client {
    /// # Errors
    /// The files cannot be read.
    pub fn survey_list(&self) -> Result<Vec<ListItem>, ApiError> {
        let person = self.home.person;
        self.read(|db| congdoan_store::survey::list(db, person))
    }

    /// A survey and this person's answer.
    ///
    /// # Errors
    /// There is no such survey here.
    pub fn survey(&self, id: SurveyId) -> Result<(Survey, Option<Answer>), ApiError> {
        let person = self.home.person;
        self.read(|db| {
            let survey = congdoan_store::survey::survey(db, id)?.ok_or(StoreError::NotFound)?;
            Ok((survey, congdoan_store::survey::answer(db, id, person)?))
        })
    }

    /// # Errors
    /// There is no such survey here.
    pub fn survey_board(&self, id: SurveyId) -> Result<Board, ApiError> {
        self.read(|db| congdoan_store::survey::board(db, id))
    }

    /// # Errors
    /// The rules refuse it.
    pub fn save_survey(&self, id: SurveyId, unit: UnitId, draft: SurveyDraft) -> Result<CommandId, ApiError> {
        self.execute(draft.command(id, unit))
    }

    /// Opens a draft that is saved already.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn publish_survey(&self, id: SurveyId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(PublishSurvey { id, draft: None }, mends)
    }

    /// Saves a draft and opens it in one step: refused whole, mended whole.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn publish_survey_as(
        &self,
        id: SurveyId,
        unit: UnitId,
        draft: SurveyDraft,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        let draft = Some(draft.command(id, unit));
        self.execute_mending(PublishSurvey { id, draft }, mends)
    }

    /// # Errors
    /// The rules refuse it.
    pub fn close_survey(&self, id: SurveyId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(CloseSurvey { id }, mends)
    }

    /// # Errors
    /// The rules refuse it.
    pub fn delete_survey(&self, id: SurveyId) -> Result<CommandId, ApiError> {
        self.execute(DeleteSurvey { id })
    }

    /// Answers, or changes the answer; the draft is no longer needed then.
    ///
    /// # Errors
    /// The rules refuse it; the draft stays.
    pub fn answer_survey(
        &self,
        survey: SurveyId,
        values: BTreeMap<u16, AnswerValue>,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        let command = self.execute_mending(AnswerSurvey { survey, values }, mends)?;
        self.store.drop_draft(&draft_key(survey))?;
        Ok(command)
    }

    /// Keeps an unfinished answer on this device.
    ///
    /// # Errors
    /// The disk is full.
    pub fn keep_answer_draft(
        &self,
        survey: SurveyId,
        values: &BTreeMap<u16, AnswerValue>,
    ) -> Result<(), ApiError> {
        let mut bytes = vec![];
        ciborium::into_writer(values, &mut bytes).expect("writing CBOR to memory cannot fail");
        Ok(self.store.put_draft(&draft_key(survey), &bytes, self.now())?)
    }

    /// # Errors
    /// The file cannot be read.
    pub fn answer_draft(&self, survey: SurveyId) -> Result<Option<BTreeMap<u16, AnswerValue>>, ApiError> {
        let bytes = self.store.draft(&draft_key(survey))?;
        Ok(bytes.and_then(|bytes| ciborium::from_reader(bytes.as_slice()).ok()))
    }

    /// When an unfinished answer was last kept here.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn answer_draft_kept_at(&self, survey: SurveyId) -> Result<Option<Instant>, ApiError> {
        Ok(self.store.draft_kept_at(&draft_key(survey))?)
    }
}

fn draft_key(survey: SurveyId) -> String {
    format!("survey-answer/{}", survey.0)
}
