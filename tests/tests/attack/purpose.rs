//! A signature made for one purpose, server or device, used for another.

use super::stranger::{Stranger, enrol, key, server_of};
use congdoan_domain::market::{Offer, TakeVoucher, spend_payload};
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::{DeviceId, OfferId, VoucherId};
use congdoan_tests::kit::Office;
use congdoan_wire::invitation::InvitationText;
use ring::signature::KeyPair;
use uuid::Uuid;

/// Every message that is not the right one: purposes, servers, devices. Cards and receipts are reserved words.
fn wrong(right: Purpose, server: Uuid, device: DeviceId, payload: &[u8]) -> Vec<Vec<u8>> {
    let others = Purpose::ALL.into_iter().filter(|purpose| *purpose != right);
    let mut messages: Vec<_> = others
        .map(|purpose| message(purpose, server, Some(device), payload))
        .collect();
    messages.push(message(right, Uuid::from_u128(1), Some(device), payload));
    messages.push(message(
        right,
        server,
        Some(DeviceId(Uuid::from_u128(1))),
        payload,
    ));
    messages.push(message(right, server, None, payload));
    messages.push(payload.to_vec());
    messages
}

#[test]
fn only_a_signature_for_a_sync_challenge_signs_in() {
    let office = Office::open();
    let lan = Stranger::enter(&office, "lan", 1);
    let nonce = lan.challenge();
    for bytes in wrong(Purpose::SyncChallenge, lan.server, lan.device, &nonce) {
        let answer = lan.session(&nonce, lan.key.sign(&bytes).as_ref().to_vec());
        assert_eq!(answer.refusal(), (401, "challenge_failed".into()));
    }
    // A wrong answer uses nothing up.
    assert_eq!(
        lan.session(&nonce, lan.sign(Purpose::SyncChallenge, &nonce))
            .status,
        200
    );
}

#[test]
fn only_a_signature_for_enrolling_enrols() {
    let office = Office::open();
    let line = office.invitation("lan");
    let invitation = InvitationText::parse(&line).unwrap().code.invitation();
    let (key, server) = (key(1), server_of(&office));
    let payload = [invitation.0.as_bytes().as_slice(), key.public_key().as_ref()].concat();
    let device = DeviceId(Uuid::from_u128(0x0bad_0001));
    for bytes in wrong(Purpose::Enrol, server, device, &payload) {
        let answer = enrol(&office, &line, 1, |request| {
            request.proof = key.sign(&bytes).as_ref().to_vec()
        });
        assert_eq!(answer.refusal(), (403, "proof_failed".into()));
    }
    // For another invitation, and for a key that is not the one enrolled.
    let other = InvitationText::parse(&office.invitation("hung"))
        .unwrap()
        .code
        .invitation();
    let payload = [other.0.as_bytes().as_slice(), key.public_key().as_ref()].concat();
    let bytes = message(Purpose::Enrol, server, Some(device), &payload);
    let answer = enrol(&office, &line, 1, |request| {
        request.proof = key.sign(&bytes).as_ref().to_vec()
    });
    assert_eq!(answer.code(), "proof_failed");
    let public = super::stranger::key(9).public_key().as_ref().to_vec();
    assert_eq!(
        enrol(&office, &line, 1, |request| request.public_key = public).code(),
        "proof_failed"
    );
    Stranger::enter(&office, "lan", 1);
}

#[test]
fn only_a_signature_for_spending_makes_a_voucher() {
    let office = Office::open();
    let lan = Stranger::enter(&office, "lan", 1);
    let id = OfferId(Uuid::from_u128(0x5a3e_0000_0000_4000_b000_0000_0000_0001));
    let offers: Vec<Offer> = super::commands::rows(&office);
    let offer = offers.into_iter().find(|offer| offer.id == id).unwrap();
    let taken_at = office.clock.now();
    let payload = spend_payload(VoucherId::of(id, lan.person, 0), id, offer.provider, taken_at);
    let take = |signature: Vec<u8>| TakeVoucher {
        offer: id,
        n: 0,
        taken_at,
        signature,
    };
    for bytes in wrong(Purpose::VoucherSpend, lan.server, lan.device, &payload) {
        let signature = lan.key.sign(&bytes).as_ref().to_vec();
        assert_eq!(lan.send([take(signature).into()]), [Some("voucher_bad".into())]);
    }
    // A sign-in that was overheard: the challenge is the payload of a voucher.
    let heard = lan.sign(Purpose::SyncChallenge, &payload);
    assert_eq!(lan.send([take(heard).into()]), [Some("voucher_bad".into())]);
    lan.does(take(lan.sign(Purpose::VoucherSpend, &payload)));
}
