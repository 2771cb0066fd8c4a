//! Forged and replayed tokens and challenges.

use super::stranger::{Stranger, ask, bearer, blank};
use congdoan_domain::signature::Purpose;
use congdoan_tests::kit::Office;
use congdoan_wire::{codec, hex};
use ring::hmac;

/// A token is 16 bytes of device, 8 of time and a MAC.
const CLAIMS: usize = 24;

fn refused(office: &Office, token: &str) {
    for (line, body) in [
        ("POST /v1/sync", codec::encode(&blank())),
        ("GET /v1/events", vec![]),
    ] {
        let answer = ask(office, line, &bearer(token), &body);
        assert_eq!(answer.refusal(), (401, "session_needed".into()), "{line} {token}");
    }
}

#[test]
fn a_token_that_was_made_or_changed_by_others_opens_nothing() {
    let (office, other) = (Office::open(), Office::open());
    let (lan, hung) = (
        Stranger::enter(&office, "lan", 1),
        Stranger::enter(&office, "hung", 2),
    );
    let token = lan.token();
    let good = hex::decode(&token).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x80;
        refused(&office, &hex::encode(&bad));
    }
    // Lan's MAC under Hùng's name, a MAC of a key that is guessed, none at all.
    let named = [hung.device.0.as_bytes().as_slice(), &good[16..CLAIMS]].concat();
    refused(
        &office,
        &hex::encode(&[named.as_slice(), &good[CLAIMS..]].concat()),
    );
    for secret in [
        vec![],
        vec![0; 32],
        lan.server.as_bytes().to_vec(),
        b"token".to_vec(),
    ] {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), &named);
        refused(&office, &hex::encode(&[named.as_slice(), tag.as_ref()].concat()));
    }
    for text in [
        "",
        "null",
        &token[1..],
        &format!("{token}00"),
        &format!("{token}, {token}"),
        &"é".repeat(56),
    ] {
        refused(&office, text);
    }
    // The same device and key at another server.
    let twin = Stranger::enter(&other, "lan", 1);
    assert_eq!(twin.device, lan.device);
    refused(&office, &twin.token());
    // The honest one still works.
    assert_eq!(lan.sync(&token, &codec::encode(&blank())).status, 200);
}

/// Both are 56 bytes under the same secret: what a stranger may ask for must not pass for what is given after sign-in.
#[test]
fn a_challenge_is_no_token_and_a_token_no_challenge() {
    let office = Office::open();
    let lan = Stranger::enter(&office, "lan", 1);
    refused(&office, &hex::encode(&lan.challenge()));
    let token = hex::decode(&lan.token()).unwrap();
    let answer = lan.session(&token, lan.sign(Purpose::SyncChallenge, &token));
    assert_eq!(answer.refusal(), (401, "challenge_failed".into()));
}

#[test]
fn a_challenge_of_ones_own_making_or_with_a_changed_byte_is_not_answered() {
    let office = Office::open();
    let lan = Stranger::enter(&office, "lan", 1);
    let good = lan.challenge();
    let mut tries: Vec<Vec<u8>> = (0..good.len())
        .step_by(5)
        .map(|at| {
            let mut bad = good.clone();
            bad[at] ^= 1;
            bad
        })
        .collect();
    tries.extend([
        vec![],
        vec![0; good.len()],
        good[1..].to_vec(),
        [good.as_slice(), b"0"].concat(),
    ]);
    for nonce in tries {
        let answer = lan.session(&nonce, lan.sign(Purpose::SyncChallenge, &nonce));
        assert_eq!(answer.refusal(), (401, "challenge_failed".into()));
    }
    assert_eq!(
        lan.session(&good, lan.sign(Purpose::SyncChallenge, &good)).status,
        200
    );
}

/// An answer that was heard on the way is worth nothing, even at the very same moment.
#[test]
fn one_answered_challenge_sent_eight_times_at_once_opens_one_session() {
    let office = Office::open();
    let lan = Stranger::enter(&office, "lan", 1);
    let nonce = lan.challenge();
    let signature = lan.sign(Purpose::SyncChallenge, &nonce);
    let opened = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| lan.session(&nonce, signature.clone()).status))
            .collect();
        tries
            .into_iter()
            .map(|one| one.join().unwrap())
            .filter(|status| *status == 200)
            .count()
    });
    assert_eq!(opened, 1);
}
