//! Everything that is signed, and everything that people and cameras read: the card, the voucher, the invitation.

use crate::book::{Golden, to_cbor};
use crate::people::*;
use crate::rows::card;
use congdoan_domain::card::{Listed, Status, StatusList, UnitKey, UnitKeys, kid, token};
use congdoan_domain::device::KeyAlg;
use congdoan_domain::invitation::Code;
use congdoan_domain::market::{self, spend_payload};
use congdoan_domain::signature::{Purpose, message, verify};
use congdoan_domain::{CardId, VoucherId};
use congdoan_wire::enrol::DeviceCertificate;
use congdoan_wire::invitation::{InvitationText, TlsTrust};
use congdoan_wire::pack::{Manifest, SegmentEntry, SegmentHash};
use congdoan_wire::{Signed, SigningKeyInfo, TrustDocument};
use sha2::{Digest, Sha256};

const ROOT: u8 = 1;
const CERTIFICATE: u8 = 2;
const DEVICE: u8 = 3;
const PACK: u8 = 4;
const UNIT: u8 = 5;

pub fn all() -> Vec<Golden> {
    let mut all = vec![
        signed(
            "signed/device_certificate",
            &certificate(),
            Purpose::DeviceCertificate,
            CERTIFICATE,
        ),
        signed("signed/trust", &trust(), Purpose::Trust, ROOT),
        signed("signed/pack_manifest", &manifest(), Purpose::PackManifest, PACK),
        card_text(),
        voucher_text(),
        Golden::cbor("signed/card", card_token(), |bytes| {
            token::parse(bytes).map_err(|error| error.to_string())?;
            Ok(card_token())
        }),
        Golden::cbor("pack/card_status.keys", unit_keys().encode(), |bytes| {
            Ok(UnitKeys::decode(bytes)
                .map_err(|error| error.to_string())?
                .encode())
        }),
        Golden::cbor("pack/card_status.revoked", status_list().encode(), |bytes| {
            Ok(StatusList::decode(bytes)
                .map_err(|error| error.to_string())?
                .encode())
        }),
        derived(),
        under_signatures(),
    ];
    for (case, tls) in [
        ("ca", TlsTrust::PublicCa),
        ("pin", TlsTrust::Pin([7; 32])),
        ("plain", TlsTrust::Plain),
    ] {
        all.push(invitation(case, tls));
    }
    all
}

/// Signed for a purpose; read back only if the signature still fits.
fn signed<T>(name: &str, document: &T, purpose: Purpose, seed: u8) -> Golden
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let document = envelope(document, purpose, seed);
    Golden::cbor(name, to_cbor(&document), move |bytes| {
        let read: Signed = ciborium::from_reader(bytes).map_err(|error| error.to_string())?;
        let inside: T = read
            .open(purpose, SERVER, KeyAlg::Ed25519, &public(seed))
            .map_err(|error| error.to_string())?;
        Ok(to_cbor(&envelope(&inside, purpose, seed)))
    })
}

pub fn envelope<T: serde::Serialize>(document: &T, purpose: Purpose, seed: u8) -> Signed {
    Signed::sign(document, purpose, SERVER, &public(seed), |bytes| {
        sign(seed, bytes)
    })
}

pub fn signed_certificate() -> Signed {
    envelope(&certificate(), Purpose::DeviceCertificate, CERTIFICATE)
}

pub fn signed_trust() -> Signed {
    envelope(&trust(), Purpose::Trust, ROOT)
}

fn certificate() -> DeviceCertificate {
    DeviceCertificate {
        server: SERVER,
        device: PHONE,
        person: LAN,
        alg: KeyAlg::Ed25519,
        public_key: public(DEVICE),
        issued_at: NOW,
    }
}

fn trust() -> TrustDocument {
    let info = |purpose, alg, public_key| SigningKeyInfo {
        purpose,
        alg,
        public_key,
        from: NOW.plus_hours(-24),
        to: NOW.plus_hours(24 * 3650),
    };
    // Every purpose, so that every word is kept.
    let mut keys: Vec<_> = Purpose::ALL
        .into_iter()
        .map(|purpose| info(purpose, KeyAlg::Ed25519, public(CERTIFICATE)))
        .collect();
    keys.push(info(Purpose::Receipt, KeyAlg::ES256, vec![4; 65]));
    TrustDocument {
        server: SERVER,
        version: 3,
        made_at: NOW,
        root: info(Purpose::Trust, KeyAlg::Ed25519, public(ROOT)),
        keys,
    }
}

pub fn manifest() -> Manifest {
    let segment = |name: &str, content: &[u8]| SegmentEntry {
        name: name.into(),
        hash: SegmentHash::of(content),
        size: content.len() as u64,
        unpacked: 9_000,
    };
    Manifest {
        name: "law".into(),
        version: 12,
        made_at: NOW,
        format: 1,
        segments: vec![segment("catalogue", b"one"), segment("text.bundle-0.1", b"two")],
    }
}

pub fn card_token() -> Vec<u8> {
    let claims = card(false).claims(SERVER);
    token::issue(&claims, kid(&public(UNIT)), &mut |bytes| sign(UNIT, bytes))
}

fn unit_keys() -> UnitKeys {
    let key = |unit, seed, valid_to| UnitKey {
        unit,
        alg: KeyAlg::Ed25519,
        public_key: public(seed),
        valid_from: NOW.plus_hours(-24),
        valid_to,
    };
    UnitKeys::new(SERVER, vec![key(BRANCH, UNIT, None), key(SHOP, 6, Some(NOW))])
}

fn status_list() -> StatusList {
    let listed = |status| Listed { status, since: NOW };
    let entries = [
        (CardId::of(LAN, 1), listed(Status::Paused)),
        (CardId::of(HUNG, 1), listed(Status::Revoked)),
    ];
    StatusList::new(SERVER, NOW, entries)
}

fn card_text() -> Golden {
    Golden::text("text/card", token::to_text(&card_token()), |text| {
        let read = token::parse_text(text).map_err(|error| error.to_string())?;
        let good = unit_keys().check(&read);
        if read.claims == card(false).claims(SERVER) && good == congdoan_domain::card::KeyCheck::Good {
            Ok(token::to_text(&card_token()))
        } else {
            Err(format!("{good:?}"))
        }
    })
}

/// What a member's device signs when it takes a voucher.
pub fn spend() -> Vec<u8> {
    sign(DEVICE, &spend_message())
}

fn spend_message() -> Vec<u8> {
    let payload = spend_payload(VoucherId::of(OFFER, LAN, 0), OFFER, SHOP, NOW);
    message(Purpose::VoucherSpend, SERVER, Some(PHONE), &payload)
}

fn voucher_text() -> Golden {
    Golden::text(
        "text/voucher",
        market::token::to_text(&crate::commands::redeem()),
        |text| {
            let read = market::token::parse(text).map_err(|error| error.to_string())?;
            if !verify(
                KeyAlg::Ed25519,
                &public(DEVICE),
                &spend_message(),
                &read.signature,
            ) {
                return Err("the signature does not fit".into());
            }
            Ok(market::token::to_text(&read))
        },
    )
}

fn invitation(case: &str, tls: TlsTrust) -> Golden {
    let text = InvitationText {
        address: "https://congdoan.example:8443".into(),
        tls,
        root: Sha256::digest(public(ROOT)).into(),
        code: Code::new([7; 10]),
    };
    Golden::text(&format!("text/invitation.{case}"), text.to_line(), |line| {
        Ok(InvitationText::parse(line)
            .map_err(|error| error.to_string())?
            .to_line())
    })
}

/// Ids that follow from others: if one of these words changes, every device makes other rows.
fn derived() -> Golden {
    let lines = || {
        [
            format!(
                "grant      {}",
                congdoan_domain::GrantId::of(HUNG, BRANCH, "chair")
            ),
            format!("answer     {}", congdoan_domain::AnswerId::of(SURVEY, LAN)),
            format!("card       {}", CardId::of(LAN, 1)),
            format!("voucher    {}", VoucherId::of(OFFER, LAN, 0)),
            format!("invitation {}", Code::new([7; 10]).invitation()),
            format!(
                "row hash   {:?}",
                congdoan_wire::checksum::Checksum::of_row("unit", SERVER, 7, b"body")
            ),
        ]
        .join("\n")
    };
    Golden::text("text/derived", lines(), move |_| Ok(lines()))
}

/// The bytes under every kind of signature.
fn under_signatures() -> Golden {
    let lines = || {
        let line = |purpose: Purpose| {
            let bytes = message(purpose, SERVER, Some(PHONE), b"payload");
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{:<18} {hex}", purpose.as_str())
        };
        Purpose::ALL.map(line).join("\n")
    };
    Golden::text("text/under_signatures", lines(), move |_| Ok(lines()))
}
