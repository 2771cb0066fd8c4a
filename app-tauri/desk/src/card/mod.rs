//! Membership cards: one's own, those of the office, and judging a stranger's with no network.

mod issued;
mod log;
mod mine;
mod steps;
mod verdict;
mod verify;

pub use issued::issued;
pub use mine::mine;
pub use verify::{verify, verify_state};

use congdoan_client::domain::Date;
use congdoan_client::domain::card::{Card, CardState};
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
    const ALL: [Self; 5] = [
        Self::Valid,
        Self::Paused,
        Self::Revoked,
        Self::Expired,
        Self::Unsigned,
    ];

    pub(crate) fn of(card: &Card, today: Date) -> Self {
        match card.state {
            CardState::Revoked => Self::Revoked,
            _ if card.expires_on < today => Self::Expired,
            CardState::Paused => Self::Paused,
            CardState::Active if card.signed.is_none() => Self::Unsigned,
            CardState::Active => Self::Valid,
        }
    }
}
