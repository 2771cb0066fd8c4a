use crate::row::row_body;
use crate::{Scope, UnitId};
use serde::{Deserialize, Serialize};

/// Level of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    Confederation,
    Province,
    Commune,
    IndustrialZone,
    Branch,
    Provider,
}

impl UnitKind {
    /// The Vietnamese word, as lists show it.
    pub fn vi(self) -> &'static str {
        match self {
            Self::Confederation => "Tổng Liên đoàn",
            Self::Province => "liên đoàn lao động tỉnh, thành phố",
            Self::Commune => "công đoàn xã, phường",
            Self::IndustrialZone => "công đoàn khu công nghiệp",
            Self::Branch => "công đoàn cơ sở",
            Self::Provider => "nhà cung cấp",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    /// Full legal name, as on the card and on documents.
    pub name: String,
    /// For lists.
    pub short_name: String,
    pub kind: UnitKind,
    /// Ancestors from the root down to the parent; empty for the root.
    #[serde(default)]
    pub path: Vec<UnitId>,
}

impl Unit {
    pub fn parent(&self) -> Option<UnitId> {
        self.path.last().copied()
    }

    /// The units whose desks look after this one: two levels up, nearest first. A confederation's desk would otherwise hold
    /// the officers and devices of 120,000 offices.
    pub fn overseers(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.path.iter().rev().take(2).copied()
    }

    /// The unit itself and everything above it, nearest first.
    pub fn self_and_above(&self) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::once(self.id).chain(self.path.iter().rev().copied())
    }
}

row_body!(Unit, UnitId, "unit", Member, |unit: &Unit| {
    let mut scopes = vec![Scope::Org(unit.id), Scope::Desk(unit.id)];
    scopes.extend(unit.overseers().map(Scope::Desk));
    scopes
});
