//! Requests that are too large, too many, or of another time, over real sockets: each gets an answer it can use.

#![allow(
    clippy::disallowed_methods,
    reason = "how long something takes is what is tested"
)]

mod house;

use congdoan_domain::device::EndDevice;
use congdoan_domain::{CommandId, DeviceId};
use congdoan_server::connection::Patience;
use congdoan_server::serve::Entrance;
use congdoan_wire::{CommandMsg, Failure, PROTOCOL, SyncResponse, codec};
use house::{DEVICE, answer, house, house_at, refusal};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use uuid::Uuid;

fn failure(body: &[u8]) -> Failure {
    codec::decode(body, 1_000).unwrap()
}

#[test]
fn a_body_over_four_mebibytes_gets_a_failure_it_can_read() {
    let house = house();
    let token = house.token();
    let header = format!("Authorization: Bearer {token}\r\n");
    for size in [(4 << 20) + 1, 9 << 20] {
        let (status, head, body) = house.ask("POST", "/v1/sync", &header, &vec![0; size]);
        assert_eq!(status, 413);
        assert!(head.contains("application/x-congdoan"), "{head}");
        let failure = failure(&body);
        assert_eq!(
            (failure.code.as_str(), failure.args["most"].as_str()),
            ("too_large", "4194304")
        );
    }
    let (status, _, body) = house.ask("POST", "/v1/sync", &header, &vec![0; 4 << 20]);
    assert_eq!(
        (status, failure(&body).code.as_str()),
        (400, "unreadable"),
        "just small enough"
    );
    let (status, _, body) = house.ask("GET", "/v1/nothing", "", b"");
    assert_eq!((status, failure(&body).code.as_str()), (404, "no_such_door"));
}

#[test]
fn sign_in_is_limited_by_address_and_a_wrong_answer_costs_more() {
    let house = house();
    let stranger = DeviceId(Uuid::from_u128(99));
    let nonce = house.challenge(stranger);
    let tries = (0..400)
        .map(|_| house.session(stranger, &nonce).0)
        .take_while(|status| *status == 401)
        .count();
    assert!(
        (90..=120).contains(&tries),
        "{tries} wrong answers from one address"
    );
    let (status, body) = house.session(stranger, &nonce);
    let failure = failure(&body);
    assert_eq!((status, failure.code.as_str()), (429, "slow_down"));
    assert!(failure.retry_after.is_some());
    house.pass(60);
    house.token();
}

#[test]
fn behind_a_proxy_each_caller_has_a_limit_of_its_own() {
    let house = house_at(Entrance {
        trust_proxy: true,
        ..Entrance::default()
    });
    let knock = |from: &str| {
        let header = format!("X-Forwarded-For: 203.0.113.1, {from}\r\n");
        let statuses = (0..20).map(|_| house.ask("POST", "/v1/enrol", &header, b"").0);
        statuses.filter(|status| *status == 429).count()
    };
    let mut refused = 0;
    while refused == 0 {
        refused = knock("198.51.100.1");
    }
    assert_eq!(knock("198.51.100.2"), 0, "another caller is not held up");
}

#[test]
fn a_newer_app_is_not_told_that_it_is_too_old() {
    let house = house();
    let invitation = house.invite();
    let other = DeviceId(Uuid::from_u128(5));
    let answer = house.enrol(other, &invitation, |request| request.protocol = PROTOCOL + 1);
    assert_eq!(refusal(answer), (409, "app_too_new".into()));
    let answer = house.enrol(other, &invitation, |request| request.protocol = 0);
    assert_eq!(refusal(answer), (409, "app_too_old".into()));
    assert_eq!(
        house.enrol(other, &invitation, |_| {}).0,
        200,
        "the invitation was not used up"
    );
}

#[test]
fn a_range_at_the_files_end_says_how_long_the_file_is() {
    let house = house();
    let segments = house.folder.path().join("packs/segments");
    std::fs::create_dir_all(&segments).unwrap();
    let hash = congdoan_wire::pack::SegmentHash::of(b"0123456789");
    std::fs::write(segments.join(hash.to_string()), b"0123456789").unwrap();
    let path = format!("/v1/packs/segments/{hash}");
    let from = |n: usize| house.ask("GET", &path, &format!("Range: bytes={n}-\r\n"), b"");
    let (status, head, body) = from(4);
    assert_eq!((status, body.as_slice()), (206, b"456789".as_slice()));
    assert!(
        head.to_lowercase().contains("content-range: bytes 4-9/10"),
        "{head}"
    );
    for beyond in [10, 11] {
        let (status, head, body) = from(beyond);
        assert_eq!((status, failure(&body).code.as_str()), (416, "range_beyond"));
        assert!(
            head.to_lowercase().contains("content-range: bytes */10"),
            "{head}"
        );
    }
    let (status, head, body) = house.ask("GET", &path, "", b"");
    assert_eq!((status, body.len()), (200, 10));
    assert!(head.to_lowercase().contains("accept-ranges: bytes"), "{head}");
}

#[test]
fn a_server_that_is_told_to_stop_finishes_what_is_under_way() {
    let house = house();
    let body = congdoan_wire::encode(&congdoan_wire::session::ChallengeRequest { device: DEVICE });
    let mut stream = TcpStream::connect(house.server.address).unwrap();
    write!(
        stream,
        "POST /v1/challenge HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    stream.write_all(&body[..3]).unwrap();
    let token = house.token();
    let mut lines = house.listen(&token);
    let address = house.server.address;
    let began = Instant::now();
    let stopping = std::thread::spawn(move || drop(house.server));
    assert_eq!(
        house::heard(&mut lines),
        None,
        "the stream of wake-ups ends at once"
    );
    while TcpStream::connect(address).is_ok() {
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "no new connection is taken"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    stream.write_all(&body[3..]).unwrap();
    assert_eq!(answer(&mut stream).0, 200);
    stopping.join().unwrap();
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

#[test]
fn half_sent_posts_and_headers_are_hung_up_on_and_others_are_served() {
    let house = house_at(Entrance {
        patience: Patience {
            headers: Duration::from_secs(1),
            part: Duration::from_secs(1),
            idle: Duration::from_secs(2),
            ..Patience::default()
        },
        ..Entrance::default()
    });
    let began = Instant::now();
    let half = |sent: &str| {
        let mut stream = TcpStream::connect(house.server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        stream
    };
    let bodies: Vec<_> = (0..300)
        .map(|_| half("POST /v1/challenge HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nabc"))
        .collect();
    let headers: Vec<_> = (0..50)
        .map(|_| half("POST /v1/enrol HTTP/1.1\r\nHost: x\r\n"))
        .collect();
    // The beginning of what might still become HTTP/2, and nothing at all.
    let silent: Vec<_> = ["P", ""].into_iter().map(half).collect();
    house.token();
    for mut stream in bodies {
        let (status, _, body) = answer(&mut stream);
        let failure = failure(&body);
        assert!(matches!(
            (status, failure.code.as_str()),
            (408, "too_slow") | (429, "slow_down")
        ));
    }
    for mut stream in headers.into_iter().chain(silent) {
        let ended = stream.read_to_end(&mut Vec::new());
        let reset = |e: &std::io::Error| e.kind() == ErrorKind::ConnectionReset;
        assert!(ended.as_ref().err().is_none_or(reset), "{ended:?}");
    }
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    house.pass(60);
    house.token();
}

#[test]
fn a_body_that_drips_is_not_waited_for_for_ever() {
    let house = house_at(Entrance {
        patience: Patience {
            body: Duration::from_secs(2),
            ..Patience::default()
        },
        ..Entrance::default()
    });
    let mut stream = TcpStream::connect(house.server.address).unwrap();
    stream
        .write_all(
            b"POST /v1/challenge HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 90\r\n\r\n",
        )
        .unwrap();
    for _ in 0..30 {
        let _ = stream.write_all(b"a"); // the server may have hung up
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(answer(&mut stream).0, 408);
}

#[test]
fn a_wake_up_stream_outlives_the_patience_for_headers() {
    let house = house_at(Entrance {
        patience: Patience {
            headers: Duration::from_secs(1),
            ..Patience::default()
        },
        ..Entrance::default()
    });
    let token = house.token();
    let mut lines = house.listen(&token);
    std::thread::sleep(Duration::from_secs(3));
    let _ = house.invite();
    assert!(house::heard(&mut lines).is_some());
}

#[test]
fn a_large_segment_comes_in_pieces_and_any_part_of_it() {
    let house = house();
    let segments = house.folder.path().join("packs/segments");
    std::fs::create_dir_all(&segments).unwrap();
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let hash = congdoan_wire::pack::SegmentHash::of(&bytes);
    std::fs::write(segments.join(hash.to_string()), &bytes).unwrap();
    let path = format!("/v1/packs/segments/{hash}");
    let (status, head, body) = house.ask("GET", &path, "", b"");
    assert_eq!((status, body == bytes), (200, true));
    assert!(head.to_lowercase().contains("content-length: 3000000"), "{head}");
    let (status, head, body) = house.ask("GET", &path, "Range: bytes=1000000-1999999\r\n", b"");
    assert_eq!((status, body == bytes[1_000_000..2_000_000]), (206, true));
    assert!(head.to_lowercase().contains("content-length: 1000000"), "{head}");
}

#[test]
fn a_busy_server_asks_devices_to_stay_away_in_its_good_answers() {
    let house = house();
    let token = house.token();
    let asked = || {
        let (status, answer) = house.sync(&token, |_| {});
        assert_eq!(status, 200);
        codec::decode::<SyncResponse>(&answer, codec::MAX_UNPACKED)
            .unwrap()
            .retry_after
    };
    assert_eq!(asked(), None);
    // Another writer keeps the store for itself: whoever sends a command waits for it.
    let writing = house.founding.store.begin_write().unwrap();
    std::thread::scope(|threads| {
        for n in 0..56 {
            let (house, token) = (&house, &token);
            threads.spawn(move || {
                let command = EndDevice {
                    device: DeviceId(Uuid::from_u128(500 + n)),
                };
                let id = CommandId(Uuid::from_u128(n));
                house.sync(token, |request| {
                    request.commands = vec![CommandMsg::new(id, house.now(), &command.into())];
                })
            });
        }
        let began = Instant::now();
        let mut seconds = None;
        while seconds.is_none() && began.elapsed() < Duration::from_secs(4) {
            seconds = asked();
        }
        drop(writing);
        assert!(seconds.is_some_and(|s| (20..60).contains(&s)), "{seconds:?}");
    });
    assert_eq!(asked(), None, "and no longer when it is not");
}
