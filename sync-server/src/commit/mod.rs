//! A command becomes rows: one transaction from the stored outcome to the new one (design section 4).
//!
//! The order inside it is the protocol's promise: outcome if the id is known · rows under lock, in sorted order · the
//! decision with the server's time · rows · heads, last and in sorted order · the outcome. A refusal is a committed
//! outcome like any other.

mod apply;
mod number;
mod open;
mod retry;
mod seal;
mod submission;

pub use apply::{Applied, apply};
pub(crate) use apply::{decoded, refused_id};
pub(crate) use number::hash_of;
pub use open::{OpenCommit, commit, open};
pub use retry::retried;
pub use seal::{NoSeal, Seal};
pub use submission::Submission;
