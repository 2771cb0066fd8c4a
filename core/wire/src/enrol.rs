//! `POST /v1/enrol`: an invitation code and a new key become a device.

use crate::Signed;
use congdoan_domain::device::KeyAlg;
use congdoan_domain::{DeviceId, Instant, PersonId, UnitId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrolRequest {
    pub protocol: u16,
    /// As typed; the server keeps only its hash.
    pub code: String,
    /// Chosen by the device, so that a lost answer can be asked for again.
    pub device: DeviceId,
    pub device_name: String,
    pub alg: KeyAlg,
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
    /// The device's signature over the code's invitation id, purpose `enrol`: it holds the key.
    #[serde(with = "serde_bytes")]
    pub proof: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrolResponse {
    pub server: Uuid,
    pub server_name: String,
    pub person: PersonId,
    pub person_name: String,
    pub unit: UnitId,
    /// [`DeviceCertificate`], signed by the server's certificate key.
    pub certificate: Signed,
    /// [`crate::TrustDocument`], signed by the root whose fingerprint the invitation carries.
    pub trust: Signed,
    pub server_time: Instant,
}

/// What the server vouches for: this key is this device of this person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceCertificate {
    pub server: Uuid,
    pub device: DeviceId,
    pub person: PersonId,
    pub alg: KeyAlg,
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
    pub issued_at: Instant,
}
