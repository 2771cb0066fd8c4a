use super::Profile;
use crate::row::row_body;
use crate::{Date, PersonId, Rejection, Scope, UnitId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Chờ duyệt vào.
    Applicant,
    /// Đang sinh hoạt.
    Active,
    /// Tạm dừng sinh hoạt.
    Paused,
    /// Đang chuyển đi.
    Transferring,
    /// Đã thôi.
    Left,
    /// Nghỉ hưu.
    Retired,
    /// Bị khai trừ.
    Expelled,
}

impl MemberStatus {
    pub const ALL: [Self; 7] = [
        Self::Applicant,
        Self::Active,
        Self::Paused,
        Self::Transferring,
        Self::Left,
        Self::Retired,
        Self::Expelled,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Transferring => "transferring",
            Self::Left => "left",
            Self::Retired => "retired",
            Self::Expelled => "expelled",
        }
    }

    /// The Vietnamese word on screens and in reasons.
    pub fn vi(self) -> &'static str {
        match self {
            Self::Applicant => "Chờ duyệt vào",
            Self::Active => "Đang sinh hoạt",
            Self::Paused => "Tạm dừng",
            Self::Transferring => "Đang chuyển đi",
            Self::Left => "Đã thôi",
            Self::Retired => "Nghỉ hưu",
            Self::Expelled => "Bị khai trừ",
        }
    }

    /// The same in English.
    pub fn en(self) -> String {
        crate::english::of(self.vi())
    }

    /// Where a status may go. Coming back after leaving is a new admission, decided by the committee.
    pub fn next(self) -> &'static [Self] {
        use MemberStatus::{Active, Applicant, Expelled, Left, Paused, Retired, Transferring};
        match self {
            Applicant => &[Active, Left],
            Active => &[Paused, Transferring, Left, Retired, Expelled],
            Paused | Transferring => &[Active, Left, Retired, Expelled],
            Left | Retired | Expelled => &[Active],
        }
    }

    /// Whether this person still reads what the unit tells its members.
    pub fn belongs(self) -> bool {
        !matches!(self, Self::Left | Self::Expelled)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub id: PersonId,
    pub unit: UnitId,
    /// Ancestors of `unit`, root first: which `org:` scopes this person's devices receive.
    #[serde(default)]
    pub path: Vec<UnitId>,
    #[serde(flatten)]
    pub profile: Profile,
    pub status: MemberStatus,
    pub status_since: Date,
    /// Why the status is what it is; shown to the office and the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    pub joined: Date,
}

impl Member {
    /// Whether they belong to the unit or to one below it.
    pub fn is_of(&self, unit: UnitId) -> bool {
        self.unit == unit || self.path.contains(&unit)
    }

    /// Lets those pass who take part in the union's life (đang sinh hoạt).
    ///
    /// # Errors
    /// `member_not_active`, with the status.
    pub fn active(&self) -> Result<(), Rejection> {
        match self.status {
            MemberStatus::Active => Ok(()),
            status => Err(Rejection::new("member_not_active").arg("status", status.vi())),
        }
    }
}

row_body!(Member, PersonId, "member", Office, |member: &Member| vec![
    Scope::Desk(member.unit),
    Scope::Member(member.id)
]);
