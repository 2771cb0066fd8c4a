//! A desk at which one persona sits, asked as the page asks it: a call's name and JSON.

use super::Office;
use congdoan_client::system;
use congdoan_desk::Desk;
use serde_json::{Value, json};
use std::time::Duration;

const ROUNDS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

pub struct Seat {
    desk: Desk,
}

impl Seat {
    /// Enrols a persona at a desk of their own, by the invitation in the sample's folder.
    pub fn take(office: &Office, name: &str) -> Self {
        Self::take_with(office, name, &office.invitation(name))
    }

    /// Enrols whoever an invitation is for, at a desk of their own.
    pub fn take_with(office: &Office, name: &str, invitation: &str) -> Self {
        // The PC's own clock, so that nobody is away from a desk while a test turns the server's; no platform key store.
        let ports = system::ports(false);
        let desk = Desk::with_ports(office.home(&format!("desk-{name}")), false, ports);
        let seat = Self { desk };
        seat.call(
            "session_enrol",
            json!({"invitation": invitation, "pin": "", "device_name": format!("PC của {name}")}),
        );
        seat.sync();
        seat
    }

    /// A desk over the homes in a folder, its first one opened; the network may be away.
    ///
    /// # Panics
    /// There is none.
    pub fn at(folder: &std::path::Path) -> Self {
        let desk = Desk::with_ports(folder.to_owned(), false, system::ports(false));
        let seat = Self { desk };
        let people = seat.call("session_view", json!({}))["people"].clone();
        seat.open(&people[0]["home_id"]);
        seat
    }

    /// Lets go of the home.
    pub fn close(self) {
        self.desk.close();
    }

    /// The answer of a call.
    ///
    /// # Panics
    /// It was refused.
    pub fn call(&self, name: &str, arguments: Value) -> Value {
        match self.desk.call(name, arguments) {
            Ok(answer) => answer,
            Err(refused) => panic!("{name}: {refused}"),
        }
    }

    /// The refusal of a call.
    ///
    /// # Panics
    /// It was answered.
    pub fn refused(&self, name: &str, arguments: Value) -> Value {
        match self.desk.call(name, arguments) {
            Ok(answer) => panic!("{name} was answered: {answer}"),
            Err(refused) => refused,
        }
    }

    /// Syncs until nothing waits. One round is not always enough: after a pause the first one only signs in again.
    pub fn sync(&self) -> Value {
        let mut said = self.call("sync_now", json!({}));
        for _ in 0..ROUNDS {
            if said["waiting"] == 0 && said["network"] == "online" {
                break;
            }
            std::thread::sleep(PAUSE);
            said = self.call("sync_now", json!({}));
        }
        said
    }

    /// Waiting and refused commands.
    pub fn unsettled(&self) -> (u64, u64) {
        let status = self.call("sync_status", json!({}));
        let count = |what: &str| status[what].as_u64().unwrap();
        (count("waiting"), count("refused"))
    }

    /// The first refused command and its draft.
    ///
    /// # Panics
    /// Nothing was refused, or it cannot be mended.
    pub fn mend(&self) -> (String, Value) {
        let panel = self.call("sync_panel", json!({}));
        let item = &panel["refused"][0];
        assert_eq!(item["can_mend"], true, "{item}");
        let id = item["sending"]["command_id"].as_str().unwrap().to_owned();
        let draft = self.call("sync_mend", json!({"command_id": id}));
        (id, draft)
    }

    /// Locks the screen: nothing is answered and nothing is sent. Returns the home to open again.
    pub fn lock(&self) -> Value {
        let locked = self.call("session_lock", json!({}));
        assert_eq!(self.refused("survey_list", json!({}))["code"], "session.locked");
        locked["locked_home_id"].clone()
    }

    pub fn open(&self, home: &Value) {
        self.call("session_open", json!({"home_id": home, "pin": ""}));
    }

    pub fn lock_and_reopen(&self) {
        self.open(&self.lock());
    }

    /// The id of the member with this name.
    ///
    /// # Panics
    /// There is none.
    pub fn member(&self, name: &str) -> String {
        let found = self.call("member_list", json!({"query": name, "offset": 0, "limit": 1}));
        assert_eq!(found["rows"][0]["name"], name, "{found}");
        found["rows"][0]["id"].as_str().unwrap().to_owned()
    }

    pub fn record(&self, id: &str) -> Value {
        self.call("member_detail", json!({"id": id}))
    }
}
