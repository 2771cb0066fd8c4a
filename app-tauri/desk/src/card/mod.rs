//! Membership cards: one's own, those of the office, and judging a stranger's with no network.

mod issued;
mod log;
mod mine;
mod steps;
mod verdict;
mod verify;

pub use issued::issued;
pub(crate) use mine::grouped;
pub use mine::mine;
pub use verify::{verify, verify_state};

use congdoan_client::domain::Date;
use congdoan_client::domain::card::Card;
use congdoan_client::store::card::Standing;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    Valid,
    Paused,
    Revoked,
    Expired,
    /// The server has not signed it yet.
    Unsigned,
}

impl CardStatus {
    pub(crate) fn of(card: &Card, today: Date) -> Self {
        Standing::of(card, today).into()
    }
}

/// The page's words for the store's.
macro_rules! same_words {
    ($($word:ident),*) => {
        impl From<Standing> for CardStatus {
            fn from(standing: Standing) -> Self {
                match standing { $(Standing::$word => Self::$word),* }
            }
        }
        impl From<CardStatus> for Standing {
            fn from(status: CardStatus) -> Self {
                match status { $(CardStatus::$word => Self::$word),* }
            }
        }
    };
}
same_words!(Valid, Paused, Revoked, Expired, Unsigned);
