//! A desk is given by two people, watched over from above, and taken away again; with the headless program.

use congdoan_tests::kit::program::{congdoan, served};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The branch of the sample, `CĐCS May Hưng Thịnh`.
const BRANCH: &str = "5a3e0000-0000-4000-8000-00000000000a";

fn ok(home: &Path, arguments: &[&str]) -> Value {
    let output = congdoan(home, arguments, &[]);
    assert!(
        output.status.success(),
        "{arguments:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The code of a failure.
fn refused(home: &Path, arguments: &[&str]) -> String {
    let output = congdoan(home, arguments, &[]);
    assert!(!output.status.success(), "{arguments:?} went through");
    let error: Value = serde_json::from_slice(&output.stdout).unwrap();
    error["error"]["code"].as_str().unwrap().to_owned()
}

struct Office {
    folder: tempfile::TempDir,
    _running: congdoan_server::serve::Running,
}

impl Office {
    fn open() -> Self {
        let (folder, _running) = served();
        Self { folder, _running }
    }

    fn home(&self, name: &str) -> PathBuf {
        self.folder.path().join("homes").join(name)
    }

    fn enrol(&self, name: &str) -> PathBuf {
        let home = self.home(name);
        let invitation = self
            .folder
            .path()
            .join(format!("server/sample/{name}.invitation"));
        ok(
            &home,
            &["enrol", "--sample", "--invitation", invitation.to_str().unwrap()],
        );
        ok(&home, &["sync"]);
        home
    }
}

/// The line of a grant in a desk's list.
fn line(home: &Path, grant: &str) -> Option<Value> {
    ok(home, &["sync"]);
    let list = ok(home, &["grant", "list", "--all"]);
    let grants = list["grants"].as_array().unwrap();
    grants.iter().find(|line| line["id"] == grant).cloned()
}

fn propose(home: &Path) -> String {
    let proposed = ok(
        home,
        &[
            "grant",
            "propose",
            "Vũ Thị Thử",
            "--unit",
            BRANCH,
            "--to",
            "2099-12-31",
        ],
    );
    ok(home, &["sync"]);
    proposed["grant"].as_str().unwrap().to_owned()
}

#[test]
fn a_second_person_confirms_the_desk_works_and_ends() {
    let office = Office::open();
    let (mai, hung) = (office.enrol("mai"), office.enrol("hung"));
    let grant = propose(&mai);
    assert_eq!(
        refused(&mai, &["grant", "confirm", &grant]),
        "second_person_needed"
    );
    let invited = ok(&mai, &["grant", "invite", &grant]);
    ok(&mai, &["sync"]);
    let text = invited["text"].as_str().unwrap();
    let newcomer = office.home("thu");
    let enrol = [
        "enrol",
        "--sample",
        "--device-name",
        "PC mới",
        "--invitation",
        text,
    ];
    assert_eq!(refused(&newcomer, &enrol), "invitation_not_confirmed");

    let seen = line(&hung, &grant).expect("the branch's own officer sees the proposal");
    assert_eq!(
        (seen["state"].as_str(), seen["mine_to_confirm"].as_bool()),
        (Some("proposed"), Some(true))
    );
    ok(&hung, &["grant", "confirm", &grant]);
    ok(&hung, &["sync"]);
    ok(&newcomer, &enrol);
    ok(&newcomer, &["sync"]);
    assert_eq!(
        ok(&newcomer, &["whoami"])["roles"],
        serde_json::json!(["officer"])
    );

    // The inviter sits a level above and sees all the same who came, when, and on which device.
    let seen = line(&mai, &grant).unwrap();
    assert_eq!(
        (seen["active"].as_bool(), seen["devices"].as_u64()),
        (Some(true), Some(1))
    );
    let used = &seen["invitations"][0]["state"]["used"];
    assert!(used["device"].is_string() && used["at"].is_number(), "{seen}");
    let invitation = invited["invitation"].as_str().unwrap();
    assert_eq!(
        refused(&mai, &["member", "revoke-invitation", invitation]),
        "invitation_spent",
        "too late: the device is ended instead"
    );

    ok(&mai, &["grant", "end", &grant]);
    ok(&mai, &["sync"]);
    ok(&newcomer, &["sync"]);
    assert_eq!(ok(&newcomer, &["whoami"])["roles"], serde_json::json!([]));
    assert_eq!(
        ok(&newcomer, &["member", "list"])["rows"],
        serde_json::json!([]),
        "the desk's rows are gone"
    );
}

#[test]
fn a_proposal_is_refused_and_an_invitation_taken_back() {
    let office = Office::open();
    let (mai, quang) = (office.enrol("mai"), office.enrol("quang"));
    let grant = propose(&mai);
    let invited = ok(&mai, &["grant", "invite", &grant]);
    let seen = line(&quang, &grant).expect("the province looks after its branches");
    assert_eq!(seen["state"], "proposed");
    ok(&quang, &["grant", "refuse", &grant]);
    ok(&quang, &["sync"]);
    assert_eq!(line(&mai, &grant).unwrap()["state"], "ended");
    assert_eq!(refused(&mai, &["grant", "refuse", &grant]), "grant_not_proposed");
    ok(
        &mai,
        &[
            "member",
            "revoke-invitation",
            invited["invitation"].as_str().unwrap(),
        ],
    );
    ok(&mai, &["sync"]);
    let enrol = [
        "enrol",
        "--sample",
        "--invitation",
        invited["text"].as_str().unwrap(),
    ];
    assert_eq!(refused(&office.home("thu"), &enrol), "invitation_revoked");
}

#[test]
fn a_desk_with_no_working_device_is_invited_again_from_above() {
    let office = Office::open();
    let (mai, hung) = (office.enrol("mai"), office.enrol("hung"));
    let mine = ok(&hung, &["grant", "list"]);
    let mine = mine["grants"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["role"] == "chair")
        .unwrap();
    let (grant, person) = (mine["id"].as_str().unwrap(), mine["person"].as_str().unwrap());
    assert_eq!(line(&mai, grant).unwrap()["devices"], 1);
    let devices = ok(&hung, &["member", "show", person]);
    let device = devices["devices"][0]["id"].as_str().unwrap();
    // The only PC of the office broke: it is ended, from the one that still runs or from above.
    ok(&mai, &["member", "end-device", device]);
    assert_eq!(line(&mai, grant).unwrap()["devices"], 0);
    assert_eq!(refused(&hung, &["sync"]), "device_ended");

    let invited = ok(&mai, &["grant", "invite", grant]);
    ok(&mai, &["sync"]);
    let again = office.home("hung-again");
    ok(
        &again,
        &[
            "enrol",
            "--sample",
            "--invitation",
            invited["text"].as_str().unwrap(),
        ],
    );
    ok(&again, &["sync"]);
    assert_eq!(ok(&again, &["whoami"])["roles"], serde_json::json!(["chair"]));
    assert_eq!(ok(&again, &["member", "list"])["total"], 214);
    assert_eq!(line(&mai, grant).unwrap()["devices"], 1);
}

/// Found by a reviewer: Mai proposed a grant, invited Hùng's desk once more, enrolled as Hùng in a folder of her own and
/// confirmed her own proposal.
#[test]
fn one_person_cannot_be_both_by_inviting_the_other_again() {
    let office = Office::open();
    let (mai, hung) = (office.enrol("mai"), office.enrol("hung"));
    let list = ok(&hung, &["grant", "list"]);
    let chair = list["grants"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["role"] == "chair")
        .unwrap();
    let (desk, person) = (chair["id"].as_str().unwrap(), chair["person"].as_str().unwrap());
    let grant = propose(&mai);
    // Already refused on Mai's own device: she sees that Hùng has one.
    ok(&mai, &["sync"]);
    assert_eq!(refused(&mai, &["grant", "invite", desk]), "person_has_device");

    // She ends his device first, and he sees it; what she enrols then is still no second person.
    let devices = ok(&hung, &["member", "show", person]);
    let device = devices["devices"][0]["id"].as_str().unwrap();
    ok(&mai, &["member", "end-device", device]);
    let invited = ok(&mai, &["grant", "invite", desk]);
    ok(&mai, &["sync"]);
    assert_eq!(refused(&hung, &["sync"]), "device_ended");
    let as_hung = office.home("as-hung");
    let text = invited["text"].as_str().unwrap();
    ok(&as_hung, &["enrol", "--sample", "--invitation", text]);
    ok(&as_hung, &["sync"]);
    assert_eq!(
        refused(&as_hung, &["grant", "confirm", &grant]),
        "confirmation_not_independent"
    );
    // The person concerned holds who invited, when, and which device came of it.
    let home = ok(&as_hung, &["grant", "list", "--all"]);
    assert!(
        home.to_string().contains(invited["invitation"].as_str().unwrap()),
        "{home}"
    );
    let quang = office.enrol("quang");
    ok(&quang, &["grant", "confirm", &grant]);
    ok(&quang, &["sync"]);
    assert_eq!(line(&mai, &grant).unwrap()["active"], true);
}
