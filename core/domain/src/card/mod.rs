//! The membership card (thẻ đoàn viên).

use crate::member::Member;
use crate::unit::Unit;
use crate::{Change, Facts, Instant};

/// `(code, Vietnamese, English)` of this room's refusals.
pub(crate) const MESSAGES: &[(&str, &str, &str)] = &[];

/// What a change of a member means for the member's card.
pub(crate) fn follow(_member: &Member, _unit: &Unit, _at: Instant, _facts: &dyn Facts) -> Vec<Change> {
    vec![]
}
