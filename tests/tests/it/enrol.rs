use congdoan_client::{Client, Enrolment, Options};
use congdoan_tests::kit::tap::Tap;
use congdoan_tests::kit::{Office, START, TestClock};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn an_invitation_works_once_and_says_so_the_second_time() {
    let office = Office::open();
    let line = office.invitation("lan");
    office.enrol_with("lan", &line).unwrap();
    let second = office.enrol_with("someone", &line).err().unwrap();
    assert_eq!(second.code, "invitation_used");
    assert!(
        second.message.contains("đã được dùng trên một máy khác"),
        "{}",
        second.message
    );
}

#[test]
fn an_invitation_ends_after_72_hours_of_the_servers_clock() {
    let office = Office::open();
    office.clock.advance_hours(73);
    assert_eq!(
        office
            .enrol_with("lan", &office.invitation("lan"))
            .err()
            .unwrap()
            .code,
        "invitation_expired"
    );
}

#[test]
fn a_mistyped_or_foreign_text_is_found_before_anything_is_sent() {
    let mut office = Office::open();
    office.stop();
    let line = office.invitation("lan");
    let mistyped = format!("{}{}", &line.trim_end()[..line.trim_end().len() - 1], "0");
    let error = office.enrol_with("a", &mistyped).err().unwrap();
    assert_eq!(error.code, "bad_invitation");
    assert!(
        error.message.contains('0'),
        "it names the letter: {}",
        error.message
    );
    assert_eq!(
        office.enrol_with("b", "https://example.com").err().unwrap().code,
        "bad_invitation"
    );
    assert_eq!(office.enrol_with("c", &line).err().unwrap().code, "offline");
    assert!(!office.home("c").join("home.json").exists(), "no half-made home");
}

#[test]
fn a_server_of_another_root_is_not_believed() {
    let (office, other) = (Office::open(), Office::open());
    let (line, foreign) = (office.invitation("lan"), other.invitation("lan"));
    // Our root and code, their address.
    let parts: Vec<&str> = line.split('|').collect();
    let theirs: Vec<&str> = foreign.split('|').collect();
    let forged = [parts[0], theirs[1], parts[2], parts[3], theirs[4]].join("|");
    let mut ports = office.ports(&office.clock);
    let tap = Tap::into(&mut ports);
    let refused = Client::enrol(&office.home("lan"), &forged, ports, choice())
        .err()
        .unwrap();
    assert_eq!(refused.code, "not_the_server");
    // The code is worth an enrolment at the true server: the rogue one must not even have seen it.
    let passed = tap.passed();
    assert!(!passed.is_empty(), "the rogue server was asked who it is");
    for exchange in passed {
        assert!(exchange.door.starts_with("GET "), "{} was sent", exchange.door);
    }
    office.enrol_with("lan", &line).unwrap();
}

fn choice() -> Enrolment {
    Enrolment {
        device_name: "PC".into(),
        pin: None,
        sample: true,
        signer: None,
    }
}

/// Found by a reviewer: each try made a new key and device, so the server's answer to the first was lost for good.
#[test]
fn a_lost_answer_to_an_enrolment_is_asked_for_again() {
    let office = Office::open();
    let (line, home) = (office.invitation("lan"), office.home("lan"));
    let mut ports = office.ports(&office.clock);
    let lost = Arc::new(AtomicBool::new(true));
    let losing = lost.clone();
    let tap = Tap::changing(
        &mut ports,
        Arc::new(|_, body| body),
        Arc::new(move |door, body| {
            let lost = door == "POST /v1/enrol" && losing.load(Ordering::SeqCst);
            if lost { vec![] } else { body }
        }),
    );
    let error = Client::enrol(&home, &line, ports.clone(), choice())
        .err()
        .unwrap();
    assert_eq!(error.code, "enrol_unanswered");
    assert!(!error.message.contains("Mọi thứ đã lưu"), "{}", error.message);
    assert!(
        error.message.contains("thử lại bằng chính lời mời này"),
        "{}",
        error.message
    );
    let kept = std::fs::read(home.join("enrolment.cbor")).unwrap();
    let sent = tap.passed();
    let sent = sent.iter().find(|e| e.door == "POST /v1/enrol").unwrap();
    assert_eq!(sent.status, 200, "the server took it");
    assert!(!home.join("home.json").exists());

    lost.store(false, Ordering::SeqCst);
    let lan = Client::enrol(&home, &line, ports, choice()).unwrap();
    lan.sync_now();
    assert!(lan.me().unwrap().member.is_some());
    assert_eq!(lan.my_devices().unwrap().len(), 1, "one device, not two");
    assert!(!home.join("enrolment.cbor").exists());
    // What lay in the folder meanwhile opens only with the invitation.
    let device = lan.home().device.0;
    assert!(!kept.windows(16).any(|bytes| bytes == device.as_bytes()));
}

#[test]
fn another_invitation_in_the_folder_of_a_try_begins_anew() {
    let office = Office::open();
    let home = office.home("pc");
    let mut ports = office.ports(&office.clock);
    Tap::changing(
        &mut ports,
        Arc::new(|_, body| body),
        Arc::new(|door, body| if door == "POST /v1/enrol" { vec![] } else { body }),
    );
    let lost = Client::enrol(&home, &office.invitation("lan"), ports, choice());
    assert_eq!(lost.err().unwrap().code, "enrol_unanswered");
    let line = office.invitation("hung");
    let hung = Client::enrol(&home, &line, office.ports(&office.clock), choice()).unwrap();
    hung.sync_now();
    assert_eq!(hung.me().unwrap().grants.len(), 1);
    // A refused one leaves nothing behind.
    let again = office.enrol_with("refused", &line).err().unwrap();
    assert_eq!(again.code, "invitation_used");
    assert!(!office.home("refused").exists());
}

#[test]
fn a_clock_wrong_by_a_year_enrols_syncs_and_knows_its_offset() {
    let office = Office::open();
    let wrong = TestClock::at(START + 365 * 86_400_000);
    let choice = Enrolment {
        device_name: "PC".into(),
        pin: None,
        sample: true,
        signer: None,
    };
    let client = Client::enrol(
        &office.home("lan"),
        &office.invitation("lan"),
        office.ports(&wrong),
        choice,
    )
    .unwrap();
    client.sync_now();
    let status = client.sync_status().unwrap();
    assert_eq!(status.clock_offset_ms.unwrap() / 86_400_000, 365);
    assert!(status.last_settled.is_some());
}

#[test]
fn a_pin_locks_the_home_and_two_programs_cannot_share_it() {
    let office = Office::open();
    let choice = Enrolment {
        device_name: "PC".into(),
        pin: Some("482913".into()),
        sample: true,
        signer: None,
    };
    let line = office.invitation("hung");
    let open = Client::enrol(&office.home("hung"), &line, office.ports(&office.clock), choice).unwrap();
    let again = |pin: &str| {
        let options = Options {
            pin: Some(pin.into()),
            ..Options::default()
        };
        Client::open(&office.home("hung"), office.ports(&office.clock), options)
    };
    assert_eq!(again("482913").err().unwrap().code, "home_in_use");
    drop(open);
    assert_eq!(again("111111").err().unwrap().code, "pin_wrong");
    again("482913").unwrap();
    // Without the key the file is noise.
    let bytes = std::fs::read(office.home("hung").join("cache.db")).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
}
