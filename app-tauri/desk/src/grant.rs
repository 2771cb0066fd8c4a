//! The second person's word on a grant to a desk or a first officer.

use crate::desk::Desk;
use crate::outbox::saved;
use crate::shape::Saved;
use congdoan_client::ApiError;
use congdoan_client::domain::{CommandId, GrantId};
use serde::Deserialize;
use ts_rs::TS;

#[derive(Deserialize, TS)]
pub struct GrantDecision {
    #[ts(type = "string")]
    id: GrantId,
    /// False turns it down: the grant ends before it began.
    accept: bool,
    #[ts(optional = nullable, as = "Option<String>")]
    mends: Option<CommandId>,
}

pub fn decide(desk: &Desk, asked: GrantDecision) -> Result<Saved, ApiError> {
    let client = desk.client()?;
    let command = match asked.accept {
        true => client.confirm_grant(asked.id, asked.mends)?,
        false => client.end_grant(asked.id, asked.mends)?,
    };
    saved(&client, command, asked.id)
}
