//! What the list of people says of a home that is shut: kept in the clear beside it, so no more than a glance at the open
//! screen would tell.

use crate::person::{self, Person, PersonState, home_id};
use crate::said::Said;
use congdoan_client::domain::Instant;
use congdoan_client::store::private;
use congdoan_client::{ApiError, Client, Home, Lack, STALE_DAYS};
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "label.json";
const DAY_MS: i64 = 86_400_000;

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Label {
    pub title: Said,
    pub unit_short: String,
    pub waiting: u64,
    pub last_used_at: Option<Instant>,
    /// The server's clock when this home last had everything; none when its lists do not lock.
    pub locks_after: Option<Instant>,
    /// The server let this device in no longer.
    pub ended: bool,
}

impl Label {
    pub(crate) fn read(dir: &Path) -> Self {
        let bytes = std::fs::read(dir.join(FILE)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    pub(crate) fn is_stale(&self, now: Instant) -> bool {
        self.locks_after.is_some_and(|after| now > after)
    }
}

/// A line of the list of people; of a home that is shut no more is known than its label.
pub(crate) fn line(home: &Home, label: Label, open: bool, now: Instant, copies: Vec<String>) -> Person {
    let state = match () {
        () if label.ended => PersonState::Ended,
        () if open => PersonState::Open,
        () if label.is_stale(now) => PersonState::Stale,
        () => PersonState::Locked,
    };
    let unit_short = Some(label.unit_short).filter(|unit| !unit.is_empty());
    Person {
        home_id: home_id(home),
        name: home.name.clone(),
        title: label.title,
        unit_short: unit_short.unwrap_or_else(|| home.server_name.clone()),
        state,
        waiting: label.waiting,
        copies,
        last_used_at: label.last_used_at,
        is_sample: home.sample,
        has_pin: home.pin,
    }
}

/// What somebody is here, or as it was known before what had been received was lost.
pub(crate) fn last_title(client: &Client, known: Said) -> Result<Said, ApiError> {
    let lost = matches!(client.lack()?, Some(Lack::SetAside { .. }));
    Ok(match known {
        unknown if lost && unknown == Said::default() => Label::read(client.dir()).title,
        known => known,
    })
}

fn of(client: &Client) -> Result<Label, ApiError> {
    let me = client.me()?;
    let status = client.sync_status()?;
    let unit = me.unit.as_ref().map(|unit| unit.short_name.clone());
    // What had been received may be lost: the list of people says what it said before.
    let lost = matches!(client.lack()?, Some(Lack::SetAside { .. }));
    let before = Some(Label::read(client.dir()).unit_short).filter(|unit| lost && !unit.is_empty());
    let settled = status.last_settled.filter(|_| client.locks_when_stale(&me));
    Ok(Label {
        title: last_title(client, person::title(&me))?,
        unit_short: unit
            .or(before)
            .unwrap_or_else(|| client.home().server_name.clone()),
        waiting: status.waiting,
        last_used_at: Some(client.now()),
        locks_after: settled.map(|at| at.plus_ms(i64::from(STALE_DAYS) * DAY_MS)),
        ended: status.blocked.is_some_and(|error| error.code == "device_ended"),
    })
}

fn write(client: &Client, label: &Label) {
    let bytes = serde_json::to_vec(label).expect("plain data");
    // The list of people is older by a line then; nothing else depends on it.
    let _ = private::write(&client.dir().join(FILE), &bytes);
}

/// Keeps the label true while the home is open; writes only when something but the time changed.
pub(crate) fn keep(client: &Client) {
    let Ok(label) = of(client) else { return };
    let before = Label::read(client.dir());
    let timeless = |label: &Label| Label {
        last_used_at: None,
        locks_after: label.locks_after.map(|at| Instant(at.0 / DAY_MS)),
        ..label.clone()
    };
    if timeless(&label) != timeless(&before) {
        write(client, &label);
    }
}

/// The person leaves the seat: the time of it is what the list shows.
pub(crate) fn left(client: &Client) {
    if let Ok(label) = of(client) {
        write(client, &label);
    }
}
