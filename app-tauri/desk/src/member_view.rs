//! A member's record, devices and invitations as the page shows them.

use crate::outbox;
use congdoan_client::ApiError;
use congdoan_client::domain::device::Device;
use congdoan_client::domain::invitation::{Invitation, InvitationState};
use serde_json::{Value, json};

pub(crate) fn device(device: &Device, this: congdoan_client::domain::DeviceId) -> Value {
    json!({"id": device.id, "name": device.name, "algorithm": device.alg, "enrolled_at": device.enrolled_at,
           "last_seen_at": null, "ended_at": device.ended_at, "is_this": device.id == this, "sending": null})
}

pub(crate) fn invitation(
    client: &congdoan_client::Client,
    invitation: &Invitation,
) -> Result<Value, ApiError> {
    let mine = client.invitation_text(invitation.id)?;
    let (state, used_at) = match invitation.state {
        InvitationState::Used { at, .. } => ("used", Some(at)),
        InvitationState::Revoked => ("revoked", None),
        InvitationState::Open if client.server_now() >= invitation.expires_at => ("expired", None),
        InvitationState::Open => ("unused", None),
    };
    let waits = outbox::unsettled(client)?.into_iter().find(|entry| {
        matches!(entry.command(), Some(congdoan_client::domain::Command::Invite(body)) if body.invitation == invitation.id)
    });
    Ok(
        json!({"id": invitation.id, "person_name": invitation.name, "made_at": invitation.made_at,
              "expires_at": invitation.expires_at, "state": state, "usable": waits.is_none() && state == "unused",
              "used_at": used_at, "used_by_device": null, "text": mine.filter(|_| state == "unused"),
              "qr_svg": null, "sending": waits.as_ref().map(outbox::sending)}),
    )
}
