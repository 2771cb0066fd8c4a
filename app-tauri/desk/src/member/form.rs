//! A record as the admission and correction forms hold it.

use crate::words::SexWord;
use congdoan_client::ApiError;
use congdoan_client::domain::member::{Member, Profile, ProfileField, Sex};
use congdoan_client::domain::{Date, Instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an office writes about a member; a member code is given by rules of its own, not by the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MemberForm {
    pub name: String,
    #[ts(as = "Option<SexWord>")]
    pub sex: Option<Sex>,
    #[ts(type = "CivilDate | null")]
    pub born_on: Option<Date>,
    pub phone: Option<String>,
    pub department: Option<String>,
    pub job: Option<String>,
    /// Joined the union on.
    #[ts(type = "CivilDate | null")]
    pub joined_on: Option<Date>,
}

impl MemberForm {
    pub(crate) fn of(profile: &Profile, joined_on: Option<Date>) -> Self {
        Self {
            name: profile.name.clone(),
            sex: profile.sex,
            born_on: profile.birth,
            phone: profile.phone.clone(),
            department: profile.department.clone(),
            job: profile.job.clone(),
            joined_on,
        }
    }

    /// The record with a correction laid over it.
    pub(crate) fn corrected(member: &Member, fields: &[ProfileField]) -> Self {
        let mut form = Self::of(&member.profile, Some(member.joined));
        for field in fields.iter().cloned() {
            match field {
                ProfileField::Name(value) => form.name = value,
                ProfileField::Birth(value) => form.born_on = value,
                ProfileField::Sex(value) => form.sex = value,
                ProfileField::Phone(value) => form.phone = value,
                ProfileField::Department(value) => form.department = value,
                ProfileField::Job(value) => form.job = value,
                ProfileField::Joined(value) => form.joined_on = Some(value),
                // Not on the form.
                ProfileField::Number(_) | ProfileField::NationalId(_) => {}
            }
        }
        form
    }

    pub(crate) fn profile(self) -> Profile {
        Profile {
            name: self.name,
            number: None,
            birth: self.born_on,
            sex: self.sex,
            phone: self.phone,
            national_id: None,
            department: self.department,
            job: self.job,
        }
    }

    fn fields(self) -> Vec<ProfileField> {
        let joined = self.joined_on.map(ProfileField::Joined);
        let profile = self.profile();
        let mut fields = vec![
            ProfileField::Name(profile.name),
            ProfileField::Sex(profile.sex),
            ProfileField::Birth(profile.birth),
            ProfileField::Phone(profile.phone),
            ProfileField::Department(profile.department),
            ProfileField::Job(profile.job),
        ];
        fields.extend(joined);
        fields
    }

    /// The fields that the person changed, and the same fields as they were before. Only changes travel: two officers
    /// may correct two fields of one member without a conflict.
    pub(crate) fn changes(self, before: Self, at: Instant) -> (Vec<ProfileField>, Vec<ProfileField>) {
        let joined = self.joined_on.or(before.joined_on);
        // In the stored form, so that a phone number in another spelling is no change; what is malformed stays as
        // typed and is refused by the rules.
        let profile = self.profile();
        let now = Self::of(&profile.checked(at).unwrap_or(profile), joined);
        let pairs = now.fields().into_iter().zip(before.fields());
        pairs.filter(|(now, before)| now != before).unzip()
    }
}

/// Names the field of the form that a refusal is about, so that the page leads there.
pub(crate) fn blame(mut error: ApiError) -> ApiError {
    let said = error.args.get("field").map(String::as_str);
    let field = match (error.code.as_str(), said) {
        ("bad_phone", _) | (_, Some("Điện thoại")) => "phone",
        ("reason_needed", _) | (_, Some("Lý do")) => "reason",
        (_, Some("Họ và tên")) => "name",
        (_, Some("Giới tính")) => "sex",
        (_, Some("Ngày sinh")) => "born_on",
        (_, Some("Bộ phận")) => "department",
        (_, Some("Công việc")) => "job",
        (_, Some("Ngày vào công đoàn")) => "joined_on",
        (_, Some("Từ ngày")) => "on",
        _ => return error,
    };
    error.args.insert("field".to_owned(), field.to_owned());
    error
}
