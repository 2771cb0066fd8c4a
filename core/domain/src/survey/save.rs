use super::{Question, Survey, SurveyState};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Date, Envelope, Facts, Instant, Rejection, SurveyId, UnitId, field, grant};
use serde::{Deserialize, Serialize};

/// Writes a draft, new or changed, whole. Incomplete drafts are fine; publishing checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveSurvey {
    pub id: SurveyId,
    pub unit: UnitId,
    pub title: String,
    #[serde(default)]
    pub intro: String,
    pub questions: Vec<Question>,
    pub closes_on: Date,
}

impl Rule for SaveSurvey {
    const NAME: &'static str = "save_survey";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        self.written(envelope, at, facts)
            .map(|survey| vec![Change::put(survey)])
    }
}

impl SaveSurvey {
    /// The draft as it will stand.
    pub(super) fn written(
        &self,
        envelope: &Envelope,
        at: Instant,
        facts: &dyn Facts,
    ) -> Result<Survey, Rejection> {
        let unit: Unit = facts
            .get(self.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        let before = facts.get::<Survey>(self.id);
        if before
            .as_ref()
            .is_some_and(|survey| survey.state != SurveyState::Draft)
        {
            return Err(Rejection::new("survey_not_draft"));
        }
        if before.as_ref().is_some_and(|survey| survey.unit != self.unit) {
            return Err(Rejection::new("not_allowed")); // a draft does not wander between offices
        }
        let mut ids: Vec<u16> = self.questions.iter().map(|q| q.id).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() != self.questions.len() || ids.len() > 60 {
            let why = if ids.len() > 60 {
                "khảo sát có quá 60 câu"
            } else {
                "hai câu trùng số hiệu"
            };
            return Err(Rejection::new("survey_bad_question")
                .arg("number", self.questions.len())
                .arg("why", why));
        }
        Ok(Survey {
            id: self.id,
            unit: self.unit,
            title: field::line("Tên khảo sát", &self.title, 200)?,
            intro: field::at_most("Lời giới thiệu", &self.intro, 2_000)?,
            questions: (1..)
                .zip(&self.questions)
                .map(|(number, question)| question.written(number))
                .collect::<Result<_, _>>()?,
            closes_on: self.closes_on,
            state: SurveyState::Draft,
            made_by: before.map_or(envelope.actor.person(), |survey| survey.made_by),
            published_at: None,
            closed_at: None,
        })
    }
}
