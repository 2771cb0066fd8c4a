//! A recorded session, and a line that plays its answers.

use congdoan_client::TlsTrust;
use congdoan_client::ports::{Connect, Reply, Transport, TransportError};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::kit::tap::Exchange;

/// One exchange; the bodies are in files beside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    pub door: String,
    pub status: u16,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recording {
    /// Names the randomness of the session.
    pub name: String,
    /// The clock of both ends, in milliseconds since 1970.
    pub clock: i64,
    pub invitation: String,
    pub steps: Vec<Step>,
    #[serde(skip)]
    pub exchanges: Vec<Exchange>,
}

impl Recording {
    pub fn new(name: &str, clock: i64, invitation: &str, exchanges: Vec<Exchange>) -> Self {
        let step = |exchange: &Exchange| Step {
            door: exchange.door.clone(),
            status: exchange.status,
        };
        Self {
            name: name.to_owned(),
            clock,
            invitation: invitation.trim().to_owned(),
            steps: exchanges.iter().map(step).collect(),
            exchanges,
        }
    }

    pub fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        let json = serde_json::to_string_pretty(self).unwrap() + "\n";
        std::fs::write(folder.join("session.json"), json).unwrap();
        for (n, exchange) in self.exchanges.iter().enumerate() {
            std::fs::write(folder.join(format!("{n:02}.request")), &exchange.request).unwrap();
            std::fs::write(folder.join(format!("{n:02}.answer")), &exchange.answer).unwrap();
        }
    }

    pub fn read(folder: &Path) -> Self {
        let json = std::fs::read(folder.join("session.json")).unwrap();
        let mut recording: Self = serde_json::from_slice(&json).unwrap();
        for (n, step) in recording.steps.iter().enumerate() {
            let body = |ending: &str| std::fs::read(folder.join(format!("{n:02}.{ending}"))).unwrap();
            recording.exchanges.push(Exchange {
                door: step.door.clone(),
                request: body("request"),
                status: step.status,
                answer: body("answer"),
            });
        }
        recording
    }
}

/// Answers each door with what was recorded for it, in the order of the recording; no network behind it.
#[derive(Clone)]
pub struct Playback(Arc<Mutex<Vec<Exchange>>>);

impl Playback {
    pub fn of(recording: &Recording) -> Self {
        Self(Arc::new(Mutex::new(recording.exchanges.clone())))
    }

    /// What nobody asked for.
    pub fn left(&self) -> Vec<String> {
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        left.iter().map(|exchange| exchange.door.clone()).collect()
    }

    fn next(&self, door: &str) -> Result<Exchange, TransportError> {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = left
            .iter()
            .position(|exchange| exchange.door == door)
            .ok_or(TransportError::Unreachable)?;
        Ok(left.remove(at))
    }
}

impl Connect for Playback {
    fn connect(&self, _: &str, _: &TlsTrust) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(Arc::new(self.clone()))
    }
}

impl Transport for Playback {
    fn post(&self, path: &str, _: Option<&str>, _: &[u8]) -> Result<Reply, TransportError> {
        let found = self.next(&format!("POST {path}"))?;
        Ok(Reply {
            status: found.status,
            body: found.answer,
        })
    }

    fn get(&self, path: &str, _: u64, sink: &mut dyn FnMut(&[u8]) -> bool) -> Result<u16, TransportError> {
        let found = self.next(&format!("GET {path}"))?;
        if sink(&found.answer) {
            Ok(found.status)
        } else {
            Err(TransportError::Cancelled)
        }
    }

    fn events(&self, _: &str, _: &mut dyn FnMut(&str) -> bool) -> Result<(), TransportError> {
        Err(TransportError::Unreachable)
    }
}
