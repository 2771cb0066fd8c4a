use super::*;
use crate::card::{UnitKey, UnitKeys, kid};
use crate::device::KeyAlg;
use proptest::prelude::*;
use qrcode::{EcLevel, QrCode, Version};
use ring::signature::{Ed25519KeyPair, KeyPair};

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[5; 32]).unwrap()
}

fn claims() -> Claims {
    Claims {
        issuer: Claims::issuer_of(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef)),
        card: CardId::of(crate::PersonId(Uuid::from_u128(3)), 1),
        name: "Nguyễn Thị Ngọc Lan".into(),
        number: Some("79 0241 8356".into()),
        unit: UnitId(Uuid::from_u128(4)),
        unit_name: "CĐCS Công ty TNHH May xuất khẩu Hưng Thịnh Phát".into(),
        issued_at: 1_795_417_500,
        expires_at: 1_858_525_200,
    }
}

fn signed(claims: &Claims) -> Vec<u8> {
    let key = key();
    issue(claims, kid(key.public_key().as_ref()), &mut |message| {
        key.sign(message).as_ref().to_vec()
    })
}

fn keys() -> UnitKeys {
    UnitKeys::new(
        Uuid::from_u128(1),
        vec![UnitKey {
            unit: UnitId(Uuid::from_u128(4)),
            alg: KeyAlg::Ed25519,
            public_key: key().public_key().as_ref().to_vec(),
            valid_from: Instant(1_795_417_500_400),
            valid_to: None,
        }],
    )
}

fn version(text: &str) -> Version {
    QrCode::with_error_correction_level(text, EcLevel::M)
        .unwrap()
        .version()
}

#[test]
fn a_card_reads_back_with_a_good_signature() {
    let text = to_text(&signed(&claims()));
    let token = parse_text(&format!("  {text}\n")).unwrap();
    assert_eq!(token.claims, claims());
    assert_eq!(token.claims.issuer, "456789abcdef");
    assert_eq!(keys().check(&token), KeyCheck::Good);
    assert_eq!(UnitKeys::decode(&keys().encode()).unwrap(), keys());
    let without = Claims {
        number: None,
        ..claims()
    };
    assert_eq!(parse(&signed(&without)).unwrap().claims, without);
}

#[test]
fn the_same_card_gives_the_same_bytes() {
    let bytes = signed(&claims());
    assert_eq!(bytes, signed(&claims()));
    assert_eq!(bytes[..2], [0xd2, 0x84], "a tagged COSE_Sign1");
}

#[test]
fn a_key_is_good_only_for_its_own_unit_and_time() {
    let other_unit = Claims {
        unit: UnitId(Uuid::from_u128(77)),
        ..claims()
    };
    assert_eq!(keys().check(&parse(&signed(&other_unit)).unwrap()), KeyCheck::Bad);
    let too_early = Claims {
        issued_at: claims().issued_at - 5,
        ..claims()
    };
    assert_eq!(keys().check(&parse(&signed(&too_early)).unwrap()), KeyCheck::Bad);
    let none = UnitKeys::new(Uuid::from_u128(1), vec![]);
    assert_eq!(
        none.check(&parse(&signed(&claims())).unwrap()),
        KeyCheck::UnknownKey
    );
}

#[test]
fn long_names_fit_a_qr_of_version_15_m() {
    let unit =
        "Công đoàn cơ sở Công ty Trách nhiệm hữu hạn Một thành viên Dệt may Hưng Thịnh Phát Bình Dương";
    for (name, unit) in [
        ("Nguyễn Thị Ngọc Lan", "CĐCS Nhựa Tân Đại Phát"),
        ("Công Tằng Tôn Nữ Nguyễn Thị Phương Quỳnh", unit),
    ] {
        let claims = Claims {
            name: name.into(),
            unit_name: unit.into(),
            ..claims()
        };
        let text = to_text(&signed(&claims));
        assert!(
            matches!(version(&text), Version::Normal(n) if n <= 15),
            "{:?}",
            version(&text)
        );
    }
}

#[test]
fn the_budget_of_text_is_what_fits() {
    let base = claims();
    let rest = base.name.len() + base.number.as_deref().unwrap_or_default().len();
    let full = Claims {
        unit_name: "x".repeat(QR_TEXT_BYTES - rest),
        ..base.clone()
    };
    assert_eq!(version(&to_text(&signed(&full))), Version::Normal(15));
    // The longest that the rules let through still makes a token that is read.
    let longest = Claims {
        name: "ễ".repeat(100),
        number: Some("ễ".repeat(30)),
        unit_name: "ễ".repeat(200),
        ..base
    };
    assert_eq!(parse_text(&to_text(&signed(&longest))).unwrap().claims, longest);
}

#[test]
fn what_is_not_a_card_has_its_own_reason() {
    let good = signed(&claims());
    assert_eq!(parse_text("https://example.org"), Err(Malformed::Prefix));
    assert_eq!(parse_text("CDS1:a"), Err(Malformed::Base45));
    assert_eq!(parse_text("CDS1:"), Err(Malformed::Envelope));
    assert!(matches!(
        parse_text(&"C".repeat(9_000)),
        Err(Malformed::TooLong(_))
    ));
    assert!(matches!(parse(&vec![0; 5_000]), Err(Malformed::TooLong(_))));
    assert_eq!(parse(&good[..good.len() - 1]), Err(Malformed::Envelope));
    assert_eq!(parse(&[good.clone(), vec![0]].concat()), Err(Malformed::Envelope));
    let nameless = Claims {
        name: String::new(),
        ..claims()
    };
    assert_eq!(parse(&signed(&nameless)), Err(Malformed::Claim("name")));
    let bell = Claims {
        unit_name: "a\u{7}".into(),
        ..claims()
    };
    assert_eq!(parse(&signed(&bell)), Err(Malformed::Claim("unit name")));
}

#[test]
fn nothing_may_ride_outside_the_signature() {
    let mut sign1 = CoseSign1::from_tagged_slice(&signed(&claims())).unwrap();
    sign1.unprotected = HeaderBuilder::new().key_id(vec![1]).build();
    let bytes = sign1.to_tagged_vec().unwrap();
    assert_eq!(parse(&bytes), Err(Malformed::Header("unsigned header")));
}

proptest! {
    #[test]
    fn a_changed_byte_is_never_good(at in 0usize..400, value: u8) {
        let good = signed(&claims());
        let at = at % good.len();
        prop_assume!(good[at] != value);
        let mut bytes = good;
        bytes[at] = value;
        if let Ok(token) = parse(&bytes) {
            prop_assert_ne!(keys().check(&token), KeyCheck::Good);
        }
    }

    #[test]
    fn hostile_bytes_and_texts_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), text in ".{0,80}") {
        let _ = parse(&bytes);
        let _ = parse_text(&to_text(&bytes));
        let _ = parse_text(&text);
        let _ = parse_text(&format!("CDS1:{text}"));
    }
}
