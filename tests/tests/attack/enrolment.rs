//! Guessing codes, and coming in as somebody else.

use super::commands::{BRANCH, SANG};
use super::stranger::{Stranger, enrol};
use congdoan_domain::device::EndDevice;
use congdoan_domain::invitation::{Code, Invite, Invitee};
use congdoan_domain::member::{AdmitMember, Profile};
use congdoan_tests::kit::Office;
use congdoan_wire::invitation::InvitationText;

fn with_code(line: &str, code: Code) -> String {
    let mut invitation = InvitationText::parse(line).unwrap();
    invitation.code = code;
    invitation.to_line()
}

#[test]
fn guessing_codes_is_stopped_and_uses_no_invitation_up() {
    let office = Office::open();
    let line = office.invitation("lan");
    let mut guessed = 0;
    for n in 0..200_u8 {
        // Well-formed, and each proves its key: only the code is wrong.
        let answer = enrol(&office, &with_code(&line, Code::new([n; 10])), 1, |_| {});
        match answer.refusal() {
            (403, code) => assert_eq!(code, "invitation_unknown"),
            (429, code) => {
                assert_eq!(code, "slow_down");
                assert!(
                    answer.head.to_lowercase().contains("retry-after"),
                    "{}",
                    answer.head
                );
                break;
            }
            other => panic!("{other:?}"),
        }
        guessed += 1;
    }
    assert!(
        (5..=20).contains(&guessed),
        "{guessed} guesses were free; 80 bits need 10^24"
    );
    // Another name for oneself helps nobody who is no proxy of the server's own.
    for header in [
        "X-Forwarded-For: 203.0.113.9\r\n",
        "Forwarded: for=203.0.113.9\r\n",
        "X-Real-IP: 203.0.113.9\r\n",
    ] {
        let answer = super::stranger::ask(&office, "POST /v1/enrol", header, b"");
        assert_eq!(answer.status, 429, "{header}");
    }
    // An hour later: the invitation was used up by nobody.
    office.clock.advance_hours(1);
    Stranger::enter(&office, "lan", 1);
}

#[test]
fn a_code_of_another_union_or_one_that_was_used_lets_nobody_in() {
    let (office, other) = (Office::open(), Office::open());
    let theirs = InvitationText::parse(&other.invitation("lan")).unwrap().code;
    let answer = enrol(&office, &with_code(&office.invitation("lan"), theirs), 1, |_| {});
    assert_eq!(answer.refusal(), (403, "invitation_unknown".into()));
    let lan = Stranger::enter(&office, "lan", 1);
    let again = enrol(&office, &office.invitation("lan"), 2, |_| {});
    assert_eq!(again.refusal(), (403, "invitation_used".into()));
    // Nor does another invitation take the place of a device that is there.
    let answer = enrol(&office, &office.invitation("hung"), 2, |request| {
        request.device = lan.device
    });
    assert_eq!(answer.code(), "proof_failed", "the proof names the device");
    Stranger::enter(&office, "hung", 3).does(EndDevice { device: lan.device });
    let answer = enrol(&office, &office.invitation("lan"), 1, |_| {});
    assert_eq!(
        answer.refusal(),
        (403, "device_ended".into()),
        "an ended device does not come back by asking again"
    );
}

/// Found by this list: a branch's chair admitted "a member" under the id of somebody with rights elsewhere (ids are seen
/// in rows that all may read), invited them, used the code himself, and sat at their desk.
#[test]
fn an_officer_does_not_come_in_as_somebody_with_rights_elsewhere() {
    let office = Office::open();
    let hung = Stranger::enter(&office, "hung", 2);
    let code = Code::new([42; 10]);
    let line = with_code(&office.invitation("lan"), code.clone());
    hung.does(AdmitMember {
        id: SANG,
        unit: BRANCH,
        profile: Profile::named("Người Giả"),
        joined: None,
    });
    hung.does(Invite {
        invitation: code.invitation(),
        invitee: Invitee::Member(SANG),
    });
    let answer = enrol(&office, &line, 3, |_| {});
    assert_eq!(answer.refusal(), (403, "invitation_not_enough".into()));
    // The real one still comes in, by the invitation of whoever gave the rights.
    Stranger::enter(&office, "sang", 4);
}
