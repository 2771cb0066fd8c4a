use super::{SaveSurvey, Survey, SurveyState};
use crate::command::Rule;
use crate::{Change, Envelope, Facts, Instant, Rejection, SurveyId};
use serde::{Deserialize, Serialize};

/// Opens a draft to all members under its unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishSurvey {
    pub id: SurveyId,
    /// The draft as written on the sending device, saved and opened in one step: what is refused is refused whole, and
    /// mended whole. `None`: the draft that is already saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<SaveSurvey>,
}

impl Rule for PublishSurvey {
    const NAME: &'static str = "publish_survey";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let survey = match &self.draft {
            Some(draft) if draft.id == self.id => draft.written(envelope, at, facts)?,
            Some(_) => return Err(Rejection::new("not_found").arg("what", "khảo sát")),
            None => super::of_desk(self.id, envelope, at, facts)?,
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Date;
    use crate::facts::FactsExt;
    use crate::survey::{Question, QuestionKind};
    use crate::testing::*;
    use uuid::Uuid;

    fn publish(questions: Vec<Question>) -> PublishSurvey {
        let id = SurveyId(Uuid::from_u128(0x70));
        let draft = SaveSurvey {
            id,
            unit: BRANCH,
            title: "Bữa ăn ca".into(),
            intro: String::new(),
            questions,
            closes_on: Date::constant(2026, 11, 30),
        };
        PublishSurvey {
            id,
            draft: Some(draft),
        }
    }

    #[test]
    fn writing_and_opening_are_one_step() {
        let mut world = World::new();
        let refused = world.run(by(HUNG), publish(vec![])).unwrap_err();
        assert_eq!(refused.code, "survey_no_questions");
        let id = publish(vec![]).id;
        assert!(world.facts.get::<Survey>(id).is_none(), "no half of it stays");
        let question = Question {
            id: 1,
            text: "Cơm có nóng không?".into(),
            required: true,
            kind: QuestionKind::Text { max: 200 },
        };
        world.run(by(HUNG), publish(vec![question.clone()])).unwrap();
        assert_eq!(world.facts.get::<Survey>(id).unwrap().state, SurveyState::Open);
        // Opened once, it is no draft any more; and another survey's words do not come in under this id.
        assert_eq!(
            world.run(by(HUNG), publish(vec![question])).unwrap_err().code,
            "survey_not_draft"
        );
        let mut strange = publish(vec![]);
        strange.id = SurveyId(Uuid::from_u128(0x71));
        assert_eq!(world.run(by(HUNG), strange).unwrap_err().code, "not_found");
    }
}
