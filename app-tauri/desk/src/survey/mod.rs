//! Surveys: the list, writing one, answering one, the board.

mod answer;
mod board;
mod draft;
mod list;
mod question;

pub use answer::{answer, answer_draft, form};
pub use board::board;
pub use draft::{draft, draft_delete, draft_new, draft_save, publish};
pub use list::{MyAnswer, close, list};
pub use question::Answer;

pub(crate) use draft::{restore, unanswered, unpublished};
pub(crate) use question::answers;

use congdoan_client::domain::{Instant, SurveyId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A survey.
#[derive(Deserialize, TS)]
pub struct OfSurvey {
    #[ts(type = "string")]
    id: SurveyId,
}

/// When unfinished words were kept on this device.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct Kept {
    #[ts(type = "Instant")]
    pub saved_at: Instant,
}
