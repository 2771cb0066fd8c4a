//! A profile as the admission and editing forms hold it.

use congdoan_client::domain::Date;
use congdoan_client::domain::member::Profile;
use serde_json::{Value, json};

pub(crate) fn form(profile: &Profile, joined: Option<Date>) -> Value {
    json!({"name": profile.name, "sex": profile.sex, "born_on": profile.birth, "phone": profile.phone,
           "department": profile.department, "job": profile.job, "joined_on": joined})
}
