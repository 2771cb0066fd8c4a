//! The desk: the homes of this device, and the one that is open.

use crate::{CALLS, face};
use congdoan_client::{ApiError, Client, Home, Ports, Worker, homes, system};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Observer = Arc<dyn Fn(&[&'static str]) + Send + Sync>;

/// The page's topics.
const TOPICS: &[&str] = &[
    "session", "home", "sync", "pack", "member", "card", "survey", "law", "market", "settings",
];

#[derive(Default)]
struct Seat {
    open: Option<(Arc<Client>, Worker)>,
    /// The home that is locked on screen.
    locked: Option<String>,
}

/// Answers the page's calls. One person at a time; every home has its own folder below `people`.
pub struct Desk {
    people: PathBuf,
    sample_only: bool,
    ports: Ports,
    seat: Mutex<Seat>,
    observers: Arc<Mutex<Vec<Observer>>>,
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// `sample_only`: opens homes of invented data only, and takes no invitation (the browser twin).
    pub fn new(people: PathBuf, sample_only: bool) -> Self {
        Self {
            people,
            sample_only,
            ports: system::ports(false),
            seat: Mutex::default(),
            observers: Arc::default(),
        }
    }

    /// Answers a call of the page by its name.
    ///
    /// # Errors
    /// An `ApiError` of the contract, as JSON.
    pub fn call(&self, name: &str, args: Value) -> Result<Value, Value> {
        let answer = match CALLS.iter().find(|(known, _)| *known == name) {
            Some((_, function)) => function(self, args),
            None => Err(face::unknown(name)),
        };
        answer.map_err(|error| serde_json::to_value(face::of(name, &error)).expect("plain data"))
    }

    /// Calls back with the topics that changed.
    pub fn observe(&self, observer: impl Fn(&[&'static str]) + Send + Sync + 'static) {
        hold(&self.observers).push(Arc::new(observer));
    }

    pub(crate) fn changed(&self, topics: &[&'static str]) {
        tell(&self.observers, topics);
    }

    pub(crate) fn people(&self) -> Vec<(PathBuf, Home)> {
        let mut found = homes(&self.people);
        found.retain(|(_, home)| home.sample || !self.sample_only);
        found
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.people
    }

    pub(crate) fn sample_only(&self) -> bool {
        self.sample_only
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.ports
    }

    pub(crate) fn locked(&self) -> Option<String> {
        hold(&self.seat).locked.clone()
    }

    /// The open home.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub(crate) fn client(&self) -> Result<Arc<Client>, ApiError> {
        let seat = hold(&self.seat);
        seat.open
            .as_ref()
            .map(|(client, _)| client.clone())
            .ok_or_else(face::locked)
    }

    /// Seats a person: their home syncs by itself from now on.
    pub(crate) fn seat(&self, client: Client) {
        let observers = self.observers.clone();
        client.observe(move |kinds| tell(&observers, &topics(kinds)));
        let client = Arc::new(client);
        let worker = Worker::start(client.clone());
        *hold(&self.seat) = Seat {
            open: Some((client, worker)),
            locked: None,
        };
        self.changed(TOPICS);
    }

    /// Takes the person off the seat; what they locked stays on screen when `keep`.
    pub(crate) fn unseat(&self, keep: bool) -> Option<Arc<Client>> {
        let taken = {
            let mut seat = hold(&self.seat);
            let taken = seat.open.take();
            seat.locked = match &taken {
                Some((client, _)) => Some(home_id(client.home())),
                None => seat.locked.take(),
            }
            .filter(|_| keep);
            taken
        };
        // Stopping the worker waits for its exchange; nobody else needs the seat meanwhile.
        taken.map(|(client, worker)| {
            drop(worker);
            client
        })
    }

    /// Lets go of the open home. For a carrier that ends; it returns when a running exchange has ended.
    pub fn close(&self) {
        drop(self.unseat(false));
    }
}

/// A home's id: its device, of which there is one in each.
pub(crate) fn home_id(home: &Home) -> String {
    home.device.to_string()
}

fn tell(observers: &Mutex<Vec<Observer>>, topics: &[&'static str]) {
    let observers = hold(observers).clone();
    for observer in observers {
        observer(topics);
    }
}

/// The page's topics for the kinds of rows that changed.
fn topics(kinds: &BTreeSet<String>) -> Vec<&'static str> {
    if kinds.contains("sync") && kinds.len() == 1 {
        return vec!["sync", "home", "session"];
    }
    if kinds.contains("pack_progress") && kinds.len() == 1 {
        return vec!["pack"];
    }
    if kinds.contains("pack") && kinds.len() == 1 {
        return vec!["pack", "sync", "law", "card"];
    }
    TOPICS.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_for_invented_data_takes_no_invitation() {
        let arguments = serde_json::json!({"invitation": "congdoan:1|x", "pin": "", "device_name": "PC"});
        let refused = Desk::new(std::env::temp_dir(), true)
            .call("session_enrol", arguments)
            .unwrap_err();
        assert!(
            refused["code"].as_str().unwrap().ends_with("enrol_not_here"),
            "{refused}"
        );
    }
}
