//! What the office keeps about a member, and what makes it well-formed.

use crate::{Date, Instant, Rejection, field};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    /// Member number (mã đoàn viên): free text, its pattern is not fixed by any source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// E.164, `+84…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Personal ID (căn cước), 12 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
}

impl Profile {
    /// A profile with nothing but a name: the rest can follow.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            number: None,
            birth: None,
            sex: None,
            phone: None,
            national_id: None,
            department: None,
            job: None,
        }
    }

    /// The profile in its stored form: trimmed, NFC, phone as E.164, digits only.
    ///
    /// # Errors
    /// The first field that is not well-formed, by its Vietnamese name.
    pub fn checked(&self, at: Instant) -> Result<Self, Rejection> {
        Ok(Self {
            name: field::line("Họ và tên", &self.name, 100)?,
            number: optional("Mã đoàn viên", self.number.as_deref(), 30)?,
            birth: self.birth.map(|date| birth(date, at)).transpose()?,
            sex: self.sex,
            phone: filled(self.phone.as_deref()).map(phone).transpose()?,
            national_id: filled(self.national_id.as_deref()).map(national_id).transpose()?,
            department: optional("Bộ phận", self.department.as_deref(), 80)?,
            job: optional("Công việc", self.job.as_deref(), 80)?,
        })
    }
}

fn filled(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|v| !v.is_empty())
}

fn optional(field: &str, value: Option<&str>, max: usize) -> Result<Option<String>, Rejection> {
    filled(value).map(|v| field::line(field, v, max)).transpose()
}

/// Union members are workers: at least 15 (Labour Code article 3.1), at most 120.
fn birth(date: Date, at: Instant) -> Result<Date, Rejection> {
    let age = i32::from(at.date().year()) - i32::from(date.year());
    if (15..=120).contains(&age) {
        Ok(date)
    } else {
        let value = crate::time::vi(date);
        Err(Rejection::new("bad_date")
            .arg("field", "Ngày sinh")
            .arg("value", value))
    }
}

/// A Vietnamese mobile number in any usual spelling, as E.164.
fn phone(value: &str) -> Result<String, Rejection> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix("84")
        .filter(|_| value.trim_start().starts_with('+'))
        .or(digits.strip_prefix('0'));
    match national {
        Some(rest) if rest.len() == 9 => Ok(format!("+84{rest}")),
        _ => Err(Rejection::new("bad_phone").arg("value", value)),
    }
}

fn national_id(value: &str) -> Result<String, Rejection> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 12 {
        Ok(digits)
    } else {
        Err(Rejection::new("bad_national_id").arg("digits", digits.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_become_e164() {
        assert_eq!(phone("0903 111 127").unwrap(), "+84903111127");
        assert_eq!(phone("+84 903.111.127").unwrap(), "+84903111127");
        assert_eq!(phone("903111127").unwrap_err().code, "bad_phone");
    }

    #[test]
    fn a_short_national_id_says_how_many_digits_it_has() {
        let refused = national_id("07909412345").unwrap_err();
        assert_eq!(refused.words().vi, "số căn cước mới có 11 chữ số, cần đủ 12.");
    }
}
