//! A device whose clock is wrong, and a PC whose zone is.

use congdoan_client::domain::member::Profile;
use congdoan_client::domain::survey::AnswerValue;
use congdoan_client::store::member::ListQuery;
use congdoan_client::{Client, Enrolment};
use congdoan_tests::kit::program::{congdoan, served};
use congdoan_tests::kit::{Office, START, TestClock};
use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;

fn enrolled(office: &Office, name: &str, clock: &TestClock) -> Client {
    let choice = Enrolment {
        device_name: "PC".into(),
        pin: None,
        sample: true,
        signer: None,
    };
    let client = Client::enrol(
        &office.home(name),
        &office.invitation(name),
        office.ports(clock),
        choice,
    )
    .unwrap();
    client.sync_now();
    client
}

#[test]
fn a_clock_wrong_by_a_day_or_a_year_either_way_decides_as_the_server_does() {
    for wrong in [DAY, -DAY, 365 * DAY, -365 * DAY] {
        let mut office = Office::open();
        office.publish();
        let clock = TestClock::at(START + wrong);
        let lan = enrolled(&office, "lan", &clock);
        lan.download_pack("card-status", |_| true).unwrap();
        let status = lan.sync_status().unwrap();
        assert_eq!(status.clock_offset_ms.unwrap() / DAY, wrong / DAY);

        // Offline she decides with the server's clock as last heard: the survey is open, the card is good.
        office.stop();
        let open = lan.survey_list().unwrap().remove(0).survey.id;
        let (survey, _) = lan.survey(open).unwrap();
        let values: BTreeMap<u16, AnswerValue> = survey
            .questions
            .iter()
            .filter_map(|question| {
                let values = [
                    AnswerValue::Single(0),
                    AnswerValue::Multiple(vec![0]),
                    AnswerValue::Scale(3),
                    AnswerValue::Text("đủ".into()),
                ];
                values
                    .into_iter()
                    .find(|value| question.accepts(value))
                    .map(|value| (question.id, value))
            })
            .collect();
        lan.answer_survey(open, values.clone(), None).unwrap();
        let text = lan.my_card().unwrap().unwrap().1.unwrap();
        let verdict = lan.verify_card(&text).unwrap().verdict;
        assert!(
            matches!(verdict, congdoan_client::domain::card::Verdict::Valid { .. }),
            "{wrong}: {verdict:?}"
        );

        // The app starts anew, still offline: what it knew of the clock is on the disk.
        drop(lan);
        let lan = Client::open(&office.home("lan"), office.ports(&clock), Default::default()).unwrap();
        assert_eq!(lan.server_now(), office.clock.now());
        office.start();
        lan.sync_now();
        let status = lan.sync_status().unwrap();
        assert_eq!((status.waiting, status.refused), (0, 0), "{wrong}");
        assert_eq!(lan.survey(open).unwrap().1.unwrap().values, values);
    }
}

#[test]
fn a_clock_that_is_set_right_later_changes_nothing_that_was_saved() {
    let mut office = Office::open();
    let clock = TestClock::at(START - 365 * DAY);
    let hung = enrolled(&office, "hung", &clock);
    office.stop();
    let lan = hung
        .member_list(&ListQuery {
            text: "Nguyễn Thị Ngọc Lan".into(),
            limit: 1,
            ..ListQuery::default()
        })
        .unwrap()
        .rows[0]
        .id;
    let pause = congdoan_client::domain::member::MemberStatus::Paused;
    hung.change_member_status(lan, pause, Some("thử".into()), None)
        .unwrap();
    clock.advance_hours(365 * 24);
    office.start();
    hung.sync_now();
    assert_eq!(hung.sync_status().unwrap().waiting, 0);
    let member = hung.member(lan).unwrap().0;
    assert_eq!(
        (member.status, member.status_since),
        (pause, office.clock.now().date())
    );
}

/// Found by a reviewer: a PC that starts 7 hours ahead and is then set right did not sync for 7 hours, while its status
/// line said that it was online.
#[test]
fn a_clock_that_is_set_back_while_the_program_runs_puts_nothing_off() {
    let mut office = Office::open();
    let clock = TestClock::at(START + 7 * 3_600_000);
    let hung = enrolled(&office, "hung", &clock);
    let unit = hung.me().unwrap().unit.unwrap().id;
    clock.advance_hours(-7);
    // What the background does: step after step, a minute and more apart; nobody presses anything.
    let minutes_pass = || {
        for _ in 0..3 {
            clock.advance_minutes(2);
            office.clock.advance_minutes(2);
            hung.step();
            hung.step();
        }
    };
    hung.admit_member(unit, Profile::named("Sau Khi Chỉnh Giờ"), None)
        .unwrap();
    minutes_pass();
    let status = hung.sync_status().unwrap();
    assert_eq!(status.waiting, 0, "a command goes by itself");
    let settled = status.last_settled;
    minutes_pass();
    let status = hung.sync_status().unwrap();
    assert!(status.last_settled > settled, "and the server is asked");
    assert!(status.next_try.unwrap() < clock.now().plus_hours(1), "{status:?}");

    // Times on the screen are of the clock as it stands, also when it is set in between.
    office.stop();
    clock.advance_minutes(2);
    for _ in 0..3 {
        hung.step();
    }
    clock.advance_minutes(10);
    clock.advance_hours(-3);
    let since = hung.sync_status().unwrap().since;
    assert_eq!(since, Some(clock.now().plus_ms(-600_000)));
}

/// Law 12: the program says the same days whatever zone the PC is in.
#[test]
fn a_pc_in_utc_or_new_york_shows_the_same_days() {
    let (folder, running) = served();
    let home = folder.path().join("hung");
    let invitation = folder.path().join("server/sample/hung.invitation");
    let said = |zone: &str, arguments: &[&str]| {
        let output = congdoan(&home, arguments, &[("TZ", zone)]);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    said(
        "UTC",
        &["enrol", "--sample", "--invitation", invitation.to_str().unwrap()],
    );
    said("America/New_York", &["sync"]);
    for arguments in [["survey", "list"], ["member", "list"], ["card", "show"]] {
        let here = said("Asia/Ho_Chi_Minh", &arguments);
        assert!(here.contains("20"), "it says dates: {here}");
        assert_eq!(said("UTC", &arguments), here, "{arguments:?}");
        assert_eq!(said("America/New_York", &arguments), here, "{arguments:?}");
    }
    drop(running);
}
