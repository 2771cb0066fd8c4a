//! Two servers of one folder and one database: a device does not notice which of them it asks.

mod house;

use congdoan_domain::device::EndDevice;
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Command, CommandId, DeviceId, Scope, UnitId};
use congdoan_server::database::Database;
use congdoan_server::init::FIRST_CELL;
use congdoan_server::maintain;
use congdoan_server::serve::{Entrance, Running};
use congdoan_wire::{CommandMsg, Cursor, ReceiptOutcome, SyncResponse, codec};
use house::{DEVICE, House, UNIT, heard, house_in, refusal};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::time::Duration;
use uuid::Uuid;

const OTHER: DeviceId = DeviceId(Uuid::from_u128(5));

/// A house with two servers, over each store that there is.
fn houses() -> Vec<(House, Running)> {
    let embedded = |folder: &tempfile::TempDir| (Database::at(folder.path()), FIRST_CELL);
    let mut houses = vec![];
    let folder = tempfile::tempdir().unwrap();
    let place = embedded(&folder);
    houses.push(house_in(folder, place, Entrance::default()));
    match std::env::var("CONGDOAN_TEST_POSTGRES") {
        Ok(url) => {
            let folder = tempfile::tempdir().unwrap();
            let cell = i32::from_be_bytes(congdoan_server::clock::random());
            let place = (Database::at(folder.path()).reached_by(Some(url), None), cell);
            houses.push(house_in(folder, place, Entrance::default()));
        }
        Err(_) => {
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED: no PostgreSQL (CONGDOAN_TEST_POSTGRES)"
            );
        }
    }
    let with_another = |house: House| {
        let another = house.another_server();
        (house, another)
    };
    houses.into_iter().map(with_another).collect()
}

fn branch(n: u128) -> CreateUnit {
    CreateUnit {
        id: UnitId(Uuid::from_u128(n)),
        parent: Some(UNIT),
        name: format!("Công đoàn cơ sở thử số {n}"),
        short_name: "CĐCS thử".into(),
        kind: UnitKind::Branch,
    }
}

fn sent(house: &House, command: impl Into<Command>, n: u128) -> CommandMsg {
    CommandMsg::new(CommandId(Uuid::from_u128(n)), house.now(), &command.into())
}

/// What a device keeps: its rows and how far it has read.
#[derive(Default)]
struct Held {
    cursors: BTreeMap<Scope, Cursor>,
    rows: BTreeSet<(Scope, String, Uuid)>,
    receipts: BTreeMap<CommandId, ReceiptOutcome>,
}

impl Held {
    fn sync(&mut self, house: &House, token: &str, commands: Vec<CommandMsg>) {
        let (status, body) = house.sync(token, |request| {
            request.commands = commands;
            request.cursors = self.cursors.values().cloned().collect();
        });
        assert_eq!(status, 200);
        let answer: SyncResponse = codec::decode(&body, 1 << 24).unwrap();
        assert!(
            answer.reset.is_empty() && answer.gone.is_empty() && !answer.more,
            "nothing begins anew"
        );
        for page in answer.pages {
            let from = self.cursors.get(&page.scope).map_or(0, |cursor| cursor.seq);
            assert_eq!(page.from, from, "it goes on where the other server ended");
            for row in page.rows {
                self.rows.insert((page.scope, row.kind, row.id));
            }
        }
        for sum in answer.sums {
            let cursor = Cursor {
                scope: sum.scope,
                epoch: sum.epoch,
                seq: sum.seq,
                sum: sum.sum,
                floor: 0,
            };
            self.cursors.insert(sum.scope, cursor);
        }
        for receipt in answer.receipts {
            self.receipts.insert(receipt.id, receipt.outcome);
        }
    }

    fn units(&self) -> BTreeSet<Uuid> {
        let units = self.rows.iter().filter(|(_, kind, _)| kind == "unit");
        units.map(|(_, _, id)| *id).collect()
    }
}

#[test]
fn a_device_syncs_with_both_in_turn_and_each_goes_on_where_the_other_ended() {
    for (house, another) in houses() {
        let (first, second) = (house.server.address, another.address);
        // The challenge of one server is answered at the other, and its token is good at both.
        house.ask_at(first);
        let nonce = house.challenge(DEVICE);
        house.ask_at(second);
        let (status, answer) = house.session(DEVICE, &nonce);
        assert_eq!(status, 200);
        let token = codec::decode::<congdoan_wire::session::Session>(&answer, 1_000)
            .unwrap()
            .token;
        house.ask_at(first);
        assert_eq!(
            refusal(house.session(DEVICE, &nonce)),
            (401, "challenge_failed".into()),
            "used there"
        );

        let mut held = Held::default();
        for turn in 0..10_u128 {
            house.ask_at(if turn % 2 == 0 { first } else { second });
            let id = 1_000 + turn;
            held.sync(&house, &token, vec![sent(&house, branch(id), id)]);
            assert_eq!(
                held.receipts[&CommandId(Uuid::from_u128(id))],
                ReceiptOutcome::Accepted
            );
            assert!(held.units().contains(&Uuid::from_u128(id)));
            // Sent again to the other, as after a lost answer: it happened once.
            house.ask_at(if turn % 2 == 0 { second } else { first });
            held.sync(&house, &token, vec![sent(&house, branch(id), id)]);
            assert_eq!(
                held.receipts[&CommandId(Uuid::from_u128(id))],
                ReceiptOutcome::Accepted
            );
        }
        assert_eq!(held.units().len(), 11);
        let store = house.database.open().unwrap();
        let report = maintain::examine(store.begin_read().unwrap().as_ref()).unwrap();
        assert_eq!(report.findings, []);
    }
}

#[test]
fn what_one_server_commits_wakes_who_listens_at_the_other() {
    for (house, another) in houses() {
        assert_eq!(house.enrol(OTHER, &house.invite(), |_| {}).0, 200);
        let (token, mine) = (house.token_of(OTHER), house.token());
        house.ask_at(another.address);
        let mut lines = house.listen(&token);
        house.ask_at(house.server.address);
        let batch = vec![sent(&house, branch(7), 7)];
        assert_eq!(house.sync(&mine, |request| request.commands = batch).0, 200);
        let scopes = heard(&mut lines).expect("woken");
        assert!(scopes.contains(&format!("desk:{}", UNIT.0.simple())), "{scopes}");
        // And a device ended at one is put out at the other.
        let batch = vec![sent(&house, EndDevice { device: OTHER }, 8)];
        assert_eq!(house.sync(&mine, |request| request.commands = batch).0, 200);
        while heard(&mut lines).is_some() {}
        house.ask_at(another.address);
        assert_eq!(refusal(house.sync(&token, |_| {})), (403, "device_ended".into()));
    }
}

#[test]
fn many_devices_at_both_at_once_lose_nothing_and_double_nothing() {
    const DEVICES: u128 = 8;
    const COMMANDS: u128 = 12;
    for (house, another) in houses() {
        let tokens: Vec<String> = (0..DEVICES)
            .map(|n| {
                let device = DeviceId(Uuid::from_u128(100 + n));
                assert_eq!(house.enrol(device, &house.invite(), |_| {}).0, 200);
                house.token_of(device)
            })
            .collect();
        let addresses = [house.server.address, another.address];
        std::thread::scope(|scope| {
            for (n, token) in tokens.iter().enumerate() {
                // Three devices send the same new unit under ids of their own: one founds it, the others are refused.
                let commands: Vec<CommandMsg> = (0..COMMANDS)
                    .map(|k| {
                        sent(
                            &house,
                            branch(5_000 + (n as u128 / 3) * 100 + k),
                            (n as u128 + 1) * 1_000 + k,
                        )
                    })
                    .collect();
                scope.spawn(move || {
                    for (turn, pair) in commands.chunks(3).enumerate() {
                        // To both servers at once, as a device would whose first answer is late.
                        let ask = |address| {
                            for _ in 0..50 {
                                let status = house::sync_at(address, token, pair.to_vec());
                                if status == 200 {
                                    return;
                                }
                                assert_eq!(status, 503, "told to come again, and no more");
                                std::thread::sleep(Duration::from_millis(20));
                            }
                            panic!("never served");
                        };
                        std::thread::scope(|both| {
                            both.spawn(|| ask(addresses[turn % 2]));
                            both.spawn(|| ask(addresses[(turn + 1) % 2]));
                        });
                    }
                });
            }
        });
        let store = house.database.open().unwrap();
        let read = store.begin_read().unwrap();
        assert_eq!(maintain::examine(read.as_ref()).unwrap().findings, []);
        let (mut accepted, mut refused) = (0, 0);
        for n in 0..DEVICES {
            for k in 0..COMMANDS {
                let id = CommandId(Uuid::from_u128((n + 1) * 1_000 + k));
                match read
                    .outcome(id)
                    .unwrap()
                    .expect("every command has its outcome")
                    .outcome
                {
                    ReceiptOutcome::Accepted => accepted += 1,
                    ReceiptOutcome::Rejected(_) => refused += 1,
                }
            }
        }
        // Groups of three, three and two devices.
        assert_eq!((accepted, refused), (3 * COMMANDS, 5 * COMMANDS));
        let head = read.head(&Scope::Desk(UNIT)).unwrap();
        let tally = read.tally(&Scope::Desk(UNIT)).unwrap();
        assert_eq!(tally.highest, head.seq);
    }
}
