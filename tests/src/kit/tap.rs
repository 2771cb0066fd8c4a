//! A tap in the line between a client and its server: records what passes, and may change it.

use congdoan_client::ports::{Connect, Ports, Reply, Transport, TransportError};

use congdoan_wire::invitation::TlsTrust;
use std::sync::{Arc, Mutex, PoisonError};

/// One exchange as it passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// `POST /v1/sync`, `GET /v1/packs/law/manifest`.
    pub door: String,
    pub request: Vec<u8>,
    pub status: u16,
    pub answer: Vec<u8>,
}

/// Changes a body on its way; the door is given, as in [`Exchange`].
pub type Change = Arc<dyn Fn(&str, Vec<u8>) -> Vec<u8> + Send + Sync>;

#[derive(Clone)]
pub struct Tap {
    inner: Arc<dyn Connect>,
    passed: Arc<Mutex<Vec<Exchange>>>,
    up: Change,
    down: Change,
}

impl Tap {
    /// The ports with a tap in them that changes nothing.
    pub fn into(ports: &mut Ports) -> Self {
        Self::changing(ports, Arc::new(|_, body| body), Arc::new(|_, body| body))
    }

    /// The same, with requests changed by `up` and answers by `down`.
    pub fn changing(ports: &mut Ports, up: Change, down: Change) -> Self {
        let tap = Self {
            inner: ports.connect.clone(),
            passed: Arc::default(),
            up,
            down,
        };
        ports.connect = Arc::new(tap.clone());
        tap
    }

    pub fn passed(&self) -> Vec<Exchange> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, exchange: Exchange) {
        self.passed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(exchange);
    }
}

impl Connect for Tap {
    fn connect(&self, address: &str, tls: &TlsTrust) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(Arc::new(Tapped {
            tap: self.clone(),
            line: self.inner.connect(address, tls)?,
        }))
    }
}

struct Tapped {
    tap: Tap,
    line: Arc<dyn Transport>,
}

impl Transport for Tapped {
    fn post(&self, path: &str, token: Option<&str>, body: &[u8]) -> Result<Reply, TransportError> {
        let door = format!("POST {path}");
        let request = (self.tap.up)(&door, body.to_vec());
        let mut reply = self.line.post(path, token, &request)?;
        reply.body = (self.tap.down)(&door, reply.body);
        self.tap.note(Exchange {
            door,
            request,
            status: reply.status,
            answer: reply.body.clone(),
        });
        Ok(reply)
    }

    fn get(&self, path: &str, from: u64, sink: &mut dyn FnMut(&[u8]) -> bool) -> Result<u16, TransportError> {
        let mut answer = vec![];
        let status = self.line.get(path, from, &mut |part| {
            answer.extend_from_slice(part);
            true
        })?;
        let door = format!("GET {path}");
        let answer = (self.tap.down)(&door, answer);
        self.tap.note(Exchange {
            door,
            request: from.to_be_bytes().to_vec(),
            status,
            answer: answer.clone(),
        });
        if sink(&answer) {
            Ok(status)
        } else {
            Err(TransportError::Cancelled)
        }
    }

    fn events(&self, token: &str, event: &mut dyn FnMut(&str) -> bool) -> Result<(), TransportError> {
        self.line.events(token, event)
    }
}
