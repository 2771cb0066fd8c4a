//! The day's verdicts. They name people, so they stay in this home's encrypted file and go when the day is over.

use super::verdict::Verdict;
use congdoan_client::domain::Date;
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};

const KEY: &str = "card-verdicts";
/// A busy counter's day; older ones go.
const MOST: usize = 500;

#[derive(Serialize, Deserialize)]
struct Day {
    on: Date,
    /// Newest first.
    verdicts: Vec<Verdict>,
}

pub(super) fn today(client: &Client) -> Result<Vec<Verdict>, ApiError> {
    let Some(bytes) = client.store().draft(KEY)? else {
        return Ok(vec![]);
    };
    let day = serde_json::from_slice(&bytes).ok();
    match day.filter(|day: &Day| day.on == client.server_now().date()) {
        Some(day) => Ok(day.verdicts),
        None => {
            client.store().drop_draft(KEY)?;
            Ok(vec![])
        }
    }
}

pub(super) fn note(client: &Client, verdict: &Verdict) -> Result<(), ApiError> {
    let mut verdicts = today(client)?;
    verdicts.insert(0, verdict.clone());
    verdicts.truncate(MOST);
    let day = Day {
        on: client.server_now().date(),
        verdicts,
    };
    let bytes = serde_json::to_vec(&day).expect("plain data");
    Ok(client.store().put_draft(KEY, &bytes, client.now())?)
}
