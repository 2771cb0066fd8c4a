//! Who works at which desk: the list, one grant with its invitations, proposing, the second person's word, ending.

mod form;
mod list;
mod record;

pub use form::{GrantForm, people, propose, units};
pub use list::list;
pub use record::{decide, detail, end, invite};

/// An officer of a desk above takes it back here too.
pub use crate::member::invitation_revoke;

use congdoan_client::domain::{Command, GrantId};
use serde::Deserialize;
use ts_rs::TS;

/// A grant.
#[derive(Deserialize, TS)]
pub struct OfGrant {
    #[ts(type = "string")]
    id: GrantId,
}

/// The grant that a command gives, confirms or ends.
fn grant_of(command: &Command) -> Option<GrantId> {
    match command {
        Command::ProposeGrant(body) => Some(GrantId::of(body.person, body.unit, body.role.as_str())),
        Command::ConfirmGrant(body) => Some(body.grant),
        Command::EndGrant(body) => Some(body.grant),
        _ => None,
    }
}
