//! Who stands behind a command.

use crate::{DeviceId, PersonId};
use serde::{Deserialize, Serialize};

/// Who stands behind a command. The server takes this from the session, never from the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A person at one of their devices.
    Person { person: PersonId, device: DeviceId },
    /// The server itself (enrolment, the operator's own commands). No client can be this.
    Server,
}

impl Actor {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { person, .. } => Some(*person),
            Self::Server => None,
        }
    }

    pub fn device(&self) -> Option<DeviceId> {
        match self {
            Self::Person { device, .. } => Some(*device),
            Self::Server => None,
        }
    }
}
