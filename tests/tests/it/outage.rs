//! Days on which the server is there and yet nothing is exchanged: said as it is, and nobody is hammered.

use congdoan_client::{Client, Network, Options, Ports};
use congdoan_tests::kit::Office;
use congdoan_tests::kit::stand_in::{StandIn, failure};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
    assert_eq!((blocked.code.as_str(), status.network), ("app_too_new", Network::Online));
    assert!(blocked.message.contains("nâng cấp"), "{}", blocked.message);
    assert!(status.next_try.is_some(), "it is tried again by itself");
    older.store(false, Ordering::SeqCst);
    lan.sync_now();
    assert_eq!(lan.sync_status().unwrap().blocked, None);
}
