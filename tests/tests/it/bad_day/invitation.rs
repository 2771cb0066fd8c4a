//! An invitation that was taken back, and one of which a letter is wrong.

use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::Profile;
use congdoan_tests::kit::Office;

#[test]
fn a_revoked_invitation_lets_nobody_in() {
    let office = Office::open();
    let hung = office.enrol("hung");
    let unit = hung.me().unwrap().unit.unwrap().id;
    let (id, _) = hung
        .admit_member(unit, Profile::named("Đỗ Thị Thử"), None)
        .unwrap();
    let (invitation, _, text) = hung.invite(Invitee::Member(id), None).unwrap();
    hung.revoke_invitation(invitation, None).unwrap();
    hung.sync_now();
    let refused = office.enrol_with("thu", &text).err().unwrap();
    assert_eq!(refused.code, "invitation_revoked");
    assert!(!office.home("thu").join("home.json").exists());
}

/// Found on the device where the checksum tells, by the server where it does not; never a home, and the good line
/// still works afterwards.
#[test]
fn any_single_wrong_letter_is_caught_and_uses_nothing_up() {
    let office = Office::open();
    let line = office.invitation("lan").trim_end().to_owned();
    let start = line.rfind('|').unwrap() + 1;
    let mut codes = std::collections::BTreeMap::<String, usize>::new();
    for at in (start..line.len()).filter(|at| line.as_bytes()[*at] != b'-') {
        let other = if &line[at..=at] == "A" { "B" } else { "A" };
        let mistyped = format!("{}{other}{}", &line[..at], &line[at + 1..]);
        let error = office.enrol_with("nobody", &mistyped).err().unwrap();
        *codes.entry(error.code).or_default() += 1;
        assert!(!office.home("nobody").join("home.json").exists());
        office.clock.advance_hours(1); // wrong codes cost tokens of the rate limit
    }
    assert!(
        codes.get("bad_invitation").is_some_and(|caught| *caught >= 13),
        "{codes:?}"
    );
    let known = ["bad_invitation", "invitation_unknown"];
    assert!(
        codes.keys().all(|code| known.contains(&code.as_str())),
        "{codes:?}"
    );
    office.enrol_with("lan", &line).unwrap();
}
