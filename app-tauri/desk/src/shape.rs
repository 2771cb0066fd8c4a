//! Shapes that several rooms answer with.

use crate::said::Said;
use congdoan_client::domain::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Arguments of a call that takes none.
#[derive(Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct NoArguments {}

/// The four sync words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Said by the page at the moment of saving; the program knows by then that it waits.
    #[allow(dead_code)]
    Local,
    Waiting,
    Sent,
    Refused,
}

/// How far a command of this device has come.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Sending {
    pub command_id: String,
    pub state: SendState,
    /// Local and waiting: saved here at; sent and refused: the server's time.
    #[ts(type = "Instant")]
    pub at: Instant,
    /// Only when refused.
    pub reason: Option<Said>,
    /// True only while no send was attempted.
    pub can_withdraw: bool,
}

/// What every writing call answers: it is durable on this device.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Saved {
    pub sending: Sending,
    /// The thing written (member, survey, offer, voucher, invitation).
    pub id: String,
}

/// A stretch of text; `marked` is what the query found. Never HTML.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Run {
    pub text: String,
    pub marked: bool,
}
