//! Bác Tâm was expelled while his phone was listening.

use super::commands::{BRANCH, PROVINCE};
use super::stranger::{Stranger, bearer, fresh};
use congdoan_domain::invitation::{Invite, Invitee};
use congdoan_domain::market::{TakeVoucher, spend_payload};
use congdoan_domain::member::{ChangeStatus, MemberStatus};
use congdoan_domain::signature::Purpose;
use congdoan_domain::survey::AnswerSurvey;
use congdoan_domain::{InvitationId, OfferId, Scope, VoucherId};
use congdoan_tests::kit::Office;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use uuid::Uuid;

#[test]
fn an_expelled_members_open_stream_is_cut_and_the_device_reads_and_does_nothing_more() {
    let office = Office::open();
    let (tam, hung) = (
        Stranger::enter(&office, "lan", 1),
        Stranger::enter(&office, "hung", 2),
    );
    let open = super::commands::prepare(&hung, BRANCH, hung.device).open;
    let before = tam.settle(|_| {});
    assert!(
        before.rows.contains_key(&("survey".to_owned(), open.0)),
        "a member reads it"
    );
    let token = tam.token();
    let mut stream = tam.listen(&token);

    let to = MemberStatus::Expelled;
    hung.does(ChangeStatus {
        id: tam.person,
        to,
        reason: Some("thử".into()),
        on: None,
    });
    // To the end: the socket's own timeout (30 s) would be an error, and a recheck alone comes after 60 s.
    let mut heard = String::new();
    stream.read_to_string(&mut heard).unwrap();
    assert!(!heard.contains("data:"), "no word of what happens there: {heard}");

    // The token still lives for minutes. It opens nothing but what anybody may read, and says what to delete.
    let held = [
        Scope::Member(tam.person),
        Scope::Org(BRANCH),
        Scope::Org(PROVINCE),
    ];
    let cursor = |scope| congdoan_wire::Cursor {
        scope,
        epoch: 1,
        seq: 0,
        floor: 0,
        sum: Default::default(),
    };
    let now = tam.settle(|request| request.cursors = held.map(cursor).into());
    assert_eq!(now.scopes, BTreeSet::from([Scope::Public]));
    assert_eq!(now.gone, BTreeSet::from(held));
    assert!(now.rows.is_empty());
    let mut stream = tam.listen(&token);
    let close = congdoan_domain::survey::CloseSurvey { id: open };
    hung.does(close);
    stream
        .get_ref()
        .set_read_timeout(Some(std::time::Duration::from_secs(3)))
        .unwrap();
    let mut heard = vec![];
    let _ = stream.read_to_end(&mut heard);
    assert!(
        !String::from_utf8_lossy(&heard).contains("data:"),
        "{}",
        String::from_utf8_lossy(&heard)
    );

    let offer = OfferId(Uuid::from_u128(0x5a3e_0000_0000_4000_b000_0000_0000_0001));
    let taken_at = office.clock.now();
    let payload = spend_payload(
        VoucherId::of(offer, tam.person, 0),
        offer,
        super::commands::PHARMACY,
        taken_at,
    );
    let refused = tam.send([
        AnswerSurvey {
            survey: open,
            values: BTreeMap::new(),
        }
        .into(),
        TakeVoucher {
            offer,
            n: 0,
            taken_at,
            signature: tam.sign(Purpose::VoucherSpend, &payload),
        }
        .into(),
        Invite {
            invitation: InvitationId(fresh()),
            invitee: Invitee::Member(tam.person),
        }
        .into(),
    ]);
    let expected = ["member_not_active", "member_not_active", "invite_not_member"];
    assert_eq!(refused, expected.map(|code| Some(code.to_owned())));
    // Nor by an invitation that was written before.
    let answer = super::stranger::enrol(&office, &office.invitation("lan-2"), 7, |_| {});
    assert_eq!(answer.code(), "invitation_revoked");
    assert_eq!(
        super::stranger::ask(&office, "GET /v1/events", &bearer("00"), b"").status,
        401
    );
}
