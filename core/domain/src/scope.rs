//! A scope is a set of rows with one audience.

use crate::{PersonId, UnitId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Who a set of rows is for. Devices receive whole scopes, never single rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Scope {
    /// Every device, also without a person behind it.
    Public,
    /// What all under a unit may read.
    Org(UnitId),
    /// An office's work.
    Desk(UnitId),
    /// One person's own rows.
    Member(PersonId),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Org(unit) => write!(f, "org:{}", unit.0.simple()),
            Self::Desk(unit) => write!(f, "desk:{}", unit.0.simple()),
            Self::Member(person) => write!(f, "member:{}", person.0.simple()),
        }
    }
}

/// The text is not the name of a scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a scope: {0:?}")]
pub struct NotAScope(String);

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, NotAScope> {
        let wrong = || NotAScope(text.chars().take(64).collect());
        if text == "public" {
            return Ok(Self::Public);
        }
        let (kind, id) = text.split_once(':').ok_or_else(wrong)?;
        let id = Uuid::try_parse(id).map_err(|_| wrong())?;
        match kind {
            "org" => Ok(Self::Org(UnitId(id))),
            "desk" => Ok(Self::Desk(UnitId(id))),
            "member" => Ok(Self::Member(PersonId(id))),
            _ => Err(wrong()),
        }
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl TryFrom<String> for Scope {
    type Error = NotAScope;
    fn try_from(text: String) -> Result<Self, NotAScope> {
        text.parse()
    }
}
