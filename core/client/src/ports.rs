//! What the core asks of the platform (law 10).

use congdoan_domain::Instant;
use congdoan_domain::device::KeyAlg;
use std::sync::Arc;

pub trait Clock: Send + Sync {
    /// The device's wall clock; it may be wrong by a year.
    fn now(&self) -> Instant;

    /// Time that nobody can set.
    fn steady(&self) -> Steady;
}

/// A reading of a clock that only grows and that nobody can set. Two readings compare only within one `run`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Steady {
    /// Which start of the machine (or of the program, where the machine does not tell) this counts from.
    pub run: u64,
    /// Milliseconds since then.
    pub ms: i64,
}

impl Steady {
    /// Milliseconds since an earlier reading; none when it was taken in another run.
    pub fn since(self, before: Self) -> Option<i64> {
        (self.run == before.run).then(|| (self.ms - before.ms).max(0))
    }
}

/// The platform's own key store (Windows Credential Manager, macOS Keychain, Secret Service).
pub trait Secrets: Send + Sync {
    /// # Errors
    /// The key store does not answer or refuses.
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), NoKeychain>;

    /// None: the key store is there and knows no such secret.
    ///
    /// # Errors
    /// The key store does not answer or refuses.
    fn get(&self, name: &str) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, NoKeychain>;

    /// # Errors
    /// The key store does not answer or refuses.
    fn forget(&self, name: &str) -> Result<(), NoKeychain>;
}

/// Why the platform's key store cannot be used; for the log, never with a secret in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the platform's key store cannot be used: {0}")]
pub struct NoKeychain(pub String);

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
    /// None: homes made here keep their key by a PIN or in a file of their own.
    pub secrets: Option<Arc<dyn Secrets>>,
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
