//! Ports that give the same ids and keys at every run: a recorded answer then fits the client that reads it again.

use congdoan_client::ports::{Ports, Random, Signer};
use congdoan_client::system;
use congdoan_domain::device::KeyAlg;
use ring::signature::{Ed25519KeyPair, KeyPair};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::kit::TestClock;

/// Of the device key of a recorded session.
pub const SEED: [u8; 32] = [0x71; 32];

/// SHA-256 of a name and a counter.
struct Counted {
    name: String,
    next: AtomicU64,
}

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let n = self.next.fetch_add(1, Ordering::SeqCst);
            let block = Sha256::new()
                .chain_update(&self.name)
                .chain_update(n.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

struct Key(Ed25519KeyPair);

impl Signer for Key {
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

/// The system's network with a clock and randomness of our own, and the device key.
pub fn fixed(name: &str, clock: &TestClock) -> (Ports, Arc<dyn Signer>) {
    let ports = Ports {
        clock: Arc::new(clock.clone()),
        random: Arc::new(Counted {
            name: name.to_owned(),
            next: AtomicU64::new(0),
        }),
        ..system::ports(false)
    };
    let key = Ed25519KeyPair::from_seed_unchecked(&SEED).expect("32 bytes");
    (ports, Arc::new(Key(key)))
}
