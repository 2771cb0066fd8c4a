//! The running server, over real HTTP on a free port, without the keys it must never need.

use congdoan_domain::device::KeyAlg;
use congdoan_domain::grant::{ConfirmGrant, ProposeGrant, Role};
use congdoan_domain::invitation::Invitee;
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Actor, DeviceId, GrantId, Instant, PersonId, UnitId};
use congdoan_server::init::Founding;
use congdoan_server::serve::{Config, Running, start};
use congdoan_wire::enrol::{EnrolRequest, EnrolResponse};
use congdoan_wire::invitation::InvitationText;
use congdoan_wire::{Failure, PROTOCOL, codec};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

const NOW: Instant = Instant(1_795_500_000_000);
const UNIT: UnitId = UnitId(Uuid::from_u128(1));
const FIRST: PersonId = PersonId(Uuid::from_u128(2));
const SECOND: PersonId = PersonId(Uuid::from_u128(3));
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(4));

fn founded(data: &Path) -> Founding {
    let founding = Founding::new(data, "Máy chủ thử", "http://127.0.0.1:1", NOW, false).unwrap();
    let unit = CreateUnit {
        id: UNIT,
        parent: None,
        name: "Liên đoàn Lao động tỉnh thử".into(),
        short_name: "LĐLĐ thử".into(),
        kind: UnitKind::Province,
    };
    founding.command(NOW, unit).unwrap();
    founding.command(NOW, proposal(FIRST)).unwrap();
    founding
}

fn proposal(person: PersonId) -> ProposeGrant {
    ProposeGrant {
        person,
        name: "Cán bộ thử".into(),
        unit: UNIT,
        role: Role::Officer,
        from: NOW,
        to: None,
    }
}

fn grant(person: PersonId) -> GrantId {
    GrantId::of(person, UNIT, Role::Officer.as_str())
}

fn invited(founding: &Founding, person: PersonId) -> InvitationText {
    let mut tx = founding.store.begin_write().unwrap();
    let line = founding
        .invite(tx.as_mut(), Invitee::Desk(grant(person)), NOW)
        .unwrap();
    tx.commit().unwrap();
    InvitationText::parse(&line).unwrap()
}

fn served(data: &Path) -> Running {
    start(Config {
        data: data.to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        clock: Arc::new(|| NOW),
    })
    .unwrap()
}

fn ask(server: &Running, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(server.address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let status = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
    (status, answer[end + 4..].to_vec())
}

fn enrol(
    server: &Running,
    founding: &Founding,
    invitation: &InvitationText,
    device: DeviceId,
    seed: u8,
) -> (u16, Vec<u8>) {
    let key = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
    let public_key = key.public_key().as_ref().to_vec();
    let payload = [invitation.code.invitation().0.as_bytes().as_slice(), &public_key].concat();
    let signed = message(Purpose::Enrol, founding.server, Some(device), &payload);
    let request = EnrolRequest {
        protocol: PROTOCOL,
        code: invitation.code.to_string(),
        device,
        device_name: "PC thử".into(),
        alg: KeyAlg::Ed25519,
        proof: key.sign(&signed).as_ref().to_vec(),
        public_key,
    };
    ask(server, "POST", "/v1/enrol", &congdoan_wire::encode(&request))
}

fn code(answer: &[u8]) -> String {
    codec::decode::<Failure>(answer, 1_000).unwrap().code
}

#[test]
fn serving_needs_neither_the_roots_nor_the_packs_key() {
    let folder = tempfile::tempdir().unwrap();
    let founding = founded(folder.path());
    let invitation = invited(&founding, FIRST);
    for key in ["root", "pack"] {
        std::fs::remove_file(folder.path().join(format!("keys/{key}.key"))).unwrap();
    }
    let server = served(folder.path());
    assert_eq!(ask(&server, "GET", "/v1/health", b""), (200, b"ok\n".to_vec()));
    let (status, answer) = enrol(&server, &founding, &invitation, DEVICE, 1);
    assert_eq!(status, 200);
    let response: EnrolResponse = codec::decode(&answer, 1 << 20).unwrap();
    assert_eq!((response.person, response.unit), (FIRST, UNIT));

    // The answer was lost: the same device and key get it again; anybody else does not.
    assert_eq!(enrol(&server, &founding, &invitation, DEVICE, 1).0, 200);
    let (status, answer) = enrol(&server, &founding, &invitation, DeviceId(Uuid::from_u128(9)), 2);
    assert_eq!((status, code(&answer)), (403, "invitation_used".into()));

    let log = std::fs::read_to_string(folder.path().join("security.log")).unwrap();
    assert_eq!(log.matches("device_enrolled").count(), 1);
    assert_eq!(log.matches("invitation_used").count(), 1);
}

#[test]
fn waiting_for_the_second_person_is_not_a_refusal_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let founding = founded(folder.path());
    let mut tx = founding.store.begin_write().unwrap();
    let first = Actor::Person {
        person: FIRST,
        device: DEVICE,
    };
    founding
        .run_as(tx.as_mut(), first, NOW, proposal(SECOND))
        .unwrap();
    tx.commit().unwrap();
    let invitation = invited(&founding, SECOND);
    let server = served(folder.path());
    let (status, answer) = enrol(&server, &founding, &invitation, DEVICE, 1);
    assert_eq!((status, code(&answer)), (403, "invitation_not_confirmed".into()));
    founding
        .command(NOW, ConfirmGrant { grant: grant(SECOND) })
        .unwrap();
    assert_eq!(enrol(&server, &founding, &invitation, DEVICE, 1).0, 200);
}

#[test]
fn doors_that_need_a_session_say_so_and_damaged_frames_are_named() {
    let folder = tempfile::tempdir().unwrap();
    drop(founded(folder.path()));
    let server = served(folder.path());
    let (status, answer) = ask(&server, "POST", "/v1/sync", b"");
    assert_eq!((status, code(&answer)), (401, "session_needed".into()));
    assert_eq!(ask(&server, "GET", "/v1/events", b"").0, 401);
    let (status, answer) = ask(&server, "POST", "/v1/session", b"\x01\xff\xff");
    assert_eq!((status, code(&answer)), (400, "unreadable".into()));
    let (status, answer) = ask(&server, "GET", "/v1/packs/..%2f..%2fkeys%2ftoken/manifest", b"");
    assert_eq!((status, code(&answer)), (404, "pack_absent".into()));
}
