//! Surveys (khảo sát): an office writes one, publishes it to its members, they answer by name, it closes.
//!
//! Named, not anonymous: the builder and the answer page say so. A member changes the answer until closing; an
//! answer made before closing and sent late counts for [`GRACE_HOURS`].

mod answer;
mod close;
mod delete;
mod model;
mod placement;
mod publish;
mod question;
mod save;
mod value;

pub use answer::{AnswerSurvey, GRACE_HOURS};
pub use close::CloseSurvey;
pub use delete::DeleteSurvey;
pub use model::{Answer, Survey, SurveyState};
pub use publish::PublishSurvey;
pub use question::{Question, QuestionKind};
pub use save::SaveSurvey;
pub use value::AnswerValue;

use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Envelope, Facts, Instant, Rejection, SurveyId, grant};

/// The survey, if the sender may change it.
fn of_desk(id: SurveyId, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Survey, Rejection> {
    let survey: Survey = facts
        .get(id)
        .ok_or_else(|| Rejection::new("not_found").arg("what", "khảo sát"))?;
    let unit: Unit = facts
        .get(survey.unit)
        .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
    grant::officer_of(&unit, envelope, at, facts)?;
    Ok(survey)
}
