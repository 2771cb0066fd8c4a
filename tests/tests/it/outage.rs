//! Days on which the server is there and yet nothing is exchanged: said as it is, and nobody is hammered.

use congdoan_client::{Client, Network, Options, Worker, system};
use congdoan_server::maintain;
use congdoan_server::store::{ServerStore, SqliteOptions, SqliteStore};
use congdoan_sync::Config;
use congdoan_tests::kit::Office;
use congdoan_tests::kit::program::congdoan;
use congdoan_tests::kit::seat::Seat;
use congdoan_tests::kit::stand_in::{StandIn, failure};
use congdoan_wire::checksum::Checksum;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Found by a reviewer: everything that was no answer read as "no network".
#[test]
fn a_program_newer_than_the_server_is_told_so_and_not_that_there_is_no_network() {
    let office = Office::open();
    drop(office.enrol("lan"));
    let mut ports = office.ports(&office.clock);
    let older = Arc::new(AtomicBool::new(true));
    let there = older.clone();
    StandIn::into(
        &mut ports,
        Arc::new(move |door| {
            (door == "POST /v1/sync" && there.load(Ordering::SeqCst)).then(|| failure(409, "app_too_new"))
        }),
    );
    let lan = Client::open(&office.home("lan"), ports, Options::default()).unwrap();
    lan.sync_now();
    let status = lan.sync_status().unwrap();
    let blocked = status.blocked.expect("it is said");
    assert_eq!(
        (blocked.code.as_str(), status.network),
        ("app_too_new", Network::Online)
    );
    assert!(blocked.message.contains("nâng cấp"), "{}", blocked.message);
    assert!(status.next_try.is_some(), "it is tried again by itself");
    older.store(false, Ordering::SeqCst);
    lan.sync_now();
    assert_eq!(lan.sync_status().unwrap().blocked, None);
}

/// Found by a reviewer: one wrong head made every phone of the scope read all of it without pause, 500 times a sync, and
/// the status line said that all was well.
#[test]
fn a_wrong_checksum_at_the_server_is_said_and_read_again_only_now_and_then() {
    let office = Office::open();
    let path = office.data().join("server.db");
    let server = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    drop(office.enrol("lan"));
    let mut ports = office.ports(&office.clock);
    let line = StandIn::into(&mut ports, Arc::new(|_| None));
    let lan = Client::open(&office.home("lan"), ports, Options::default()).unwrap();
    let scope = lan.store().scopes().unwrap()[0].cursor.scope;
    let mut tx = server.begin_write().unwrap();
    let mut head = tx.lock_head(&scope).unwrap();
    head.checksum = head
        .checksum
        .with(Checksum::of_row("spoilt", uuid::Uuid::nil(), 1, b""));
    tx.put_head(&scope, &head).unwrap();
    tx.commit().unwrap();

    let settled = lan.sync_status().unwrap().last_settled;
    office.clock.advance_minutes(5);
    lan.sync_now();
    assert_eq!(line.times("POST /v1/sync"), 2, "it is repaired at once, and once");
    let status = lan.sync_status().unwrap();
    assert_eq!(status.blocked.unwrap().code, "sync_differs");
    assert_eq!(status.network, Network::Online);
    assert_eq!(status.last_settled, settled, "it is not in step");
    assert!(status.next_try.is_some());
    assert!(
        !lan.survey_list().unwrap().is_empty(),
        "what is here is still shown"
    );
    for _ in 0..20 {
        lan.step();
    }
    assert_eq!(line.times("POST /v1/sync"), 2, "not before the pause is over");

    let report = maintain::examine(server.begin_read().unwrap().as_ref()).unwrap();
    let mut tx = server.begin_write().unwrap();
    maintain::repair(tx.as_mut(), &report).unwrap();
    tx.commit().unwrap();
    office.clock.advance_minutes(6);
    lan.step();
    let status = lan.sync_status().unwrap();
    assert_eq!(status.blocked, None, "it comes right by itself");
    assert!(status.last_settled > settled);
}

/// Found by a reviewer: when nobody was let in, the office's PCs asked for a challenge every 3 seconds, until the address
/// was turned away too.
#[test]
fn a_sign_in_that_fails_is_tried_again_after_its_pause_and_not_when_the_line_answers() {
    let office = Office::open();
    drop(office.enrol("lan"));
    // The machine's own clock: the pauses are real ones.
    let mut ports = system::ports(false);
    let line = StandIn::into(
        &mut ports,
        Arc::new(|door| (door == "POST /v1/challenge").then(|| failure(401, "session"))),
    );
    let patient = Config {
        backoff: 600_000,
        backoff_max: 600_000,
        ..Config::default()
    };
    let options = Options {
        sync: Some(patient),
        ..Options::default()
    };
    let lan = Arc::new(Client::open(&office.home("lan"), ports, options).unwrap());
    let worker = Worker::start(lan.clone());
    // The listener comes round every 3 seconds.
    std::thread::sleep(Duration::from_secs(8));
    drop(worker);
    assert_eq!(line.times("POST /v1/challenge"), 1);
    assert_eq!(
        line.times("GET /v1/health"),
        0,
        "the line is there: nobody asks after it"
    );
    assert_eq!(lan.sync_status().unwrap().blocked.unwrap().code, "sync_stopped");
}

/// Whether a request is here with its body.
fn whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some(head) = text.find("\r\n\r\n") else {
        return false;
    };
    let length = text[..head].split("content-length: ").nth(1);
    let length = length.and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
    let body = request.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    request.len() >= body + length.unwrap_or(0)
}

/// A server that answers every request with one failure.
fn refuse_everything(address: &str, code: &str) {
    let body = congdoan_wire::encode(&congdoan_wire::Failure::new(code));
    let door = std::net::TcpListener::bind(address).unwrap();
    std::thread::spawn(move || {
        for mut line in door.incoming().flatten() {
            let body = body.clone();
            std::thread::spawn(move || {
                // To its end, or closing the line would cut the answer off too.
                let (mut request, mut part) = (vec![], [0; 4096]);
                while !whole(&request) {
                    match line.read(&mut part) {
                        Ok(n) if n > 0 => request.extend_from_slice(&part[..n]),
                        _ => return,
                    }
                }
                let head = format!(
                    "HTTP/1.1 409 Conflict\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = line.write_all(&[head.as_bytes(), &body].concat());
            });
        }
    });
}

#[test]
fn the_window_and_the_program_say_why_nothing_is_exchanged() {
    let mut office = Office::open();
    let seat = Seat::take(&office, "hung");
    let (home, line) = (office.home("lan"), office.invitation("lan"));
    let enrolled = congdoan(&home, &["enrol", "--sample", "--invitation", line.trim()], &[]);
    assert!(enrolled.status.success(), "{enrolled:?}");
    let address = line.split('|').nth(1).unwrap().strip_prefix("http://").unwrap();
    office.stop();
    refuse_everything(address, "app_too_new");

    let said = seat.call("sync_now", json!({}));
    assert_eq!(
        (&said["network"], &said["blocked"]["code"]),
        (&json!("online"), &json!("sync.app_too_new"))
    );
    let output = congdoan(&home, &["sync"], &[]);
    assert!(!output.status.success());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["error"]["code"], "app_too_new", "{said}");
}
