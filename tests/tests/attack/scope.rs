//! Another member's scope, another branch's desk, requests that say whose rows they want.

use super::commands::{BRANCH, OTHER_BRANCH, PROVINCE, every, prepare, rows, state};
use super::stranger::{Stranger, blank, fresh_id};
use ciborium::Value;
use congdoan_domain::survey::{Answer, AnswerSurvey, AnswerValue};
use congdoan_domain::{Command, Scope};
use congdoan_tests::kit::Office;
use congdoan_wire::{CommandMsg, Cursor, ReceiptOutcome, codec};
use std::collections::{BTreeMap, BTreeSet};

fn scopes_of(stranger: &Stranger) -> BTreeSet<Scope> {
    stranger.settle(|_| {}).scopes
}

#[test]
fn a_request_that_names_scopes_of_others_gets_none_of_their_rows() {
    let office = Office::open();
    let (lan, hung) = (
        Stranger::enter(&office, "lan", 1),
        Stranger::enter(&office, "hung", 2),
    );
    let others = [
        Scope::Member(hung.person),
        Scope::Desk(BRANCH),
        Scope::Desk(OTHER_BRANCH),
        Scope::Desk(PROVINCE),
        Scope::Org(OTHER_BRANCH),
    ];
    let own = scopes_of(&lan);
    let honest = lan.settle(|_| {}).rows;
    // From zero, in the middle, at an impossible end; of this life of the server and of another.
    for (epoch, seq) in [(0, 0), (1, 0), (1, 1), (1, u64::MAX)] {
        for life in [None, Some(lan.server)] {
            let found = lan.settle(|request| {
                request.incarnation = life;
                request.cursors = others
                    .map(|scope| Cursor {
                        scope,
                        epoch,
                        seq,
                        floor: 0,
                        sum: Default::default(),
                    })
                    .into();
            });
            assert_eq!(found.scopes, own);
            assert_eq!(found.gone, BTreeSet::from(others));
            assert_eq!(found.rows, honest, "not a row more");
        }
    }
    assert!(
        honest
            .keys()
            .all(|(kind, id)| kind != "member" || *id == lan.person.0),
        "nobody else's record"
    );
}

/// Fields that no version ever had, with the meaning an attacker hopes for.
#[test]
fn a_request_cannot_say_who_it_is_or_what_it_may_read() {
    let office = Office::open();
    let (lan, hung) = (
        Stranger::enter(&office, "lan", 1),
        Stranger::enter(&office, "hung", 2),
    );
    let Value::Map(mut request) = Value::serialized(&blank()).unwrap() else {
        panic!()
    };
    let desk = Scope::Desk(BRANCH).to_string();
    let bytes = |id: uuid::Uuid| Value::Bytes(id.as_bytes().to_vec());
    for (name, value) in [
        ("person", bytes(hung.person.0)),
        ("device", bytes(hung.device.0)),
        ("actor", Value::Text("Server".into())),
        ("scope", Value::Text(desk.clone())),
        ("scopes", Value::Array(vec![Value::Text(desk)])),
    ] {
        request.push((Value::Text(name.into()), value));
    }
    let token = lan.token();
    let answer = lan.sync(&token, &codec::encode(&Value::Map(request)));
    // Passed over (a newer app may say more) or refused: never obeyed.
    if answer.status == 200 {
        let response: congdoan_wire::SyncResponse = codec::decode(&answer.body, codec::MAX_UNPACKED).unwrap();
        let own = scopes_of(&lan);
        assert!(response.pages.iter().all(|page| own.contains(&page.scope)));
    }
    // In a header, a query, a cookie.
    let headers = format!(
        "Authorization: Bearer {token}\r\nX-Device: {}\r\nCookie: device={}\r\n",
        hung.device, hung.device
    );
    let line = format!("POST /v1/sync?device={}&scope=desk", hung.device);
    let answer = super::stranger::ask(&office, &line, &headers, &codec::encode(&blank()));
    let response: congdoan_wire::SyncResponse = codec::decode(&answer.body, codec::MAX_UNPACKED).unwrap();
    assert!(
        response
            .pages
            .iter()
            .all(|page| scopes_of(&lan).contains(&page.scope))
    );
}

#[test]
fn a_command_cannot_say_who_sent_it() {
    let office = Office::open();
    let (lan, hung) = (
        Stranger::enter(&office, "lan", 1),
        Stranger::enter(&office, "hung", 2),
    );
    let open = prepare(&hung, BRANCH, hung.device).open;
    let honest = AnswerSurvey {
        survey: open,
        values: BTreeMap::from([(1, AnswerValue::Text("của Lan".into()))]),
    };
    let Value::Map(mut body) = Value::serialized(&honest).unwrap() else {
        panic!()
    };
    for name in ["person", "actor", "device", "made_by"] {
        body.push((
            Value::Text(name.into()),
            Value::Bytes(hung.person.0.as_bytes().to_vec()),
        ));
    }
    let mut bytes = vec![];
    ciborium::into_writer(&Value::Map(body), &mut bytes).unwrap();
    let forged = CommandMsg {
        body: bytes,
        ..lan.message(&honest.into())
    };
    lan.settle(|request| request.commands = vec![forged]);
    let answers: Vec<Answer> = rows(&office);
    let mine: Vec<_> = answers.iter().filter(|answer| answer.survey == open).collect();
    assert!(mine.iter().all(|answer| answer.person == lan.person), "{mine:?}");
}

#[test]
fn a_member_does_nothing_of_an_office() {
    let office = Office::open();
    let (lan, hung) = (
        Stranger::enter(&office, "lan", 1),
        Stranger::enter(&office, "hung", 2),
    );
    let target = prepare(&hung, BRANCH, hung.device);
    all_refused(&lan, every(&target, lan.server, office.clock.now()));
}

#[test]
fn an_officer_does_nothing_at_another_branchs_desk_and_reads_nothing_of_it() {
    let office = Office::open();
    let (hung, mai) = (
        Stranger::enter(&office, "hung", 2),
        Stranger::enter(&office, "mai", 3),
    );
    let target = prepare(&mai, OTHER_BRANCH, mai.device);
    all_refused(&hung, every(&target, hung.server, office.clock.now()));
    let read = hung.settle(|_| {});
    assert!(
        !read.scopes.contains(&Scope::Desk(OTHER_BRANCH)) && !read.scopes.contains(&Scope::Desk(PROVINCE))
    );
    for id in [
        target.member.0,
        target.draft.0,
        target.open.0,
        target.invitation.0,
        target.grant.0,
    ] {
        assert!(read.rows.keys().all(|(_, row)| *row != id), "{id}");
    }
}

#[test]
fn a_providers_staff_does_nothing_of_a_union_or_of_another_provider() {
    let office = Office::open();
    let (hoa, hung) = (
        Stranger::enter(&office, "hoa", 4),
        Stranger::enter(&office, "hung", 2),
    );
    let target = prepare(&hung, BRANCH, hung.device);
    all_refused(&hoa, every(&target, hoa.server, office.clock.now()));
}

fn all_refused(stranger: &Stranger, commands: Vec<Command>) {
    let before = state(stranger.office);
    let names: Vec<_> = commands.iter().map(Command::name).collect();
    let outcomes = stranger.send(commands);
    for (name, outcome) in names.iter().zip(&outcomes) {
        assert!(outcome.is_some(), "{name} was taken");
    }
    assert!(before == state(stranger.office), "a refused command wrote a row");
}

#[test]
fn anothers_command_id_gives_no_outcome_away_and_takes_none() {
    let office = Office::open();
    let (lan, hung) = (
        Stranger::enter(&office, "lan", 1),
        Stranger::enter(&office, "hung", 2),
    );
    let open = prepare(&hung, BRANCH, hung.device).open;
    let message = hung.message(&congdoan_domain::survey::CloseSurvey { id: open }.into());
    let (id, unused) = (message.id, fresh_id());
    hung.settle(|request| request.commands = vec![message.clone()]);
    for found in [
        lan.settle(|request| request.waiting = vec![id, unused]),
        lan.settle(|request| request.commands = vec![message.clone()]),
    ] {
        let ReceiptOutcome::Rejected(why) = &found.outcomes[&id] else {
            panic!("read by another")
        };
        assert_eq!(why.code, "id_taken");
        assert!(!found.outcomes.contains_key(&unused));
    }
    let own = hung.settle(|request| request.waiting = vec![id]);
    assert_eq!(own.outcomes[&id], ReceiptOutcome::Accepted, "still its own");
}
