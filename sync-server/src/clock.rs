//! The server's clock and randomness, as arguments (law 10).

use congdoan_domain::Instant;
use ring::rand::{SecureRandom, SystemRandom};
use std::sync::Arc;

pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// The machine's clock.
#[allow(clippy::disallowed_methods, reason = "this is the Clock port")]
pub fn system() -> Clock {
    Arc::new(|| {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

/// The operating system's randomness.
#[allow(clippy::disallowed_methods, reason = "this is the Random port")]
pub fn source() -> SystemRandom {
    SystemRandom::new()
}

/// `N` random bytes.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    source()
        .fill(&mut bytes)
        .expect("the operating system has randomness");
    bytes
}

/// A random id (RFC 9562, version 4).
pub fn random_id() -> uuid::Uuid {
    uuid::Builder::from_random_bytes(random()).into_uuid()
}
