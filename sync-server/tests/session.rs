//! Proving a device over real HTTP: what a challenge and a token allow, and when they stop.

use congdoan_domain::device::{EndDevice, KeyAlg};
use congdoan_domain::grant::{ProposeGrant, Role};
use congdoan_domain::invitation::Invitee;
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Actor, CommandId, DeviceId, GrantId, Instant, PersonId, Scope, UnitId};
use congdoan_server::init::Founding;
use congdoan_server::serve::{Config, Running, start};
use congdoan_server::store::ServerStore;
use congdoan_wire::enrol::EnrolRequest;
use congdoan_wire::invitation::InvitationText;
use congdoan_wire::session::{
    CHALLENGE_SECONDS, Challenge, ChallengeRequest, Session, SessionRequest, TOKEN_SECONDS,
};
use congdoan_wire::{Failure, PROTOCOL, SyncRequest, SyncResponse, codec};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use uuid::Uuid;

const START: i64 = 1_795_500_000_000;
const UNIT: UnitId = UnitId(Uuid::from_u128(1));
const PERSON: PersonId = PersonId(Uuid::from_u128(2));
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(3));

/// A server with one enrolled device and a clock that the test sets.
struct House {
    _folder: tempfile::TempDir,
    founding: Founding,
    server: Running,
    clock: Arc<AtomicI64>,
    key: Ed25519KeyPair,
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let now = Instant(START);
    let founding = Founding::new(folder.path(), "Máy chủ thử", "http://127.0.0.1:1", now, false).unwrap();
    let unit = CreateUnit {
        id: UNIT,
        parent: None,
        name: "Liên đoàn Lao động tỉnh thử".into(),
        short_name: "LĐLĐ thử".into(),
        kind: UnitKind::Province,
    };
    founding.command(now, unit).unwrap();
    let proposal = ProposeGrant {
        person: PERSON,
        name: "Cán bộ thử".into(),
        unit: UNIT,
        role: Role::Officer,
        from: now,
        to: None,
    };
    founding.command(now, proposal).unwrap();
    let mut tx = founding.store.begin_write().unwrap();
    let desk = Invitee::Desk(GrantId::of(PERSON, UNIT, Role::Officer.as_str()));
    let line = founding.invite(tx.as_mut(), desk, now).unwrap();
    tx.commit().unwrap();

    let clock = Arc::new(AtomicI64::new(START));
    let read = clock.clone();
    let server = start(Config {
        data: folder.path().to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        clock: Arc::new(move || Instant(read.load(SeqCst))),
    })
    .unwrap();
    let house = House {
        _folder: folder,
        founding,
        server,
        clock,
        key: Ed25519KeyPair::from_seed_unchecked(&[1; 32]).unwrap(),
    };
    house.enrol(&InvitationText::parse(&line).unwrap());
    house
}

impl House {
    fn post(&self, path: &str, token: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(self.server.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Length: {length}\r\n\r\n"
        )
        .unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let status = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
        (status, answer[end + 4..].to_vec())
    }

    fn enrol(&self, invitation: &InvitationText) {
        let public_key = self.key.public_key().as_ref().to_vec();
        let payload = [invitation.code.invitation().0.as_bytes().as_slice(), &public_key].concat();
        let signed = message(Purpose::Enrol, self.founding.server, Some(DEVICE), &payload);
        let request = EnrolRequest {
            protocol: PROTOCOL,
            code: invitation.code.to_string(),
            device: DEVICE,
            device_name: "PC thử".into(),
            alg: KeyAlg::Ed25519,
            proof: self.key.sign(&signed).as_ref().to_vec(),
            public_key,
        };
        assert_eq!(
            self.post("/v1/enrol", "", &congdoan_wire::encode(&request)).0,
            200
        );
    }

    fn challenge(&self, device: DeviceId) -> Vec<u8> {
        let request = congdoan_wire::encode(&ChallengeRequest { device });
        let (status, answer) = self.post("/v1/challenge", "", &request);
        assert_eq!(status, 200);
        codec::decode::<Challenge>(&answer, 1_000).unwrap().nonce
    }

    fn session(&self, device: DeviceId, nonce: &[u8]) -> (u16, Vec<u8>) {
        let signed = message(Purpose::SyncChallenge, self.founding.server, Some(device), nonce);
        let request = SessionRequest {
            device,
            nonce: nonce.to_vec(),
            signature: self.key.sign(&signed).as_ref().to_vec(),
        };
        self.post("/v1/session", "", &congdoan_wire::encode(&request))
    }

    fn token(&self) -> String {
        let (status, answer) = self.session(DEVICE, &self.challenge(DEVICE));
        assert_eq!(status, 200);
        codec::decode::<Session>(&answer, 1_000).unwrap().token
    }

    fn sync(&self, token: &str, change: impl FnOnce(&mut SyncRequest)) -> (u16, Vec<u8>) {
        let mut request = SyncRequest {
            protocol: PROTOCOL,
            schema: 1,
            incarnation: None,
            commands: vec![],
            cursors: vec![],
            waiting: vec![],
            budget: 1 << 20,
        };
        change(&mut request);
        self.post("/v1/sync", token, &congdoan_wire::encode(&request))
    }

    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, SeqCst);
    }
}

fn refusal((status, answer): (u16, Vec<u8>)) -> (u16, String) {
    (status, codec::decode::<Failure>(&answer, 1_000).unwrap().code)
}

#[test]
fn a_proven_device_reads_its_own_scopes() {
    let house = house();
    let (status, answer) = house.sync(&house.token(), |_| {});
    assert_eq!(status, 200);
    let response: SyncResponse = codec::decode(&answer, codec::MAX_UNPACKED).unwrap();
    assert!(response.pages.iter().any(|page| page.scope == Scope::Desk(UNIT)));
    let others = response.pages.iter().filter(|page| {
        ![
            Scope::Public,
            Scope::Org(UNIT),
            Scope::Desk(UNIT),
            Scope::Member(PERSON),
        ]
        .contains(&page.scope)
    });
    assert_eq!(others.count(), 0);
}

#[test]
fn a_challenge_is_good_once_for_a_minute_and_for_its_device() {
    let house = house();
    let failed = (401, "challenge_failed".to_owned());
    let nonce = house.challenge(DEVICE);
    assert_eq!(house.session(DEVICE, &nonce).0, 200);
    assert_eq!(refusal(house.session(DEVICE, &nonce)), failed, "used twice");

    // A device that does not exist gets the same kind of question, and the same no as a wrong signature.
    let stranger = DeviceId(Uuid::from_u128(9));
    let other = house.challenge(stranger);
    assert_eq!(other.len(), nonce.len());
    assert_eq!(refusal(house.session(stranger, &other)), failed);
    assert_eq!(
        refusal(house.session(DEVICE, &other)),
        failed,
        "asked of another device"
    );

    let nonce = house.challenge(DEVICE);
    house.pass(CHALLENGE_SECONDS);
    assert_eq!(
        refusal(house.session(DEVICE, &nonce)),
        (401, "challenge_expired".into())
    );
}

#[test]
fn a_token_ends_with_its_time_and_at_once_with_its_device() {
    let house = house();
    let token = house.token();
    let last = if token.ends_with('0') { "1" } else { "0" };
    let forged = format!("{}{last}", &token[..token.len() - 1]);
    assert_eq!(
        refusal(house.sync(&forged, |_| {})),
        (401, "session_needed".into())
    );
    house.pass(TOKEN_SECONDS);
    assert_eq!(
        refusal(house.sync(&token, |_| {})),
        (401, "session_expired".into())
    );

    let token = house.token();
    let mut tx = house.founding.store.begin_write().unwrap();
    let owner = Actor::Person {
        person: PERSON,
        device: DEVICE,
    };
    let at = Instant(house.clock.load(SeqCst));
    house
        .founding
        .run_as(tx.as_mut(), owner, at, EndDevice { device: DEVICE })
        .unwrap();
    tx.commit().unwrap();
    let ended = (403, "device_ended".to_owned());
    assert_eq!(refusal(house.sync(&token, |_| {})), ended);
    assert_eq!(refusal(house.session(DEVICE, &house.challenge(DEVICE))), ended);
}

#[test]
fn apps_of_another_time_and_requests_too_large_are_told_so() {
    let house = house();
    let token = house.token();
    let answer = house.sync(&token, |request| request.protocol = 0);
    assert_eq!(refusal(answer), (409, "app_too_old".into()));
    let answer = house.sync(&token, |request| request.protocol = PROTOCOL + 1);
    assert_eq!(refusal(answer), (409, "app_too_new".into()));
    let id = CommandId(Uuid::from_u128(1));
    let answer = house.sync(&token, |request| request.waiting = vec![id; 2_001]);
    assert_eq!(refusal(answer), (413, "too_large".into()));
}
