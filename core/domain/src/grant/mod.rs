//! Who may work at which desk (quyền cán bộ).
//!
//! A grant gives one person one role at one unit, from a start to an end. It takes two people: one proposes,
//! another confirms (design 4b). Devices receive a desk only through an active grant of their person.

mod authority;
mod confirm;
mod end;
mod model;
mod propose;

pub use authority::{is_officer, officer_of, provider_staff_of};
pub use confirm::ConfirmGrant;
pub use end::EndGrant;
pub use model::{Grant, GrantState, Role};
pub use propose::ProposeGrant;
