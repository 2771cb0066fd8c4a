//! The roster (danh sách đoàn viên): admission, editing, change of status.
//!
//! Law 50/2024/QH15 article 4.6 (member), articles 5 and 6 (who may join), 21 and 22 (rights, duties). Status
//! words follow the older charter; see `docs/rooms/member.md`. Ethnicity and photos are not collected (law 9).

mod admit;
mod edit;
mod field;
mod model;
mod name;
mod profile;
mod status;

pub use admit::AdmitMember;
pub use edit::EditMember;
pub use field::ProfileField;
pub use model::{Member, MemberStatus};
pub use name::sort_key as name_sort_key;
pub use profile::{Profile, Sex};
pub use status::ChangeStatus;

use crate::{Date, Instant, Rejection};

const JOINED: &str = "Ngày vào công đoàn";

/// The day someone joined: today when nothing is said, never in the future.
fn joined(day: Option<Date>, at: Instant) -> Result<Date, Rejection> {
    past(JOINED, day, at)
}

fn past(field: &str, day: Option<Date>, at: Instant) -> Result<Date, Rejection> {
    match day {
        Some(day) if day > at.date() => Err(Rejection::new("bad_date")
            .arg("field", field)
            .arg("value", crate::time::vi(day))),
        day => Ok(day.unwrap_or(at.date())),
    }
}
