//! The roster (danh sách đoàn viên): admission, editing, change of status.
//!
//! Law 50/2024/QH15 article 4.6 (member), articles 5 and 6 (who may join), 21 and 22 (rights, duties). Status
//! words follow the older charter; see `docs/rooms/member.md`. Ethnicity and photos are not collected (law 9).

mod admit;
mod edit;
mod model;
mod name;
mod profile;
mod status;

pub use admit::AdmitMember;
pub use edit::{EditMember, ProfileField};
pub use model::{Member, MemberStatus};
pub use name::sort_key as name_sort_key;
pub use profile::{Profile, Sex};
pub use status::ChangeStatus;
