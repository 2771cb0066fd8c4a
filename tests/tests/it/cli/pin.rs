//! The PIN of a home, set, changed and removed by a script; killed in the middle of it.

use congdoan_tests::kit::program::{congdoan, program, served};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const ONE: &str = "482913";
const TWO: &str = "715204";

fn pin(home: &Path, verb: &str, present: &str, new: &str) -> Output {
    let given = [("CONGDOAN_PIN", present), ("CONGDOAN_NEW_PIN", new)];
    congdoan(home, &["pin", verb], &given)
}

fn code(output: &Output) -> String {
    assert!(!output.status.success());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    said["error"]["code"].as_str().unwrap().to_owned()
}

fn opens(home: &Path, present: &str) -> bool {
    let said = congdoan(home, &["whoami"], &[("CONGDOAN_PIN", present)]);
    assert!(said.status.success() || code(&said) == "pin_wrong");
    said.status.success()
}

fn enrolled(folder: &Path) -> std::path::PathBuf {
    let home = folder.join("hung");
    let invitation = folder.join("server/sample/hung.invitation");
    let enrol = ["enrol", "--sample", "--invitation", invitation.to_str().unwrap()];
    assert!(congdoan(&home, &enrol, &[]).status.success());
    home
}

#[test]
fn a_script_sets_changes_and_removes_a_pin() {
    let (folder, _running) = served();
    let home = enrolled(folder.path());
    assert_eq!(code(&pin(&home, "change", "", TWO)), "pin_none");
    assert_eq!(code(&pin(&home, "remove", "", "")), "pin_none");
    assert_eq!(code(&pin(&home, "set", "", "")), "pin_new_missing");
    assert_eq!(code(&pin(&home, "set", "", "12345")), "pin_short");
    assert!(pin(&home, "set", "", ONE).status.success());
    assert_eq!(code(&pin(&home, "set", ONE, TWO)), "pin_there");
    assert_eq!(code(&pin(&home, "change", "", TWO)), "pin_missing");
    assert_eq!(code(&pin(&home, "change", "000000", TWO)), "pin_wrong");
    assert!(pin(&home, "change", ONE, TWO).status.success());
    assert!(!opens(&home, ONE) && opens(&home, TWO));
    assert!(pin(&home, "remove", TWO, "").status.success());
    assert!(congdoan(&home, &["whoami"], &[]).status.success());
    let file = std::fs::read_to_string(home.join("home.json")).unwrap();
    assert!(file.contains("\"pin\": false"), "{file}");
}

#[test]
fn killed_while_the_pin_changes_one_of_the_two_opens_and_nothing_is_lost() {
    let (folder, _running) = served();
    let home = enrolled(folder.path());
    assert!(congdoan(&home, &["sync"], &[]).status.success());
    assert!(pin(&home, "set", "", ONE).status.success());
    let (mut present, mut next) = (ONE, TWO);
    let mut changed = 0;
    for round in 0..14 {
        let mut child = Command::new(program())
            .args(["--home", home.to_str().unwrap(), "pin", "change"])
            .envs([("CONGDOAN_PIN", present), ("CONGDOAN_NEW_PIN", next)])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(40 * round));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
        let new = opens(&home, next);
        assert!(
            new != opens(&home, present),
            "round {round}: exactly one opens it"
        );
        if new {
            changed += 1;
            std::mem::swap(&mut present, &mut next);
        }
        let list = congdoan(&home, &["member", "list"], &[("CONGDOAN_PIN", present)]);
        let list: Value = serde_json::from_slice(&list.stdout).unwrap();
        assert_eq!(list["total"], 214, "round {round}");
    }
    assert!(changed < 14, "no round was killed early enough");
}
