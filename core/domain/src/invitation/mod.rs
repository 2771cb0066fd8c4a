//! Invitations: how a person's device comes to the server (design 4b).
//!
//! The code has 16 letters without look-alikes (80 bits) and the server keeps only its hash. Single use, 72 hours,
//! bound to server and unit. An invitation to a desk works only when a second person has confirmed the grant.

mod code;
mod invite;
mod model;
mod revoke;

pub use code::{BadCode, Code};
pub use invite::Invite;
pub use model::{Invitation, InvitationState, Invitee, VALID_HOURS};
pub use revoke::RevokeInvitation;
