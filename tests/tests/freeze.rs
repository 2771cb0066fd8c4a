//! Every released version is opened by today's code (law 13): its homes, its server, and what passed on its line.

use congdoan_client::domain::member::Profile;
use congdoan_client::store::CommandState;
use congdoan_client::{Client, Enrolment, Transport};
use congdoan_server::maintain;
use congdoan_server::store::{ServerStore, SqliteOptions, SqliteStore};
use congdoan_tests::freeze::{Frozen, Playback, Recording, fixed, of_home, of_server, versions};
use congdoan_wire::enrol::EnrolResponse;
use congdoan_wire::session::Session;
use congdoan_wire::{Failure, ReceiptOutcome, SyncResponse, codec};
use std::collections::BTreeSet;
use std::sync::Arc;

fn all() -> Vec<Frozen> {
    let found: Vec<Frozen> = versions().iter().map(|version| Frozen::unpack(version)).collect();
    assert!(!found.is_empty(), "version 1 is frozen");
    found
}

#[test]
fn a_home_of_every_version_opens_with_every_row_and_every_waiting_command() {
    for frozen in all() {
        let mut waiting = 0;
        for (name, expected) in &frozen.contents.homes {
            let client = frozen.open(name, None).unwrap();
            assert!(
                client.store().moved_aside().is_none(),
                "{name}: its cache is good"
            );
            assert_eq!(&of_home(&client), expected, "{} {name}", frozen.version);
            waiting += expected.waiting.len();
            // Screens show what the waiting commands do.
            if name == "hung" {
                let query = congdoan_client::store::member::ListQuery {
                    text: "Hồng Nhung".into(),
                    limit: 5,
                    ..Default::default()
                };
                assert_eq!(client.member_list(&query).unwrap().total, 1);
            }
            if name == "lan" {
                let open = client.survey_list().unwrap();
                let drafts = open
                    .iter()
                    .filter(|item| client.answer_draft(item.survey.id).unwrap().is_some());
                assert_eq!(drafts.count(), 1, "unfinished words are kept");
            }
        }
        assert_eq!(waiting, 20, "{}", frozen.version);
    }
}

#[test]
fn the_waiting_commands_of_every_version_go_through_to_todays_server() {
    for frozen in all() {
        let running = frozen.serve();
        let mut accepted = BTreeSet::new();
        // Vouchers are taken before their offer ends.
        for name in ["hung", "mai", "lan", "hoa"] {
            let client = frozen.open(name, Some(&running)).unwrap();
            let refused_before = client.store().outbox(CommandState::Refused, 99).unwrap().len();
            client.sync_now();
            let status = client.sync_status().unwrap();
            assert_eq!(
                status.waiting, 0,
                "{} {name}: {:?}",
                frozen.version, status.blocked
            );
            let refused = client.store().outbox(CommandState::Refused, 99).unwrap();
            assert_eq!(
                refused.len(),
                refused_before,
                "{} {name}: {refused:?}",
                frozen.version
            );
            let done = client.store().outbox(CommandState::Accepted, 999).unwrap();
            accepted.extend(done.into_iter().map(|entry| entry.id.0));
        }
        for home in frozen.contents.homes.values() {
            assert!(home.waiting.iter().all(|command| accepted.contains(&command.id)));
        }
        drop(running);
        let store = SqliteStore::open(&frozen.data().join("server.db"), SqliteOptions::default()).unwrap();
        let report = maintain::examine(store.begin_read().unwrap().as_ref()).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        let (before, _) = frozen.contents.server.rows["member"];
        let (now, _) = of_server(store.begin_read().unwrap().as_ref()).rows["member"];
        assert_eq!(now, before + 3, "three were admitted");
    }
}

#[test]
fn the_server_database_of_every_version_opens_with_every_row() {
    for frozen in all() {
        let store = SqliteStore::open(&frozen.data().join("server.db"), SqliteOptions::default()).unwrap();
        let read = store.begin_read().unwrap();
        assert_eq!(
            of_server(read.as_ref()),
            frozen.contents.server,
            "{}",
            frozen.version
        );
        let report = maintain::examine(read.as_ref()).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
}

/// The recorded bytes go to today's server over the frozen data, at the recorded time: the challenge is good once and
/// for a minute, the invitation for three days, and both ends' signatures still fit. The token is the one just given.
#[test]
fn recorded_requests_of_every_version_are_answered_by_todays_server() {
    for frozen in all() {
        for recording in &frozen.recordings {
            let running = frozen.serve();
            let address = format!("http://{}", running.address);
            let http =
                congdoan_client::Http::new(&address, &congdoan_client::TlsTrust::Plain, false).unwrap();
            let mut token: Option<String> = None;
            for (n, exchange) in recording.exchanges.iter().enumerate() {
                let at = format!("{} {} {n} {}", frozen.version, recording.name, exchange.door);
                let (verb, path) = exchange.door.split_once(' ').unwrap();
                let (status, body) = if verb == "GET" {
                    let from = u64::from_be_bytes(exchange.request.as_slice().try_into().unwrap());
                    let mut body = vec![];
                    let status = http.get(path, from, &mut |part| {
                        body.extend_from_slice(part);
                        true
                    });
                    (status.unwrap(), body)
                } else {
                    let reply = http.post(path, token.as_deref(), &exchange.request).unwrap();
                    (reply.status, reply.body)
                };
                assert_eq!(status, exchange.status, "{at}");
                if let Some(session) = same_answer(&at, path, status, &body, &exchange.answer) {
                    token = Some(session.token);
                }
            }
        }
    }
}

/// Compares what later versions promise to keep: fields may come, what was said stays.
fn same_answer(at: &str, path: &str, status: u16, now: &[u8], then: &[u8]) -> Option<Session> {
    if status >= 400 {
        let read = |body| codec::decode::<Failure>(body, 1 << 20).unwrap();
        assert_eq!(read(now), read(then), "{at}");
        return None;
    }
    match path {
        "/v1/session" => return Some(codec::decode(now, 1 << 20).unwrap()),
        "/v1/enrol" => {
            let read = |body| codec::decode::<EnrolResponse>(body, 1 << 20).unwrap();
            assert_eq!(read(now).person, read(then).person, "{at}");
        }
        "/v1/sync" => {
            let read = |body| codec::decode::<SyncResponse>(body, codec::MAX_UNPACKED).unwrap();
            let (now, then) = (read(now), read(then));
            assert_eq!((now.receipts, now.more), (then.receipts, then.more), "{at}");
            assert_eq!(now.incarnation, then.incarnation, "{at}");
            let live = |pages: &[congdoan_wire::Page]| -> BTreeSet<(String, uuid::Uuid)> {
                let rows = pages.iter().flat_map(|page| &page.rows);
                rows.filter(|row| row.body.is_some())
                    .map(|row| (row.kind.clone(), row.id))
                    .collect()
            };
            assert!(
                live(&now.pages).is_superset(&live(&then.pages)),
                "{at}: a row is missing"
            );
        }
        _ => assert!(!now.is_empty(), "{at}"),
    }
    None
}

fn played(frozen: &Frozen, recording: &Recording) -> (Client, Playback) {
    let playback = Playback::of(recording);
    let (mut ports, signer) = fixed(&recording.name, &frozen.clock);
    ports.connect = Arc::new(playback.clone());
    let choice = Enrolment {
        device_name: "Máy ghi lại".into(),
        pin: None,
        sample: true,
        signer: Some(signer),
    };
    let home = frozen.path().join("played").join(&recording.name);
    (
        Client::enrol(&home, &recording.invitation, ports, choice).unwrap(),
        playback,
    )
}

/// Today's client lives the recorded session again, with the same ids and keys, from the recorded answers alone.
#[test]
fn recorded_answers_of_every_version_are_read_by_todays_client() {
    for frozen in all() {
        for recording in &frozen.recordings {
            let (client, playback) = played(&frozen, recording);
            client.sync_now();
            assert!(
                client.sync_status().unwrap().last_settled.is_some(),
                "{}",
                recording.name
            );
            let sent: Vec<_> = recording
                .exchanges
                .iter()
                .filter_map(|e| codec::decode::<congdoan_wire::SyncRequest>(&e.request, 1 << 22).ok())
                .flat_map(|request| request.commands)
                .collect();
            assert!(!sent.is_empty());
            if recording.name == "hoa-2" {
                client.download_pack("card-status", |_| true).unwrap();
                assert!(client.pack("card-status").unwrap().installed.is_some());
            }
            for message in &sent {
                let undecidable = ["voucher_cannot_check_here"];
                let command = message.command().unwrap();
                let now = client.now();
                let store = client.store();
                store
                    .execute(message.id, now, now, &command, &undecidable, None)
                    .unwrap();
            }
            client.sync_now();
            let status = client.sync_status().unwrap();
            let outcomes: Vec<_> = recording
                .exchanges
                .iter()
                .filter_map(|e| codec::decode::<SyncResponse>(&e.answer, codec::MAX_UNPACKED).ok())
                .flat_map(|answer| answer.receipts)
                .collect();
            let refused = outcomes
                .iter()
                .filter(|receipt| receipt.outcome != ReceiptOutcome::Accepted)
                .count() as u64;
            assert_eq!(
                (status.waiting, status.refused),
                (0, refused),
                "{}",
                recording.name
            );
            if recording.name == "hoa-2" {
                assert_eq!(refused, 1, "a forged voucher");
                let why = client.store().outbox(CommandState::Refused, 5).unwrap().remove(0);
                assert_eq!(why.refusal.unwrap().code, "voucher_bad");
            } else {
                let query = congdoan_client::store::member::ListQuery {
                    text: Profile::named("Đào Văn Mẫu").name,
                    limit: 5,
                    ..Default::default()
                };
                assert_eq!(client.member_list(&query).unwrap().total, 1);
            }
            // The used code, refused at the door.
            let (mut ports, signer) = fixed(&recording.name, &frozen.clock);
            ports.connect = Arc::new(playback.clone());
            let choice = Enrolment {
                device_name: "Máy ghi lại".into(),
                pin: None,
                sample: true,
                signer: Some(signer),
            };
            let again = frozen.path().join("again");
            let refused = Client::enrol(&again, &recording.invitation, ports, choice)
                .err()
                .unwrap();
            assert_eq!(refused.code, "invitation_used");
            assert!(!again.join("home.json").exists());
            assert_eq!(
                playback.left(),
                Vec::<String>::new(),
                "every recorded answer was read"
            );
        }
    }
}
