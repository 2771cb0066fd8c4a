//! A card that is not what it looks like.

use congdoan_client::domain::card::{ForgedWhy, Verdict, kid, token};
use congdoan_tests::kit::Office;
use ring::signature::{Ed25519KeyPair, KeyPair};

#[test]
fn an_expired_card_says_since_when() {
    let mut office = Office::open();
    let (lan, hoa) = (office.enrol("lan"), office.enrol("hoa"));
    let (card, text) = lan.my_card().unwrap().unwrap();
    office.publish();
    hoa.download_pack("card-status", |_| true).unwrap();
    office.stop();
    office.clock.advance_hours(24 * 366 * 2);
    let judged = hoa.verify_card(&text.unwrap()).unwrap();
    assert_eq!(judged.verdict, Verdict::Expired { on: card.expires_on });
}

#[test]
fn a_forged_card_shows_no_name() {
    let mut office = Office::open();
    let (lan, hoa) = (office.enrol("lan"), office.enrol("hoa"));
    let text = lan.my_card().unwrap().unwrap().1.unwrap();
    office.publish();
    hoa.download_pack("card-status", |_| true).unwrap();
    office.stop();
    let read = token::parse_text(&text).unwrap();

    // Another name under the old signature's key id: signed by somebody else.
    let forger = Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap();
    let claims = congdoan_client::domain::card::Claims {
        name: "Kẻ Mạo Danh".into(),
        ..read.claims
    };
    let by = |kid| {
        token::to_text(&token::issue(&claims, kid, &mut |m| {
            forger.sign(m).as_ref().to_vec()
        }))
    };
    let judged = hoa.verify_card(&by(read.kid)).unwrap();
    assert_eq!(
        judged.verdict,
        Verdict::Forged {
            why: ForgedWhy::Signature
        }
    );
    assert!(judged.card.is_none(), "a forged name is never shown");

    // Signed by a key that no pack names: not known, and not green either.
    let judged = hoa.verify_card(&by(kid(forger.public_key().as_ref()))).unwrap();
    assert!(
        matches!(judged.verdict, Verdict::Unknown { .. }),
        "{:?}",
        judged.verdict
    );
    assert!(judged.card.is_none());
}

#[test]
fn a_truncated_card_is_no_card_wherever_it_was_cut() {
    let office = Office::open();
    let (lan, hoa) = (office.enrol("lan"), office.enrol("hoa"));
    let text = lan.my_card().unwrap().unwrap().1.unwrap();
    office.publish();
    hoa.download_pack("card-status", |_| true).unwrap();
    for cut in (0..text.len()).step_by(7) {
        let judged = hoa.verify_card(&text[..cut]).unwrap();
        assert!(
            matches!(judged.verdict, Verdict::Forged { .. }),
            "cut at {cut}: {:?}",
            judged.verdict
        );
    }
}
