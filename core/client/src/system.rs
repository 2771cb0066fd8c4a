//! The ports on a desktop: the system's clock and randomness, HTTP, keys in a vault.

use crate::http::Http;
use crate::ports::{Clock, Connect, Ports, Random, Signer, Steady, Transport, TransportError};
use congdoan_domain::Instant;
use congdoan_domain::device::KeyAlg;
use congdoan_wire::invitation::TlsTrust;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::sync::Arc;

pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the Clock port")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn steady(&self) -> Steady {
        since_boot().unwrap_or_else(since_start)
    }
}

/// Since the machine was started, sleep included: the same for every program, and a program's restart changes nothing.
fn since_boot() -> Option<Steady> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let (seconds, hundredths) = uptime.split_whitespace().next()?.split_once('.')?;
    let seconds: i64 = seconds.parse().ok()?;
    let hundredths: i64 = hundredths.parse().ok()?;
    Some(Steady {
        run: uuid::Uuid::parse_str(boot.trim()).ok()?.as_u64_pair().0,
        ms: seconds * 1_000 + hundredths * 10,
    })
}

/// Since this program first asked, where the machine's own count cannot be read.
#[allow(clippy::disallowed_methods, reason = "this is the Clock port")]
fn since_start() -> Steady {
    static START: std::sync::OnceLock<(u64, std::time::Instant)> = std::sync::OnceLock::new();
    let (run, start) = START.get_or_init(|| {
        let mut run = [0; 8];
        OsRandom(system_random()).fill(&mut run);
        (u64::from_be_bytes(run), std::time::Instant::now())
    });
    Steady {
        run: *run,
        ms: i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX),
    }
}

/// The operating system's randomness.
#[allow(clippy::disallowed_methods, reason = "this is the Random port")]
fn system_random() -> SystemRandom {
    SystemRandom::new()
}

pub struct OsRandom(SystemRandom);

impl Random for OsRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes).expect("the operating system has randomness");
    }
}

struct HttpConnect {
    insecure: bool,
}

impl Connect for HttpConnect {
    fn connect(&self, address: &str, tls: &TlsTrust) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(Arc::new(Http::new(address, tls, self.insecure)?))
    }
}

/// The desktop's ports. `insecure`: plain HTTP also beyond loopback, only at a person's explicit wish.
pub fn ports(insecure: bool) -> Ports {
    Ports {
        clock: Arc::new(SystemClock),
        random: Arc::new(OsRandom(system_random())),
        connect: Arc::new(HttpConnect { insecure }),
        secrets: None,
    }
}

/// As [`ports`], and new homes keep their key in the platform's key store where there is one.
#[cfg(feature = "keychain")]
pub fn desktop_ports() -> Ports {
    Ports {
        secrets: Some(Arc::new(crate::keychain::PlatformKeychain)),
        ..ports(false)
    }
}

/// An Ed25519 key in memory, from its PKCS#8 document (RFC 8410).
pub struct SoftwareKey(Ed25519KeyPair);

impl SoftwareKey {
    /// A new key, as PKCS#8.
    pub fn generate() -> Vec<u8> {
        Ed25519KeyPair::generate_pkcs8(&system_random())
            .expect("the operating system has randomness")
            .as_ref()
            .to_vec()
    }

    /// # Errors
    /// Not an Ed25519 key.
    pub fn from_pkcs8(document: &[u8]) -> Result<Self, String> {
        Ed25519KeyPair::from_pkcs8(document)
            .map(Self)
            .map_err(|e| e.to_string())
    }
}

impl Signer for SoftwareKey {
    fn alg(&self) -> KeyAlg {
        KeyAlg::Ed25519
    }
    fn public_key(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}
