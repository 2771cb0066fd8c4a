//! The invented ids, times and keys of the golden files. They never change: signatures hang on them.

use congdoan_domain::*;
use ring::signature::{Ed25519KeyPair, KeyPair};
use uuid::Uuid;

/// Monday 23/11/2026, 14:05 in Việt Nam.
pub const NOW: Instant = Instant(1_795_417_500_000);
pub const SERVER: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
pub const PROVINCE: UnitId = UnitId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0010));
pub const BRANCH: UnitId = UnitId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0011));
pub const SHOP: UnitId = UnitId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0012));
pub const HUNG: PersonId = PersonId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0020));
pub const LAN: PersonId = PersonId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0021));
pub const PHONE: DeviceId = DeviceId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0030));
pub const SURVEY: SurveyId = SurveyId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0040));
pub const OFFER: OfferId = OfferId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0050));
pub const COMMAND: CommandId = CommandId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0060));

pub fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// An Ed25519 key pair from one number (RFC 8032: signing is deterministic).
pub fn key(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("32 bytes")
}

pub fn public(seed: u8) -> Vec<u8> {
    key(seed).public_key().as_ref().to_vec()
}

pub fn sign(seed: u8, message: &[u8]) -> Vec<u8> {
    key(seed).sign(message).as_ref().to_vec()
}
