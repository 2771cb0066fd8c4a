//! Identifiers. Each is a UUID: v7 where a device made it, v5 where it follows from other ids.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Namespace of every id that is derived from other ids (UUIDv5, RFC 9562 section 5.5).
const DERIVED: Uuid = Uuid::from_bytes(*b"congdoanso-ids-1");

/// Derives an id from a word and parts, the same on every machine.
pub(crate) fn derive(what: &str, parts: &[&[u8]]) -> Uuid {
    let mut name = what.as_bytes().to_vec();
    for part in parts {
        name.push(0);
        name.extend_from_slice(part);
    }
    Uuid::new_v5(&DERIVED, &name)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({})", stringify!($name), self.0) }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Self { id.0 }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { Ok(Self(Uuid::parse_str(text)?)) }
        }
    )*};
}

ids! {
    /// A command, made on the device as UUIDv7; also its idempotency key (law 4).
    CommandId,
    /// A person: a member, an officer or a provider's staff. One human, one id.
    PersonId,
    /// A union organisation of any level, or a provider.
    UnitId,
    /// One app on one machine for one person.
    DeviceId,
    /// A role of a person at a unit.
    GrantId,
    /// An invitation; derived from its code, so that the code alone finds it.
    InvitationId,
    SurveyId,
    /// One person's answer to one survey.
    AnswerId,
    CardId,
    OfferId,
    VoucherId,
}

impl GrantId {
    /// One row for each person, unit and role: granting twice is granting once.
    pub fn of(person: PersonId, unit: UnitId, role: &str) -> Self {
        Self(derive(
            "grant",
            &[person.0.as_bytes(), unit.0.as_bytes(), role.as_bytes()],
        ))
    }
}

impl AnswerId {
    /// A person has one answer to a survey; changing it writes the same row.
    pub fn of(survey: SurveyId, person: PersonId) -> Self {
        Self(derive("answer", &[survey.0.as_bytes(), person.0.as_bytes()]))
    }
}

impl CardId {
    /// Card number `serial` of a person; a new card for the same person is a new serial.
    pub fn of(person: PersonId, serial: u32) -> Self {
        Self(derive("card", &[person.0.as_bytes(), &serial.to_be_bytes()]))
    }
}

impl VoucherId {
    /// Voucher number `n` (from 0) of a person for an offer.
    pub fn of(offer: OfferId, person: PersonId, n: u8) -> Self {
        Self(derive(
            "voucher",
            &[offer.0.as_bytes(), person.0.as_bytes(), &[n]],
        ))
    }
}
