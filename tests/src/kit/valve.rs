//! A valve in the line between a client and its server: lets so many bytes of pack segments through, then the line is
//! dead until it is opened further.

use congdoan_client::ports::{Connect, Ports, Reply, Transport, TransportError};
use congdoan_wire::invitation::TlsTrust;
use std::sync::{Arc, Mutex, PoisonError};

/// A segment that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    /// From which byte on.
    pub from: u64,
    /// Bytes that came through.
    pub bytes: u64,
}

#[derive(Default)]
struct State {
    left: u64,
    asked: Vec<Asked>,
}

#[derive(Clone)]
pub struct Valve {
    inner: Arc<dyn Connect>,
    state: Arc<Mutex<State>>,
}

impl Valve {
    /// The ports with a shut valve in them.
    pub fn into(ports: &mut Ports) -> Self {
        let valve = Self {
            inner: ports.connect.clone(),
            state: Arc::default(),
        };
        ports.connect = Arc::new(valve.clone());
        valve
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets this many more bytes of segments through.
    pub fn open(&self, bytes: u64) {
        let mut state = self.state();
        state.left = state.left.saturating_add(bytes);
    }

    /// Lets nothing through any more.
    pub fn shut(&self) {
        self.state().left = 0;
    }

    /// What was asked for since the last call.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state().asked)
    }
}

impl Connect for Valve {
    fn connect(&self, address: &str, tls: &TlsTrust) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(Arc::new(Line {
            valve: self.clone(),
            line: self.inner.connect(address, tls)?,
        }))
    }
}

struct Line {
    valve: Valve,
    line: Arc<dyn Transport>,
}

impl Transport for Line {
    fn post(&self, path: &str, token: Option<&str>, body: &[u8]) -> Result<Reply, TransportError> {
        self.line.post(path, token, body)
    }

    fn get(&self, path: &str, from: u64, sink: &mut dyn FnMut(&[u8]) -> bool) -> Result<u16, TransportError> {
        if !path.starts_with("/v1/packs/segments/") {
            return self.line.get(path, from, sink);
        }
        let (mut through, mut shut, mut stopped) = (0, false, false);
        let result = self.line.get(path, from, &mut |part| {
            let mut state = self.valve.state();
            let most = usize::try_from(state.left).unwrap_or(usize::MAX).min(part.len());
            state.left -= most as u64;
            through += most as u64;
            drop(state);
            shut = most < part.len();
            stopped = most > 0 && !sink(&part[..most]);
            !shut && !stopped
        });
        self.valve.state().asked.push(Asked {
            path: path.to_owned(),
            from,
            bytes: through,
        });
        if shut && !stopped {
            return Err(TransportError::Unreachable);
        }
        result
    }

    fn events(&self, token: &str, event: &mut dyn FnMut(&str) -> bool) -> Result<(), TransportError> {
        self.line.events(token, event)
    }
}
