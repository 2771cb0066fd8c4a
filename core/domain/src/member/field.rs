//! One field of a member's record, as it travels in a correction.

use super::{Member, Sex};
use crate::Date;
use serde::{Deserialize, Serialize};

/// One field that a person changed. Only changed fields travel, so that two officers who correct different
/// fields of one record both win.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileField {
    Name(String),
    Number(Option<String>),
    Birth(Option<Date>),
    Sex(Option<Sex>),
    Phone(Option<String>),
    NationalId(Option<String>),
    Department(Option<String>),
    Job(Option<String>),
    Joined(Date),
}

impl ProfileField {
    /// The same field as it stands in `member`.
    pub fn of(&self, member: &Member) -> Self {
        let profile = &member.profile;
        match self {
            Self::Name(_) => Self::Name(profile.name.clone()),
            Self::Number(_) => Self::Number(profile.number.clone()),
            Self::Birth(_) => Self::Birth(profile.birth),
            Self::Sex(_) => Self::Sex(profile.sex),
            Self::Phone(_) => Self::Phone(profile.phone.clone()),
            Self::NationalId(_) => Self::NationalId(profile.national_id.clone()),
            Self::Department(_) => Self::Department(profile.department.clone()),
            Self::Job(_) => Self::Job(profile.job.clone()),
            Self::Joined(_) => Self::Joined(member.joined),
        }
    }

    pub(super) fn put(self, member: &mut Member) {
        let profile = &mut member.profile;
        match self {
            Self::Name(value) => profile.name = value,
            Self::Number(value) => profile.number = value,
            Self::Birth(value) => profile.birth = value,
            Self::Sex(value) => profile.sex = value,
            Self::Phone(value) => profile.phone = value,
            Self::NationalId(value) => profile.national_id = value,
            Self::Department(value) => profile.department = value,
            Self::Job(value) => profile.job = value,
            Self::Joined(value) => member.joined = value,
        }
    }

    /// The field's name on the form.
    pub(super) fn vi(&self) -> &'static str {
        match self {
            Self::Name(_) => "Họ và tên",
            Self::Number(_) => "Mã đoàn viên",
            Self::Birth(_) => "Ngày sinh",
            Self::Sex(_) => "Giới tính",
            Self::Phone(_) => "Điện thoại",
            Self::NationalId(_) => "Số căn cước",
            Self::Department(_) => "Bộ phận",
            Self::Job(_) => "Công việc",
            Self::Joined(_) => super::JOINED,
        }
    }
}
