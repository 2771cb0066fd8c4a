use super::{Answer, AnswerValue, Survey, SurveyState};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::member::Member;
use crate::time::end_of;
use crate::{AnswerId, Change, Envelope, Facts, Instant, Rejection, SurveyId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer made before closing may arrive this much later: the phone was without a network.
pub const GRACE_HOURS: i64 = 24;

/// A member's answer; sent again, it replaces the one before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerSurvey {
    pub survey: SurveyId,
    pub values: BTreeMap<u16, AnswerValue>,
}

/// When answers stop counting: closed by the office, or at the end of the closing day.
fn closing(survey: &Survey) -> Instant {
    let day_end = end_of(survey.closes_on);
    survey.closed_at.map_or(day_end, |closed| closed.min(day_end))
}

impl Rule for AnswerSurvey {
    const NAME: &'static str = "answer_survey";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let Some(person) = envelope.actor.person() else {
            return Err(Rejection::new("not_yours"));
        };
        let survey: Survey = facts
            .get(self.survey)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "khảo sát"))?;
        let member: Option<Member> = facts.get(person);
        member
            .filter(|member| member.is_of(survey.unit))
            .ok_or_else(|| Rejection::new("survey_not_for_you"))?
            .active()?;
        if survey.state == SurveyState::Draft {
            return Err(Rejection::new("survey_not_open"));
        }
        let closing = closing(&survey);
        let late_but_made_in_time = envelope.made_at <= closing && at <= closing.plus_hours(GRACE_HOURS);
        if at > closing && !late_but_made_in_time {
            return Err(Rejection::new("survey_closed").arg("date", crate::time::vi(closing.date())));
        }
        // Values of questions that the survey does not have are dropped, empty ones too.
        let mut values = BTreeMap::new();
        for (index, question) in survey.questions.iter().enumerate() {
            let number = index + 1;
            let value = self.values.get(&question.id).map(AnswerValue::written);
            match value.filter(|value| !value.is_empty()) {
                None if question.required => {
                    return Err(Rejection::new("survey_answer_missing").arg("number", number));
                }
                None => {}
                Some(value) if !question.accepts(&value) => {
                    return Err(Rejection::new("survey_answer_bad").arg("number", number));
                }
                Some(value) => drop(values.insert(question.id, value)),
            }
        }
        Ok(vec![Change::put(Answer {
            id: AnswerId::of(self.survey, person),
            survey: self.survey,
            unit: survey.unit,
            person,
            values,
            made_at: envelope.made_at,
            accepted_at: at,
        })])
    }
}
