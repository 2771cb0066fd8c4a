//! The roster: the list, a record, what an office writes, devices and invitations.

mod device;
mod form;
mod invitation;
mod list;
mod record;
mod write;

pub use device::{Device, device_end};
pub use form::MemberForm;
pub use invitation::{Invitation, invitation_revoke, invite};
pub use list::list;
pub use record::detail;
pub use write::{StatusForm, admit, edit, status};

pub(crate) use device::device;
pub(crate) use invitation::{invitation, invitations};

use crate::outbox;
use crate::shape::Sending;
use congdoan_client::domain::{Command, PersonId};
use congdoan_client::store::OutboxEntry;
use serde::Deserialize;
use ts_rs::TS;

/// A member.
#[derive(Deserialize, TS)]
pub struct OfMember {
    #[ts(type = "string")]
    id: PersonId,
}

/// How far the newest unsettled command of which `wanted` holds has come.
fn about(entries: &[OutboxEntry], wanted: impl Fn(&Command) -> bool) -> Option<Sending> {
    let mine = |entry: &&OutboxEntry| entry.command().as_ref().is_some_and(&wanted);
    entries.iter().rev().find(mine).map(outbox::sending)
}
