use crate::row::row_body;
use crate::{DeviceId, Instant, InvitationId, PersonId, Scope, UnitId};
use serde::{Deserialize, Serialize};

/// Signature algorithm of a device key (design 4b): phones' hardware keeps P-256 only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyAlg {
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// ECDSA P-256 with SHA-256 (FIPS 186-5), ASN.1 signatures.
    ES256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    Active,
    Ended,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Device {
    pub id: DeviceId,
    pub person: PersonId,
    /// The office that sees it and may end it.
    pub unit: UnitId,
    /// What the person calls it, for example "PC văn phòng".
    pub name: String,
    pub alg: KeyAlg,
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
    pub enrolled_at: Instant,
    pub invitation: InvitationId,
    pub state: DeviceState,
    pub ended_at: Option<Instant>,
    /// For an officer's device: units whose desks see it too, and invite again when none of a desk works any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<UnitId>,
    /// For a device that replaced a lost one: on whose word alone it is the person's. None of them and this device
    /// together are two people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouched_by: Vec<PersonId>,
}

row_body!(Device, DeviceId, "device", Office, |device: &Device| {
    let mut scopes = vec![Scope::Desk(device.unit), Scope::Member(device.person)];
    scopes.extend(device.above.iter().map(|unit| Scope::Desk(*unit)));
    scopes
});
