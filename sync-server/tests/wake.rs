//! Who is woken, by what, and when a stream of wake-ups ends.

#![allow(
    clippy::disallowed_methods,
    reason = "how long something takes is what is tested"
)]

mod house;

use congdoan_domain::device::EndDevice;
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Command, CommandId, DeviceId, UnitId};
use congdoan_wire::CommandMsg;
use congdoan_wire::session::TOKEN_SECONDS;
use house::{DEVICE, House, UNIT, heard, house, refusal};
use std::time::{Duration, Instant};
use uuid::Uuid;

const OTHER: DeviceId = DeviceId(Uuid::from_u128(5));

fn with_two_devices() -> House {
    let house = house();
    assert_eq!(house.enrol(OTHER, &house.invite(), |_| {}).0, 200);
    // Word of the invitation is taken before anybody listens.
    std::thread::sleep(Duration::from_millis(2_200));
    house
}

fn branch(n: u128) -> CreateUnit {
    CreateUnit {
        id: UnitId(Uuid::from_u128(n)),
        parent: Some(UNIT),
        name: "Công đoàn cơ sở thử".into(),
        short_name: "CĐCS thử".into(),
        kind: UnitKind::Branch,
    }
}

fn sent(house: &House, command: impl Into<Command>, n: u128) -> CommandMsg {
    CommandMsg::new(CommandId(Uuid::from_u128(n)), house.now(), &command.into())
}

#[test]
fn a_commit_wakes_others_even_if_a_later_command_of_its_batch_fails() {
    let house = with_two_devices();
    let mut lines = house.listen(&house.token_of(OTHER));
    // Its own end is the first command of the batch, so the second meets a device that is ended.
    let batch = vec![
        sent(&house, EndDevice { device: DEVICE }, 101),
        sent(&house, branch(7), 102),
    ];
    let token = house.token();
    let refused = house.sync(&token, |request| request.commands = batch);
    assert_eq!(refusal(refused), (403, "device_ended".into()));
    let scopes = heard(&mut lines).expect("the other device is woken by the first");
    assert!(scopes.contains(&format!("desk:{}", UNIT.0.simple())), "{scopes}");
}

#[test]
fn what_the_operator_does_in_another_process_wakes_devices_once() {
    let house = with_two_devices();
    let mut lines = house.listen(&house.token());
    let began = Instant::now();
    // The founding has a store of its own, as another process would.
    house.founding.command(house.now(), branch(8)).unwrap();
    let scopes = heard(&mut lines).expect("woken");
    assert!(scopes.contains("desk:"), "{scopes}");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // A change of this process follows; the earlier one is not told again.
    let token = house.token_of(OTHER);
    let batch = vec![sent(&house, EndDevice { device: OTHER }, 103)];
    house.sync(&token, |request| request.commands = batch);
    assert!(heard(&mut lines).is_some());
    let quiet = lines.get_ref();
    quiet.set_read_timeout(Some(Duration::from_secs(3))).unwrap();
    let mut rest = Vec::new();
    let _ = std::io::Read::read_to_end(&mut lines, &mut rest);
    assert!(
        !String::from_utf8_lossy(&rest).contains("data:"),
        "nothing is told twice"
    );
}

#[test]
fn ending_a_device_closes_its_stream_whoever_does_it() {
    let house = with_two_devices();
    let (mut mine, mut operators) = (house.listen(&house.token()), house.listen(&house.token_of(OTHER)));
    let began = Instant::now();
    let token = house.token_of(OTHER);
    let batch = vec![sent(&house, EndDevice { device: DEVICE }, 104)];
    assert_eq!(house.sync(&token, |request| request.commands = batch).0, 200);
    assert_eq!(heard(&mut mine), None, "ended in this process");
    house
        .founding
        .command(house.now(), EndDevice { device: OTHER })
        .unwrap();
    while heard(&mut operators).is_some() {}
    assert!(
        began.elapsed() < Duration::from_secs(8),
        "ended in another process: {:?}",
        began.elapsed()
    );
}

#[test]
fn a_stream_ends_with_the_token_that_opened_it() {
    let house = with_two_devices();
    let token = house.token();
    house.pass(TOKEN_SECONDS - 60);
    let mut lines = house.listen(&token);
    house.pass(60);
    // A change makes the stream look at the clock at once; by itself it does so every minute.
    let batch = vec![sent(&house, branch(9), 105)];
    let other = house.token_of(OTHER);
    assert_eq!(house.sync(&other, |request| request.commands = batch).0, 200);
    assert_eq!(heard(&mut lines), None);
}
