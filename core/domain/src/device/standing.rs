use crate::grant::Grant;
use crate::{Instant, UnitId};
use serde::{Deserialize, Serialize};

/// How far the word reaches on which a device is its person's.
///
/// Whoever brings in a device for somebody else decides no more than they could decide themselves: the device carries
/// the grants of its person at that unit and below it, and those that two officers gave after it had come. A branch's
/// chair who ended the device of a province's officer and brought in another would otherwise sit at the province's desk
/// alone. A device that came on the operator's invitation carries all; one that its own person brought in stands as the
/// device it was brought in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The unit of the invitation.
    pub unit: UnitId,
    /// When the first device that stands so was enrolled.
    pub since: Instant,
}

impl Standing {
    /// Whether the device may use a grant of its person. `self_and_above`: the grant's unit and all above it.
    pub fn carries(self, grant: &Grant, mut self_and_above: impl Iterator<Item = UnitId>) -> bool {
        grant.confirmed_at.is_some_and(|at| at > self.since) || self_and_above.any(|unit| unit == self.unit)
    }
}
