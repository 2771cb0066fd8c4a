//! The desk: the homes of this device, and the one that is open.

use crate::place::{self, Place};
use crate::seat::Seat;
use crate::topics::Observers;
use crate::{CALLS, face, look, said};
use congdoan_client::store::private;
use congdoan_client::{ApiError, Client, Ports, homes, system};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Answers the page's calls. One person at a time; every home has its own folder below `people`.
pub struct Desk {
    people: PathBuf,
    sample_only: bool,
    ports: Ports,
    seat: Arc<Seat>,
    observers: Observers,
}

impl Desk {
    /// `sample_only`: opens homes of invented data only, and takes no invitation (the browser twin).
    pub fn new(people: PathBuf, sample_only: bool) -> Self {
        // Fails only when the disk does, and then the next save says so.
        let _ = private::create_dir(&people);
        congdoan_client::log::start(&people);
        // Invented data is no secret, and a browser's test run has no person's session.
        let ports = match sample_only {
            true => system::ports(false),
            false => system::desktop_ports(),
        };
        Self::with_ports(people, sample_only, ports)
    }

    /// A desk with clocks, network and key store of the caller's choice.
    pub fn with_ports(people: PathBuf, sample_only: bool, ports: Ports) -> Self {
        let observers = Observers::default();
        Self {
            people,
            sample_only,
            seat: Seat::new(observers.clone(), ports.clock.clone()),
            ports,
            observers,
        }
    }

    /// Answers a call of the page by its name.
    ///
    /// # Errors
    /// An `ApiError` of the contract, as JSON.
    pub fn call(&self, name: &str, args: Value) -> Result<Value, Value> {
        // Before anything is shown: a machine that slept wakes up locked.
        self.seat.lock_if_idle();
        let answer = match CALLS.iter().find(|(known, _)| *known == name) {
            Some((_, function)) => function(self, args),
            None => Err(face::unknown(name)),
        };
        let mut answer =
            answer.map_err(|error| serde_json::to_value(face::of(name, &error)).expect("plain data"));
        let (Ok(said) | Err(said)) = &mut answer;
        said::choose(said, look::read(&self.people).language);
        answer
    }

    /// Calls back with the topics that changed.
    pub fn observe(&self, observer: impl Fn(&[&'static str]) + Send + Sync + 'static) {
        self.observers.add(observer);
    }

    pub(crate) fn changed(&self, topics: &[&'static str]) {
        self.observers.tell(topics);
    }

    pub(crate) fn people(&self) -> Vec<Place> {
        let mut found = homes(&self.people);
        found.retain(|(_, home)| home.sample || !self.sample_only);
        place::without_copies(found)
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

    /// Lets go of the open home. For a carrier that ends; it returns when a running exchange has ended.
    pub fn close(&self) {
        self.seat.close();
    }

    pub(crate) fn seat(&self) -> &Seat {
        &self.seat
    }

    /// The open home, whose lists may be shown: what every room reads.
    ///
    /// # Errors
    /// Nobody is signed in; the device was ended; the copy is too old.
    pub(crate) fn client(&self) -> Result<Arc<Client>, ApiError> {
        let client = self.seat.client()?;
        client.may_show()?;
        Ok(client)
    }
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
