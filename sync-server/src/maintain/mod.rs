//! Keeping the numbering in order: forgetting tombstones, numbering a scope anew, examining everything. Engine code: it
//! knows rows only by kind, id and placement.

mod doctor;
mod purge;
mod rebuild;
mod retention;

pub use doctor::{Finding, Report, examine, repair};
pub use purge::purge;
pub use rebuild::rebuild_scope;
pub use retention::{Forgotten, Retention, daily, due};
