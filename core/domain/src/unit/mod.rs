//! Union organisations of every level, and the providers that offer goods to members.
//!
//! The tree: confederation › province or industry › commune or industrial zone › branch (Law 50/2024/QH15
//! article 8, without the district level since Law 97/2025). A provider hangs under the unit that admitted it.
//! A unit carries the path of its ancestors, so that authority over it is decided without walking.

mod create;
mod model;

pub use create::CreateUnit;
pub use model::{Unit, UnitKind};
