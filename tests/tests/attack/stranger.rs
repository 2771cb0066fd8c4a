//! A hostile client: bytes over a socket and keys of its own. Nothing of our client library is in it; honest parts
//! (an enrolment, a good signature) are made by hand from the wire's types.

use congdoan_domain::device::KeyAlg;
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::{Command, CommandId, DeviceId, PersonId, Scope, UnitId};
use congdoan_tests::kit::Office;
use congdoan_wire::enrol::{EnrolRequest, EnrolResponse};
use congdoan_wire::invitation::InvitationText;
use congdoan_wire::session::{Challenge, ChallengeRequest, Session, SessionRequest};
use congdoan_wire::{
    CommandMsg, Cursor, Failure, PROTOCOL, ReceiptOutcome, SCHEMA, SyncRequest, SyncResponse, WireRow, codec,
};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::Duration;
use uuid::Uuid;

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The word of a refusal; empty if the body is none.
    pub fn code(&self) -> String {
        codec::decode::<Failure>(&self.body, 4_096).map_or_else(|_| String::new(), |failure| failure.code)
    }

    pub fn refusal(&self) -> (u16, String) {
        (self.status, self.code())
    }
}

fn connect(office: &Office) -> TcpStream {
    let stream = TcpStream::connect(office.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

/// `line` is a method and a path, sent as they are.
pub fn ask(office: &Office, line: &str, headers: &str, body: &[u8]) -> Answer {
    let mut stream = connect(office);
    let length = body.len();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
    );
    // A server that has heard enough may hang up while we still send.
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("{line}: no answer but {:?}", String::from_utf8_lossy(&answer)));
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    Answer {
        status: head[9..12].parse().unwrap(),
        head,
        body: answer[end + 4..].to_vec(),
    }
}

/// Whether the server still answers.
pub fn assert_alive(office: &Office) {
    assert_eq!(ask(office, "GET /v1/health", "", b"").status, 200);
}

pub fn server_of(office: &Office) -> Uuid {
    let about = ask(office, "GET /v1/server", "", b"").body;
    let about: serde_json::Value = serde_json::from_slice(&about).unwrap();
    about["server"].as_str().unwrap().parse().unwrap()
}

pub fn key(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn device(seed: u8) -> DeviceId {
    DeviceId(Uuid::from_u128(0x0bad_0000 + u128::from(seed)))
}

/// An enrolment made by hand; `change` spoils it.
pub fn enrol(office: &Office, line: &str, seed: u8, change: impl FnOnce(&mut EnrolRequest)) -> Answer {
    let invitation = InvitationText::parse(line).unwrap();
    let (key, device) = (key(seed), device(seed));
    let public_key = key.public_key().as_ref().to_vec();
    let payload = [invitation.code.invitation().0.as_bytes().as_slice(), &public_key].concat();
    let bytes = message(Purpose::Enrol, server_of(office), Some(device), &payload);
    let mut request = EnrolRequest {
        protocol: PROTOCOL,
        code: invitation.code.to_string(),
        device,
        device_name: "máy lạ".into(),
        alg: KeyAlg::Ed25519,
        proof: key.sign(&bytes).as_ref().to_vec(),
        public_key,
    };
    change(&mut request);
    ask(office, "POST /v1/enrol", "", &codec::encode(&request))
}

/// A device that was let in by a real invitation and speaks for itself from there.
pub struct Stranger<'o> {
    pub office: &'o Office,
    pub key: Ed25519KeyPair,
    pub server: Uuid,
    pub device: DeviceId,
    pub person: PersonId,
    pub unit: UnitId,
}

/// All that a device may read, and what became of its commands.
#[derive(Default)]
pub struct Settled {
    pub scopes: BTreeSet<Scope>,
    pub gone: BTreeSet<Scope>,
    pub rows: BTreeMap<(String, Uuid), WireRow>,
    pub outcomes: BTreeMap<CommandId, ReceiptOutcome>,
}

impl<'o> Stranger<'o> {
    /// Enters by an invitation of the sample (`lan`, `lan-2` …).
    pub fn enter(office: &'o Office, invitation: &str, seed: u8) -> Self {
        let answer = enrol(office, &office.invitation(invitation), seed, |_| {});
        assert_eq!(answer.status, 200, "{}", answer.code());
        let response: EnrolResponse = codec::decode(&answer.body, 1 << 20).unwrap();
        Self {
            office,
            key: key(seed),
            server: response.server,
            device: device(seed),
            person: response.person,
            unit: response.unit,
        }
    }

    pub fn sign(&self, purpose: Purpose, payload: &[u8]) -> Vec<u8> {
        let bytes = message(purpose, self.server, Some(self.device), payload);
        self.key.sign(&bytes).as_ref().to_vec()
    }

    pub fn challenge(&self) -> Vec<u8> {
        let request = codec::encode(&ChallengeRequest { device: self.device });
        let answer = ask(self.office, "POST /v1/challenge", "", &request);
        codec::decode::<Challenge>(&answer.body, 1_000).unwrap().nonce
    }

    pub fn session(&self, nonce: &[u8], signature: Vec<u8>) -> Answer {
        let request = SessionRequest {
            device: self.device,
            nonce: nonce.to_vec(),
            signature,
        };
        ask(self.office, "POST /v1/session", "", &codec::encode(&request))
    }

    pub fn token(&self) -> String {
        let nonce = self.challenge();
        let answer = self.session(&nonce, self.sign(Purpose::SyncChallenge, &nonce));
        codec::decode::<Session>(&answer.body, 1_000).unwrap().token
    }

    /// One request to the door of the sync.
    pub fn sync(&self, token: &str, body: &[u8]) -> Answer {
        ask(self.office, "POST /v1/sync", &bearer(token), body)
    }

    /// Reads to the end, beginning with nothing; `change` is done to the first request.
    pub fn settle(&self, change: impl FnOnce(&mut SyncRequest)) -> Settled {
        let token = self.token();
        let (mut settled, mut request) = (Settled::default(), blank());
        change(&mut request);
        loop {
            let answer = self.sync(&token, &codec::encode(&request));
            assert_eq!(answer.status, 200, "{}", answer.code());
            let response: SyncResponse = codec::decode(&answer.body, codec::MAX_UNPACKED).unwrap();
            request
                .waiting
                .extend(request.commands.drain(..).map(|command| command.id));
            request
                .cursors
                .retain(|cursor| !response.gone.contains(&cursor.scope));
            settled.gone.extend(&response.gone);
            for page in response.pages {
                settled.scopes.insert(page.scope);
                let place = request
                    .cursors
                    .iter()
                    .position(|cursor| cursor.scope == page.scope);
                let cursor = Cursor {
                    scope: page.scope,
                    epoch: page.epoch,
                    seq: page.to,
                    floor: page.head,
                    sum: Default::default(),
                };
                match place {
                    Some(at) => request.cursors[at] = cursor,
                    None => request.cursors.push(cursor),
                }
                settled
                    .rows
                    .extend(page.rows.into_iter().map(|row| ((row.kind.clone(), row.id), row)));
            }
            for sum in response.sums {
                let cursor = request
                    .cursors
                    .iter_mut()
                    .find(|cursor| cursor.scope == sum.scope);
                cursor.unwrap().sum = sum.sum;
            }
            if !response.more {
                let receipts = response.receipts.into_iter();
                settled.outcomes = receipts.map(|receipt| (receipt.id, receipt.outcome)).collect();
                return settled;
            }
        }
    }

    /// Sends commands; what became of each, in order: `None` is accepted, else the word of the refusal.
    pub fn send(&self, commands: impl IntoIterator<Item = Command>) -> Vec<Option<String>> {
        let messages: Vec<_> = commands
            .into_iter()
            .map(|command| self.message(&command))
            .collect();
        let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
        let settled = self.settle(|request| request.commands = messages);
        ids.iter()
            .map(|id| match &settled.outcomes[id] {
                ReceiptOutcome::Accepted => None,
                ReceiptOutcome::Rejected(why) => Some(why.code.clone()),
            })
            .collect()
    }

    /// Sends a command that must be taken.
    pub fn does(&self, command: impl Into<Command>) {
        let command = command.into();
        let name = command.name();
        assert_eq!(self.send([command]), [None], "{name}");
    }

    pub fn message(&self, command: &Command) -> CommandMsg {
        CommandMsg::new(fresh_id(), self.office.clock.now(), command)
    }

    /// Listens for wake-ups; lines come until the server ends the stream.
    pub fn listen(&self, token: &str) -> BufReader<TcpStream> {
        let mut stream = connect(self.office);
        let head = format!(
            "GET /v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{}\r\n",
            bearer(token)
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream);
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.contains("200"), "{line}");
        lines
    }
}

pub fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

pub fn blank() -> SyncRequest {
    SyncRequest {
        protocol: PROTOCOL,
        schema: SCHEMA,
        incarnation: None,
        commands: vec![],
        cursors: vec![],
        waiting: vec![],
        budget: 1 << 20,
    }
}

/// An id nobody used before.
pub fn fresh() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128((0xa77a_c000_0000_7000_8000 << 48) + u128::from(NEXT.fetch_add(1, SeqCst)))
}

pub fn fresh_id() -> CommandId {
    CommandId(fresh())
}
