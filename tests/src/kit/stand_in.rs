//! Somebody in the line between a client and its server who answers some doors himself, and notes what was asked.

use congdoan_client::ports::{Connect, Ports, Reply, Transport, TransportError};
use congdoan_wire::Failure;
use congdoan_wire::invitation::TlsTrust;
use std::sync::{Arc, Mutex, PoisonError};

/// The answer at a door (`POST /v1/sync`, `GET /v1/health`), or none: then the server answers.
pub type Answers = Arc<dyn Fn(&str) -> Option<Reply> + Send + Sync>;

#[derive(Clone)]
pub struct StandIn {
    inner: Arc<dyn Connect>,
    answers: Answers,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A failure as the server would put it.
pub fn failure(status: u16, code: &str) -> Reply {
    Reply {
        status,
        body: congdoan_wire::encode(&Failure::new(code)),
    }
}

impl StandIn {
    pub fn into(ports: &mut Ports, answers: Answers) -> Self {
        let stand_in = Self {
            inner: ports.connect.clone(),
            answers,
            asked: Arc::default(),
        };
        ports.connect = Arc::new(stand_in.clone());
        stand_in
    }

    /// How often a door was asked.
    pub fn times(&self, door: &str) -> usize {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().filter(|one| *one == door).count()
    }

    fn answer(&self, door: String) -> Option<Reply> {
        let answer = (self.answers)(&door);
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(door);
        answer
    }
}

impl Connect for StandIn {
    fn connect(&self, address: &str, tls: &TlsTrust) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(Arc::new(Line {
            stand_in: self.clone(),
            line: self.inner.connect(address, tls)?,
        }))
    }
}

struct Line {
    stand_in: StandIn,
    line: Arc<dyn Transport>,
}

impl Transport for Line {
    fn post(&self, path: &str, token: Option<&str>, body: &[u8]) -> Result<Reply, TransportError> {
        match self.stand_in.answer(format!("POST {path}")) {
            Some(reply) => Ok(reply),
            None => self.line.post(path, token, body),
        }
    }

    fn get(&self, path: &str, from: u64, sink: &mut dyn FnMut(&[u8]) -> bool) -> Result<u16, TransportError> {
        match self.stand_in.answer(format!("GET {path}")) {
            Some(reply) => {
                sink(&reply.body);
                Ok(reply.status)
            }
            None => self.line.get(path, from, sink),
        }
    }

    fn events(&self, token: &str, event: &mut dyn FnMut(&str) -> bool) -> Result<(), TransportError> {
        match self.stand_in.answer("GET /v1/events".to_owned()) {
            Some(_) => Err(TransportError::Unreachable),
            None => self.line.events(token, event),
        }
    }
}
