//! A device that may do nothing more, a desk's copy that is too old, a phone that is put to sleep.

use congdoan_client::domain::Command;
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::Profile;
use congdoan_client::store::CommandState;
use congdoan_client::store::member::ListQuery;
use congdoan_client::{Client, Options};
use congdoan_tests::kit::Office;
use congdoan_tests::kit::stand_in::{StandIn, failure};
use congdoan_tests::kit::tap::Tap;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// The code with which the roster is refused.
fn roster(client: &Client) -> Option<String> {
    client
        .member_list(&ListQuery::default())
        .err()
        .map(|error| error.code)
}

/// Found by a reviewer: the program still searched the roster and took commands that could never go.
#[test]
fn an_ended_device_deletes_what_it_received_and_does_nothing_more() {
    let office = Office::open();
    let (hung, mai) = (office.enrol("hung"), office.enrol("mai"));
    let unit = hung.me().unwrap().unit.unwrap().id;
    let admit = |hung: &Client, name: &str| hung.admit_member(unit, Profile::named(name), None);
    admit(&hung, "Gửi Xong Rồi").unwrap();
    hung.sync_now();
    let draft = "đang viết dở".as_bytes();
    hung.store()
        .put_draft("survey/note", draft, office.clock.now())
        .unwrap();
    let (_, waiting) = admit(&hung, "Chưa Kịp Gửi").unwrap();
    mai.sync_now();
    mai.end_device(hung.home().device, None).unwrap();
    mai.sync_now();
    hung.sync_now();

    let check = |hung: &Client| {
        assert_eq!(hung.sync_status().unwrap().blocked.unwrap().code, "device_ended");
        assert_eq!(roster(hung).as_deref(), Some("device_ended"));
        assert_eq!(hung.survey_list().err().unwrap().code, "device_ended");
        assert_eq!(hung.my_devices().err().unwrap().code, "device_ended");
        let refused = admit(hung, "Không Đi Đâu").unwrap_err();
        assert_eq!(refused.code, "device_ended");
        assert!(refused.message.contains("vẫn còn"), "{}", refused.message);
        // The person's own words stay, what others wrote is gone; what was accepted is at the server.
        let store = hung.store();
        let own = store.outbox(CommandState::Waiting, 9).unwrap();
        assert_eq!(own.iter().map(|entry| entry.id).collect::<Vec<_>>(), [waiting]);
        assert!(own[0].command().is_some());
        assert_eq!(store.draft("survey/note").unwrap().unwrap(), draft);
        assert!(store.outbox(CommandState::Accepted, 9).unwrap().is_empty());
        for table in ["base", "place", "cursor", "member_list", "device_list"] {
            let count = format!("SELECT count(*) FROM {table}");
            let rows = store.read(|db| Ok(db.query_row(&count, [], |row| row.get::<_, i64>(0))?));
            assert_eq!(rows.unwrap(), 0, "{table}");
        }
    };
    check(&hung);
    drop(hung);
    check(&office.reopen("hung").unwrap());
}

/// Found by a reviewer: a busy server opened an ended home again, and let it take commands that could never go.
#[test]
fn an_ended_device_that_meets_a_busy_server_stays_ended() {
    let office = Office::open();
    let (hung, mai) = (office.enrol("hung"), office.enrol("mai"));
    let unit = hung.me().unwrap().unit.unwrap().id;
    mai.end_device(hung.home().device, None).unwrap();
    mai.sync_now();
    hung.sync_now();
    drop(hung);
    for status in [429, 503] {
        let mut ports = office.ports(&office.clock);
        StandIn::into(
            &mut ports,
            Arc::new(move |door| (door == "POST /v1/challenge").then(|| failure(status, "busy"))),
        );
        let hung = Client::open(&office.home("hung"), ports, Options::default()).unwrap();
        hung.sync_now();
        assert_eq!(hung.sync_status().unwrap().blocked.unwrap().code, "device_ended");
        assert_eq!(roster(&hung).as_deref(), Some("device_ended"), "{status}");
        let refused = hung.admit_member(unit, Profile::named("Không Đi Đâu"), None);
        assert_eq!(refused.unwrap_err().code, "device_ended");
        drop(hung);
        // Nor does the next start find it open, and what was not deleted before is deleted then.
        assert_eq!(
            roster(&office.reopen("hung").unwrap()).as_deref(),
            Some("device_ended")
        );
    }
}

/// Found by a reviewer: setting the clock back opened the lists of a copy that was too old.
#[test]
fn a_stale_desk_stays_locked_when_the_clock_is_set_back() {
    let mut office = Office::open();
    let hung = office.enrol("hung");
    let unit = hung.me().unwrap().unit.unwrap().id;
    office.stop();
    office.clock.advance_hours(31 * 24);
    assert_eq!(roster(&hung).as_deref(), Some("desk_stale"));
    let refused = hung.admit_member(unit, Profile::named("Thử"), None).unwrap_err();
    assert_eq!(refused.code, "desk_stale");
    office.clock.advance_hours(-31 * 24);
    assert_eq!(roster(&hung).as_deref(), Some("desk_stale"));
    drop(hung);
    let hung = office.reopen("hung").unwrap();
    assert_eq!(
        roster(&hung).as_deref(),
        Some("desk_stale"),
        "after a restart too"
    );
    // The server's own clock counts, and nothing else unlocks.
    office.start();
    hung.sync_now();
    assert_eq!(roster(&hung), None);
}

/// Found by a reviewer: `suspend` waited for the answer of the server, up to a minute; a phone's system kills first.
#[test]
fn suspending_does_not_wait_for_a_server_that_hangs() {
    let office = Office::open();
    drop(office.enrol("lan"));
    let mut ports = office.ports(&office.clock);
    let (asked, waits) = mpsc::channel();
    let (release, hangs) = mpsc::channel::<()>();
    let (asked, hangs) = (Mutex::new(asked), Mutex::new(hangs));
    Tap::changing(
        &mut ports,
        Arc::new(move |door, body| {
            if door == "POST /v1/sync" {
                let _ = asked.lock().unwrap().send(());
                let _ = hangs.lock().unwrap().recv_timeout(Duration::from_secs(60));
            }
            body
        }),
        Arc::new(|_, body| body),
    );
    let lan = Client::open(&office.home("lan"), ports, Options::default()).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| lan.sync_now());
        waits.recv_timeout(Duration::from_secs(60)).unwrap();
        let (done, suspended) = mpsc::channel();
        let lan = &lan;
        scope.spawn(move || {
            lan.suspend();
            let _ = done.send(());
        });
        let in_time = suspended.recv_timeout(Duration::from_secs(10));
        drop(release);
        assert!(in_time.is_ok(), "suspend waited for the server");
    });
}

/// Found by a reviewer: the text was saved after the command, so a crash in between sent an invitation nobody could use.
#[test]
fn the_text_of_an_invitation_is_kept_before_it_can_go() {
    let office = Office::open();
    let hung = Arc::new(office.enrol("hung"));
    let query = ListQuery {
        text: "Nguyễn Thị Ngọc Lan".into(),
        limit: 5,
        ..ListQuery::default()
    };
    let id = hung.member_list(&query).unwrap().rows[0].id;
    let seen = Arc::new(Mutex::new(vec![]));
    let (there, notes) = (Arc::downgrade(&hung), seen.clone());
    hung.observe(move |topics| {
        if topics.contains("invite") {
            let hung = there.upgrade().unwrap();
            let waiting = hung.store().outbox(CommandState::Waiting, 9).unwrap();
            let Some(Command::Invite(invite)) = waiting.last().and_then(|entry| entry.command()) else {
                panic!("the command is not saved yet");
            };
            notes
                .lock()
                .unwrap()
                .push(hung.invitation_text(invite.invitation).unwrap());
        }
    });
    let (_, _, text) = hung.invite(Invitee::Member(id), None).unwrap();
    assert_eq!(*seen.lock().unwrap(), [Some(text)]);
}
