//! Who may work at which desk (quyền cán bộ).
//!
//! A grant gives one person one role at one unit, from a start to an end. It takes two people: one proposes,
//! another confirms (design 4b). Devices receive a desk only through an active grant of their person.

mod authority;
mod confirm;
mod end;
mod model;
mod propose;
#[cfg(test)]
mod tests;

pub use authority::{is_officer, officer_of, provider_staff_of};
pub use confirm::ConfirmGrant;
pub use end::EndGrant;
pub use model::{Grant, GrantState, Role};
pub use propose::ProposeGrant;

use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Envelope, Facts, GrantId, Instant, Rejection};

/// The grant, if the sender may decide on it.
fn of_desk(id: GrantId, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Grant, Rejection> {
    let grant: Grant = facts
        .get(id)
        .ok_or_else(|| Rejection::new("not_found").arg("what", "quyền"))?;
    let unit: Unit = facts
        .get(grant.unit)
        .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
    officer_of(&unit, envelope, at, facts)?;
    Ok(grant)
}
