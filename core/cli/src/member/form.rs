//! The fields of a member's record as options.

use crate::output::bad;
use clap::Args;
use congdoan_client::ApiError;
use congdoan_client::domain::Date;
use congdoan_client::domain::member::{Profile, ProfileField, Sex};

#[derive(Args)]
pub struct Fields {
    /// Mã số đoàn viên
    #[arg(long)]
    number: Option<String>,
    /// Ngày sinh (YYYY-MM-DD)
    #[arg(long)]
    birth: Option<String>,
    /// Giới tính: female hoặc male
    #[arg(long)]
    sex: Option<String>,
    /// Số điện thoại
    #[arg(long)]
    phone: Option<String>,
    /// Số căn cước
    #[arg(long)]
    national_id: Option<String>,
    /// Bộ phận, tổ, chuyền
    #[arg(long)]
    department: Option<String>,
    /// Công việc
    #[arg(long)]
    job: Option<String>,
    /// Vào công đoàn ngày (YYYY-MM-DD)
    #[arg(long)]
    joined: Option<String>,
}

pub fn date(text: &str) -> Result<Date, ApiError> {
    text.parse().map_err(|_| bad("ngày", "a date", text))
}

fn sex(text: &str) -> Result<Sex, ApiError> {
    match text {
        "female" => Ok(Sex::Female),
        "male" => Ok(Sex::Male),
        _ => Err(bad("female hay male", "female or male", text)),
    }
}

impl Fields {
    pub fn profile(&self, name: &str) -> Result<Profile, ApiError> {
        Ok(Profile {
            name: name.to_owned(),
            number: self.number.clone(),
            birth: self.birth.as_deref().map(date).transpose()?,
            sex: self.sex.as_deref().map(sex).transpose()?,
            phone: self.phone.clone(),
            national_id: self.national_id.clone(),
            department: self.department.clone(),
            job: self.job.clone(),
        })
    }

    pub fn joined(&self) -> Result<Option<Date>, ApiError> {
        self.joined.as_deref().map(date).transpose()
    }

    /// The fields that were given; an empty one takes the old words away.
    pub fn changed(&self) -> Result<Vec<ProfileField>, ApiError> {
        let text = |given: &Option<String>| {
            let kept = |words: String| Some(words).filter(|words| !words.is_empty());
            given.clone().map(kept)
        };
        let mut fields = vec![];
        fields.extend(text(&self.number).map(ProfileField::Number));
        fields.extend(text(&self.phone).map(ProfileField::Phone));
        fields.extend(text(&self.national_id).map(ProfileField::NationalId));
        fields.extend(text(&self.department).map(ProfileField::Department));
        fields.extend(text(&self.job).map(ProfileField::Job));
        if let Some(birth) = text(&self.birth) {
            fields.push(ProfileField::Birth(birth.as_deref().map(date).transpose()?));
        }
        if let Some(given) = text(&self.sex) {
            fields.push(ProfileField::Sex(given.as_deref().map(sex).transpose()?));
        }
        fields.extend(self.joined()?.map(ProfileField::Joined));
        Ok(fields)
    }
}
