//! A running server with one enrolled device and a clock that the test sets, asked over real sockets.
#![allow(dead_code, reason = "each test file uses its part")]

use congdoan_domain::device::KeyAlg;
use congdoan_domain::grant::{ProposeGrant, Role};
use congdoan_domain::invitation::Invitee;
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{DeviceId, GrantId, Instant, PersonId, UnitId};
use congdoan_server::database::Database;
use congdoan_server::init::{FIRST_CELL, Founding};
use congdoan_server::serve::{Config, Entrance, Running, start_on};
use congdoan_wire::enrol::EnrolRequest;
use congdoan_wire::invitation::InvitationText;
use congdoan_wire::session::{Challenge, ChallengeRequest, Session, SessionRequest};
use congdoan_wire::{Failure, PROTOCOL, SyncRequest, codec};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

pub const START: i64 = 1_795_500_000_000;
pub const UNIT: UnitId = UnitId(Uuid::from_u128(1));
pub const PERSON: PersonId = PersonId(Uuid::from_u128(2));
pub const DEVICE: DeviceId = DeviceId(Uuid::from_u128(3));

/// A server with one enrolled device and a clock that the test sets.
pub struct House {
    pub folder: tempfile::TempDir,
    pub founding: Founding,
    pub database: Database,
    pub server: Running,
    asked: Mutex<SocketAddr>,
    pub clock: Arc<AtomicI64>,
    pub key: Ed25519KeyPair,
    /// Of the first device's own invitation, used by now.
    pub invitation: InvitationText,
}

pub fn house() -> House {
    house_at(Entrance::default())
}

/// Where the servers of this run keep their rows: in their folder, or (`CONGDOAN_TEST_STORE=postgres`) in a cell of their
/// own of the PostgreSQL at `CONGDOAN_TEST_POSTGRES`.
pub fn database(data: &Path) -> (Database, i32) {
    let here = Database::at(data);
    if std::env::var("CONGDOAN_TEST_STORE").as_deref() != Ok("postgres") {
        return (here, FIRST_CELL);
    }
    let url = std::env::var("CONGDOAN_TEST_POSTGRES").expect("./dev test starts a PostgreSQL");
    let cell = i32::from_be_bytes(congdoan_server::clock::random());
    (here.reached_by(Some(url), None), cell)
}

pub fn house_at(entrance: Entrance) -> House {
    let folder = tempfile::tempdir().unwrap();
    let place = database(folder.path());
    house_in(folder, place, entrance)
}

/// In a folder and a database of the test's choice.
pub fn house_in(folder: tempfile::TempDir, (database, cell): (Database, i32), entrance: Entrance) -> House {
    let now = Instant(START);
    let url = "http://127.0.0.1:1";
    let founding = Founding::found((&database, cell), "Máy chủ thử", url, now, false).unwrap();
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
    let server = serving(&database, &clock, entrance);
    let house = House {
        folder,
        founding,
        database,
        asked: Mutex::new(server.address),
        server,
        clock,
        key: Ed25519KeyPair::from_seed_unchecked(&[1; 32]).unwrap(),
        invitation: InvitationText::parse(&line).unwrap(),
    };
    assert_eq!(house.enrol(DEVICE, &house.invitation, |_| {}).0, 200);
    house
}

fn serving(database: &Database, clock: &Arc<AtomicI64>, entrance: Entrance) -> Running {
    let read = clock.clone();
    let config = Config {
        data: database.data().to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        clock: Arc::new(move || Instant(read.load(SeqCst))),
    };
    start_on(database.open().unwrap(), config, entrance).unwrap()
}

impl House {
    fn asked(&self) -> SocketAddr {
        *self.asked.lock().unwrap()
    }

    /// From now on another server is asked.
    pub fn ask_at(&self, address: SocketAddr) {
        *self.asked.lock().unwrap() = address;
    }

    /// Another server of the same folder and database, as another process would be.
    pub fn another_server(&self) -> Running {
        serving(&self.database, &self.clock, Entrance::default())
    }

    /// Sends a request and reads to the end: status, header lines, body.
    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(self.asked()).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
        )
        .unwrap();
        stream.write_all(body).unwrap();
        answer(&mut stream)
    }

    pub fn post(&self, path: &str, token: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let header = format!("Authorization: Bearer {token}\r\n");
        let (status, _, body) = self.ask("POST", path, &header, body);
        (status, body)
    }

    /// Enrols a device with this house's key.
    pub fn enrol(
        &self,
        device: DeviceId,
        invitation: &InvitationText,
        change: impl FnOnce(&mut EnrolRequest),
    ) -> (u16, Vec<u8>) {
        let public_key = self.key.public_key().as_ref().to_vec();
        let payload = [invitation.code.invitation().0.as_bytes().as_slice(), &public_key].concat();
        let signed = message(Purpose::Enrol, self.founding.server, Some(device), &payload);
        let mut request = EnrolRequest {
            protocol: PROTOCOL,
            code: invitation.code.to_string(),
            device,
            device_name: "PC thử".into(),
            alg: KeyAlg::Ed25519,
            proof: self.key.sign(&signed).as_ref().to_vec(),
            public_key,
        };
        change(&mut request);
        self.post("/v1/enrol", "", &congdoan_wire::encode(&request))
    }

    /// A new invitation of the same desk.
    pub fn invite(&self) -> InvitationText {
        self.invite_to(GrantId::of(PERSON, UNIT, Role::Officer.as_str()))
    }

    pub fn invite_to(&self, grant: GrantId) -> InvitationText {
        let mut tx = self.founding.store.begin_write().unwrap();
        let line = self
            .founding
            .invite(tx.as_mut(), Invitee::Desk(grant), self.now())
            .unwrap();
        tx.commit().unwrap();
        InvitationText::parse(&line).unwrap()
    }

    pub fn now(&self) -> Instant {
        Instant(self.clock.load(SeqCst))
    }

    /// Listens for wake-ups with a token; lines come until the server ends the stream.
    pub fn listen(&self, token: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(self.asked()).unwrap();
        stream
            .set_read_timeout(Some(std::time::Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
        )
        .unwrap();
        let mut lines = BufReader::new(stream);
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.contains("200"), "{line}");
        while line.trim() != "" {
            line.clear();
            lines.read_line(&mut line).unwrap();
        }
        lines
    }

    pub fn challenge(&self, device: DeviceId) -> Vec<u8> {
        let request = congdoan_wire::encode(&ChallengeRequest { device });
        let (status, answer) = self.post("/v1/challenge", "", &request);
        assert_eq!(status, 200);
        codec::decode::<Challenge>(&answer, 1_000).unwrap().nonce
    }

    pub fn session(&self, device: DeviceId, nonce: &[u8]) -> (u16, Vec<u8>) {
        let signed = message(Purpose::SyncChallenge, self.founding.server, Some(device), nonce);
        let request = SessionRequest {
            device,
            nonce: nonce.to_vec(),
            signature: self.key.sign(&signed).as_ref().to_vec(),
        };
        self.post("/v1/session", "", &congdoan_wire::encode(&request))
    }

    pub fn token(&self) -> String {
        self.token_of(DEVICE)
    }

    pub fn token_of(&self, device: DeviceId) -> String {
        let (status, answer) = self.session(device, &self.challenge(device));
        assert_eq!(status, 200);
        codec::decode::<Session>(&answer, 1_000).unwrap().token
    }

    pub fn sync(&self, token: &str, change: impl FnOnce(&mut SyncRequest)) -> (u16, Vec<u8>) {
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

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, SeqCst);
    }
}

pub fn refusal((status, answer): (u16, Vec<u8>)) -> (u16, String) {
    (status, codec::decode::<Failure>(&answer, 1_000).unwrap().code)
}

/// The next line that says something: the scopes of a wake-up, or nothing at the stream's end. Panics if neither comes.
pub fn heard(lines: &mut BufReader<TcpStream>) -> Option<String> {
    // Heartbeats (one in ten seconds) keep the socket's own timeout from ever running out.
    for _ in 0..12 {
        let mut line = String::new();
        if lines.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        // Chunk sizes and heartbeats stand between.
        match line.strip_prefix("data:") {
            Some(data) => return Some(data.trim().to_owned()),
            None if line.trim() == "0" => return None,
            None => {}
        }
    }
    panic!("nobody was woken");
}

pub fn answer(stream: &mut TcpStream) -> (u16, String, Vec<u8>) {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    (head[9..12].parse().unwrap(), head, answer[end + 4..].to_vec())
}

/// A sync at one of several servers, from any thread; the answer's status.
pub fn sync_at(address: SocketAddr, token: &str, commands: Vec<congdoan_wire::CommandMsg>) -> u16 {
    let request = SyncRequest {
        protocol: PROTOCOL,
        schema: 1,
        incarnation: None,
        commands,
        cursors: vec![],
        waiting: vec![],
        budget: 1 << 20,
    };
    let body = congdoan_wire::encode(&request);
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST /v1/sync HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    stream.write_all(&body).unwrap();
    answer(&mut stream).0
}
