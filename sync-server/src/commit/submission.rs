use congdoan_domain::{Actor, Command, CommandId, Envelope, Instant};
use congdoan_wire::CommandMsg;

/// A command as it came in, with who stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    pub id: CommandId,
    pub actor: Actor,
    pub made_at: Instant,
    /// `None`: of a newer app. It is refused by name, and the refusal is kept.
    pub command: Option<Command>,
}

impl Submission {
    /// A command off the wire; `actor` is who the session says, never what the message says.
    pub fn of(actor: Actor, message: &CommandMsg) -> Self {
        Self {
            id: message.id,
            actor,
            made_at: message.made_at,
            command: message.command().ok(),
        }
    }
}

impl From<Envelope> for Submission {
    fn from(envelope: Envelope) -> Self {
        Self {
            id: envelope.id,
            actor: envelope.actor,
            made_at: envelope.made_at,
            command: Some(envelope.command),
        }
    }
}
