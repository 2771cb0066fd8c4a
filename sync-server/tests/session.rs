//! Proving a device over real HTTP: what a challenge and a token allow, and when they stop.

mod house;

use congdoan_domain::device::EndDevice;
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Actor, CommandId, DeviceId, Instant, Scope, UnitId};
use congdoan_server::store::StoredRow;
use congdoan_wire::session::{CHALLENGE_SECONDS, TOKEN_SECONDS};
use congdoan_wire::{
    CommandMsg, Failure, OLDEST_SCHEMA, PROTOCOL, Receipt, ReceiptOutcome, SCHEMA, SyncResponse, codec,
};
use house::{DEVICE, PERSON, UNIT, house, refusal};
use std::sync::atomic::Ordering::SeqCst;
use uuid::Uuid;

#[test]
fn a_proven_device_reads_its_own_scopes() {
    let house = house();
    let (status, answer) = house.sync(&house.token(), |_| {});
    assert_eq!(status, 200);
    let response: SyncResponse = codec::decode(&answer, codec::MAX_UNPACKED).unwrap();
    assert!(response.pages.iter().any(|page| page.scope == Scope::Desk(UNIT)));
    let others = response.pages.iter().filter(|page| {
        ![
            Scope::Public,
            Scope::Org(UNIT),
            Scope::Desk(UNIT),
            Scope::Member(PERSON),
        ]
        .contains(&page.scope)
    });
    assert_eq!(others.count(), 0);
}

#[test]
fn a_challenge_is_good_once_for_a_minute_and_for_its_device() {
    let house = house();
    let failed = (401, "challenge_failed".to_owned());
    let nonce = house.challenge(DEVICE);
    assert_eq!(house.session(DEVICE, &nonce).0, 200);
    assert_eq!(refusal(house.session(DEVICE, &nonce)), failed, "used twice");

    // A device that does not exist gets the same kind of question, and the same no as a wrong signature.
    let stranger = DeviceId(Uuid::from_u128(9));
    let other = house.challenge(stranger);
    assert_eq!(other.len(), nonce.len());
    assert_eq!(refusal(house.session(stranger, &other)), failed);
    assert_eq!(
        refusal(house.session(DEVICE, &other)),
        failed,
        "asked of another device"
    );

    let nonce = house.challenge(DEVICE);
    house.pass(CHALLENGE_SECONDS);
    assert_eq!(
        refusal(house.session(DEVICE, &nonce)),
        (401, "challenge_expired".into())
    );
}

#[test]
fn a_token_ends_with_its_time_and_at_once_with_its_device() {
    let house = house();
    let token = house.token();
    let last = if token.ends_with('0') { "1" } else { "0" };
    let forged = format!("{}{last}", &token[..token.len() - 1]);
    assert_eq!(
        refusal(house.sync(&forged, |_| {})),
        (401, "session_needed".into())
    );
    house.pass(TOKEN_SECONDS);
    assert_eq!(
        refusal(house.sync(&token, |_| {})),
        (401, "session_expired".into())
    );

    let token = house.token();
    let mut tx = house.founding.store.begin_write().unwrap();
    let owner = Actor::Person {
        person: PERSON,
        device: DEVICE,
    };
    let at = Instant(house.clock.load(SeqCst));
    house
        .founding
        .run_as(tx.as_mut(), owner, at, EndDevice { device: DEVICE })
        .unwrap();
    tx.commit().unwrap();
    let ended = (403, "device_ended".to_owned());
    assert_eq!(refusal(house.sync(&token, |_| {})), ended);
    assert_eq!(refusal(house.session(DEVICE, &house.challenge(DEVICE))), ended);
}

#[test]
fn apps_of_another_time_are_told_so() {
    let house = house();
    let token = house.token();
    let answer = house.sync(&token, |request| request.protocol = 0);
    assert_eq!(refusal(answer), (409, "app_too_old".into()));
    let answer = house.sync(&token, |request| request.protocol = PROTOCOL + 1);
    assert_eq!(refusal(answer), (409, "app_too_new".into()));
}

#[test]
fn rows_and_commands_of_another_vocabulary_are_not_exchanged() {
    let house = house();
    let token = house.token();
    let answer = house.sync(&token, |request| request.schema = OLDEST_SCHEMA - 1);
    assert_eq!(refusal(answer), (409, "app_too_old".into()));
    let answer = house.sync(&token, |request| request.schema = SCHEMA + 1);
    assert_eq!(refusal(answer), (409, "app_too_new".into()));
    assert_eq!(house.sync(&token, |request| request.schema = SCHEMA).0, 200);
}

#[test]
fn too_large_names_the_limit_that_was_passed() {
    let house = house();
    let token = house.token();
    let id = CommandId(Uuid::from_u128(1));
    let (status, answer) = house.sync(&token, |request| request.waiting = vec![id; 2_001]);
    let failure: Failure = codec::decode(&answer, 1_000).unwrap();
    assert_eq!((status, failure.code.as_str()), (413, "too_large"));
    assert_eq!(
        (failure.args["what"].as_str(), failure.args["most"].as_str()),
        ("waiting", "2000")
    );
}

/// What is stored under a name and cannot be read.
fn damage(house: &house::House, kind: &str, id: Uuid) {
    let mut tx = house.founding.store.begin_write().unwrap();
    let rev = tx.row(kind, id).unwrap().map_or(1, |row| row.rev);
    let body = Some(b"\xff not CBOR".to_vec());
    let kind = kind.to_owned();
    tx.put_row(&StoredRow { kind, id, rev, body }).unwrap();
    tx.commit().unwrap();
}

#[test]
fn a_command_whose_facts_cannot_be_read_is_refused_and_blocks_nothing_else() {
    let house = house();
    let token = house.token();
    let lost = UnitId(Uuid::from_u128(66));
    damage(&house, "unit", lost.0);
    let unit = |n: u128, parent| {
        let command = CreateUnit {
            id: UnitId(Uuid::from_u128(n)),
            parent: Some(parent),
            name: "Công đoàn cơ sở thử".into(),
            short_name: "CĐCS thử".into(),
            kind: UnitKind::Branch,
        };
        CommandMsg::new(CommandId(Uuid::from_u128(n)), house.now(), &command.into())
    };
    let commands = vec![unit(101, lost), unit(102, UNIT)];
    let (status, answer) = house.sync(&token, |request| request.commands = commands);
    assert_eq!(status, 200);
    let response: SyncResponse = codec::decode(&answer, codec::MAX_UNPACKED).unwrap();
    let outcome = |n: u128| {
        let mine = |receipt: &&Receipt| receipt.id == CommandId(Uuid::from_u128(n));
        response.receipts.iter().find(mine).unwrap().outcome.clone()
    };
    let ReceiptOutcome::Rejected(why) = outcome(101) else {
        panic!("decided without its facts");
    };
    assert_eq!(why.code, "record_unreadable");
    assert_eq!(outcome(102), ReceiptOutcome::Accepted);
    assert!(!response.pages.is_empty(), "reading goes on");
}

#[test]
fn a_device_whose_own_row_cannot_be_read_is_not_told_that_it_was_ended() {
    let house = house();
    let token = house.token();
    damage(&house, "device", DEVICE.0);
    let (status, code) = refusal(house.sync(&token, |_| {}));
    assert_eq!((status, code.as_str()), (503, "busy"));
}

#[test]
fn a_running_server_forgets_once_a_day_what_is_old() {
    let house = house();
    let last = || house.founding.store.begin_read().unwrap().purged_at().unwrap();
    let wait = |before: Option<Instant>| {
        for _ in 0..100 {
            if last() != before {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        last()
    };
    assert_eq!(last(), None);
    house.pass(3_600);
    let first = wait(None);
    assert_eq!(first, Some(house.now()));
    house.pass(3_600);
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    assert_eq!(last(), first, "not twice a day");
    house.pass(86_400);
    assert_eq!(wait(first), Some(house.now()));
}
