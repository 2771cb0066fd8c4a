//! The core for native apps, through uniffi. Conversions only (law 11): coarse, blocking calls that an app runs on a
//! dispatcher of its own; no async, because cancelling across the border is fragile (ADR 0005).

mod card;
mod error;
mod law;
mod market;
mod session;
mod survey;

pub use card::MemberCard;
pub use error::ApiError;
pub use law::{LawHit, LawText};
pub use market::{MemberOffer, TakenVoucher};
pub use session::{Session, SyncState};
pub use survey::{QuestionAnswer, SurveyItem};

uniffi::setup_scaffolding!();
