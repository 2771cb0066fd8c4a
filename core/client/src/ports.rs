//! What the core asks of the platform (law 10).

use congdoan_domain::Instant;
use congdoan_domain::device::KeyAlg;
use std::sync::Arc;

pub trait Clock: Send + Sync {
    /// The device's wall clock; it may be wrong by a year.
    fn now(&self) -> Instant;
}

pub trait Random: Send + Sync {
    /// Fills with cryptographically strong random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// Holds the device's private key. The core never sees its bytes: on phones it lives in hardware.
pub trait Signer: Send + Sync {
    fn alg(&self) -> KeyAlg;
    fn public_key(&self) -> Vec<u8>;
    /// # Errors
    /// The platform refuses (locked, key gone).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String>;
}

/// An answer of the server.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// The server could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    #[error("no answer from the server")]
    Unreachable,
    /// The other side is not the server of the invitation.
    #[error("the server's certificate is not the expected one")]
    NotTheServer,
    /// Plain HTTP beyond this machine, and nobody asked for it.
    #[error("the way to the server is not encrypted")]
    NotEncrypted,
    #[error("cancelled")]
    Cancelled,
}

pub trait Transport: Send + Sync {
    /// # Errors
    /// No answer.
    fn post(&self, path: &str, token: Option<&str>, body: &[u8]) -> Result<Reply, TransportError>;

    /// Streams a body from byte `from` on; `sink` returns false to stop.
    ///
    /// # Errors
    /// No answer, or cut short.
    fn get(&self, path: &str, from: u64, sink: &mut dyn FnMut(&[u8]) -> bool) -> Result<u16, TransportError>;

    /// Listens for wake-ups until the stream ends or `event` returns false.
    ///
    /// # Errors
    /// The stream could not be opened.
    fn events(&self, token: &str, event: &mut dyn FnMut(&str) -> bool) -> Result<(), TransportError>;
}

/// Opens the way to a server.
pub trait Connect: Send + Sync {
    /// # Errors
    /// The address or the pin cannot be used.
    fn connect(
        &self,
        address: &str,
        tls: &congdoan_wire::invitation::TlsTrust,
    ) -> Result<Arc<dyn Transport>, TransportError>;
}

/// Everything a client needs from outside.
#[derive(Clone)]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub connect: Arc<dyn Connect>,
}

impl Ports {
    /// A new UUIDv7 (RFC 9562 section 5.7) from the ports' clock and randomness.
    pub fn id(&self) -> uuid::Uuid {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        let ms = u64::try_from(self.clock.now().0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
    }

    pub fn jitter(&self) -> u32 {
        let mut random = [0; 4];
        self.random.fill(&mut random);
        u32::from_be_bytes(random)
    }
}
