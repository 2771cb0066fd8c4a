//! A verdict as the page shows it and the day's log keeps it.

use crate::said::Said;
use congdoan_client::domain::{Date, Instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    Valid,
    Paused,
    Revoked,
    Unknown,
    Expired,
    Forged,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct Verdict {
    pub kind: VerdictKind,
    #[ts(type = "Instant")]
    pub at: Instant,
    /// One sentence: why.
    pub reason: Said,
    /// What was looked at, in order.
    pub steps: Vec<Said>,
    /// Null where nothing vouches for it (forged, key unknown): no name is shown.
    pub name: Option<String>,
    pub member_code: Option<String>,
    pub unit_name: Option<String>,
    #[ts(type = "CivilDate | null")]
    pub valid_until: Option<Date>,
    /// Null where the list was not asked.
    pub list_age_hours: Option<u32>,
    pub signed_by: Option<String>,
}
