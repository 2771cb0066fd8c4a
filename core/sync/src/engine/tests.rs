use super::*;

fn engine() -> Engine {
    Engine::new(Config::default(), Instant(0))
}

fn asked_away(seconds: u32) -> Taken {
    Taken {
        retry_after: Some(seconds),
        ..Taken::default()
    }
}

/// Scopes that were read to their end and differ or not.
fn read(whole: &[Scope], differing: &[Scope]) -> Taken {
    Taken {
        ended: whole.to_vec(),
        differing: differing.to_vec(),
        ..Taken::default()
    }
}

#[test]
fn it_opens_a_session_then_exchanges_then_waits() {
    let mut engine = engine();
    assert_eq!(engine.next(Instant(0)), Step::OpenSession);
    engine.session_opened();
    assert_eq!(engine.next(Instant(0)), Step::Exchange);
    engine.applied(&Taken::default(), Instant(0), 7);
    assert_eq!(
        engine.next(Instant(1)),
        Step::Wait {
            until: Instant(60_007)
        }
    );
    engine.wake(Wake::Command, Instant(10), 0);
    assert_eq!(engine.next(Instant(160)), Step::Exchange);
}

#[test]
fn failures_back_off_and_a_person_may_try_at_once() {
    let mut engine = engine();
    for _ in 0..20 {
        engine.failed(Outage::Unreachable, Instant(0), 0);
    }
    assert_eq!(engine.due(), Instant(150_000));
    assert_eq!(engine.status(), &Status::Offline { since: Instant(0) });
    engine.wake(Wake::Command, Instant(5), 0);
    assert_eq!(engine.due(), Instant(150_000));
    engine.wake(Wake::Person, Instant(5), 0);
    assert_eq!(engine.next(Instant(5)), Step::OpenSession);
}

#[test]
fn the_server_steers_the_load() {
    let mut engine = engine();
    engine.session_opened();
    engine.failed(
        Outage::Busy {
            retry_after: Some(30),
        },
        Instant(0),
        400,
    );
    assert_eq!(engine.due(), Instant(30_400));
    assert_eq!(engine.status(), &Status::Online);
    // In a good answer as in a refusal, and nothing but a person shortens it.
    engine.begun();
    engine.applied(&asked_away(60), Instant(40_000), 1_200);
    for wake in [Wake::Command, Wake::Server, Wake::Network] {
        engine.wake(wake, Instant(40_010), 5);
        assert_eq!(engine.due(), Instant(100_200), "{wake:?}");
    }
    engine.wake(Wake::Server, Instant(100_100), 5);
    assert_eq!(engine.due(), Instant(100_200), "a wake never lengthens it either");
    engine.wake(Wake::Person, Instant(40_020), 5);
    assert_eq!(engine.next(Instant(40_020)), Step::Exchange);
    engine.begun();
    engine.applied(&Taken::default(), Instant(40_030), 0);
    engine.wake(Wake::Server, Instant(40_040), 5);
    assert_eq!(engine.due(), Instant(40_045), "and it holds only once");
}

#[test]
fn a_wake_during_an_exchange_is_not_lost_with_its_answer() {
    let mut engine = engine();
    engine.session_opened();
    for (wake, due) in [(Wake::Person, 100), (Wake::Server, 105), (Wake::Command, 250)] {
        engine.wake(Wake::Person, Instant(90), 0);
        engine.begun();
        engine.wake(wake, Instant(100), 5);
        engine.applied(&Taken::default(), Instant(110), 0);
        assert_eq!(engine.due(), Instant(due), "{wake:?}");
        engine.begun();
        engine.applied(&Taken::default(), Instant(120), 0);
        assert_eq!(engine.due(), Instant(60_120), "and it is served once");
    }
}

/// Found by a reviewer: a full disk and a server that refuses read as "no network", for which nobody can do anything.
#[test]
fn why_an_exchange_came_to_nothing_is_kept_until_one_works() {
    let mut engine = engine();
    engine.session_opened();
    engine.applied(&Taken::default(), Instant(0), 0);
    for outage in [
        Outage::DiskFull,
        Outage::Files("page 3".into()),
        Outage::Refused {
            code: "app_too_new".into(),
            retry_after: None,
        },
        Outage::Fault("a gap".into()),
        Outage::Busy { retry_after: None },
    ] {
        engine.failed(outage.clone(), Instant(0), 0);
        assert_eq!(engine.outage(), Some(&outage));
        assert_eq!(
            engine.status(),
            &Status::Online,
            "{outage:?} is no matter of the network"
        );
        let due = engine.due();
        assert!(due > Instant(0), "{outage:?} is tried again, later");
        for wake in [Wake::Command, Wake::Server, Wake::Network] {
            engine.wake(wake, Instant(0), 0);
            assert_eq!(
                engine.due(),
                due,
                "{wake:?} is no reason to try what fails with the line there"
            );
        }
    }
    engine.failed(Outage::Unreachable, Instant(70), 0);
    engine.wake(Wake::Network, Instant(80), 0);
    assert_eq!(engine.due(), Instant(80), "a sign of life is");
    engine.failed(Outage::DiskFull, Instant(90), 0);
    assert_eq!(
        engine.status(),
        &Status::Offline { since: Instant(70) },
        "nobody asked the network"
    );
    engine.applied(&Taken::default(), Instant(100), 0);
    assert_eq!((engine.outage(), engine.status()), (None, &Status::Online));
}

#[test]
fn a_new_token_that_is_not_taken_either_is_not_renewed_without_pause() {
    let mut engine = engine();
    engine.session_opened();
    engine.failed(Outage::Session, Instant(0), 0);
    assert_eq!(engine.next(Instant(0)), Step::OpenSession, "once, at once");
    for pause in [1_000, 2_000, 4_000] {
        engine.session_opened();
        engine.failed(Outage::Session, Instant(0), 0);
        assert_eq!(engine.due(), Instant(pause));
        assert_eq!(engine.next(Instant(pause)), Step::OpenSession);
    }
    engine.session_opened();
    engine.applied(&Taken::default(), Instant(0), 0);
    engine.failed(Outage::Session, Instant(0), 0);
    assert_eq!(
        (engine.next(Instant(0)), engine.outage()),
        (Step::OpenSession, None)
    );
}

#[test]
fn an_ended_device_stops_for_good() {
    let mut engine = engine();
    engine.failed(Outage::DeviceEnded, Instant(0), 0);
    engine.wake(Wake::Person, Instant(5), 0);
    assert_eq!(
        engine.next(Instant(5)),
        Step::Wait {
            until: Instant(i64::MAX)
        }
    );
}

/// Found by a reviewer: one wrong head at the server made every device of the scope read it in a loop without pause.
#[test]
fn a_scope_that_differs_is_read_again_at_once_and_then_only_after_longer_and_longer_pauses() {
    let (wrong, other) = (Scope::Public, Scope::Member(uuid::Uuid::from_u128(7).into()));
    let mut engine = engine();
    engine.session_opened();
    engine.applied(&read(&[wrong, other], &[wrong]), Instant(0), 0);
    assert_eq!(engine.next(Instant(0)), Step::Exchange, "once, at once");
    assert_eq!(engine.outage(), None);
    let mut now = Instant(0);
    for pause in [
        1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 150_000, 150_000,
    ] {
        // The reading takes two answers; the first of them is no success.
        engine.begun();
        let first = Taken {
            more: true,
            ..Taken::default()
        };
        engine.applied(&first, now, 0);
        assert_eq!(engine.next(now), Step::Exchange);
        engine.begun();
        engine.applied(&read(&[wrong], &[wrong]), now, 0);
        assert_eq!(engine.due(), now.plus_ms(pause));
        assert_eq!(
            (engine.status(), engine.outage()),
            (&Status::Online, Some(&Outage::Differs))
        );
        for wake in [Wake::Command, Wake::Server, Wake::Network] {
            engine.wake(wake, now, 0);
            assert_eq!(engine.due(), now.plus_ms(pause), "{wake:?}");
        }
        now = now.plus_ms(pause);
    }
    // A person may ask, and gets one reading.
    engine.wake(Wake::Person, now, 0);
    assert_eq!(engine.next(now), Step::Exchange);
    engine.applied(&read(&[wrong], &[wrong]), now, 0);
    assert_eq!(engine.next(now), Step::Wait { until: engine.due() });
    // The doctor was there: all is well, and the next time begins anew.
    engine.applied(&read(&[wrong], &[]), now, 0);
    assert_eq!(engine.outage(), None);
    engine.applied(&read(&[wrong], &[wrong]), now, 0);
    assert_eq!(engine.next(now), Step::Exchange);
}

#[test]
fn a_scope_that_went_or_a_server_in_another_life_leaves_nothing_to_doubt() {
    let wrong = Scope::Public;
    for lost in [
        read(&[wrong], &[]),
        Taken {
            fresh: true,
            ..Taken::default()
        },
    ] {
        let mut engine = engine();
        engine.session_opened();
        engine.applied(&read(&[wrong], &[wrong]), Instant(0), 0);
        engine.applied(&lost, Instant(0), 0);
        engine.applied(&read(&[wrong], &[wrong]), Instant(0), 0);
        assert_eq!(
            (engine.next(Instant(0)), engine.outage()),
            (Step::Exchange, None),
            "{lost:?}"
        );
    }
}
