//! The card as bytes and as QR text.
//!
//! A CWT (RFC 8392) in a tagged COSE_Sign1 (RFC 9052), EdDSA, base45 (RFC 9285) after the prefix `CDS1:`, all of it in
//! QR's alphanumeric letters. Not compressed: on 280 bytes that only adds. Encoding is deterministic (RFC 8949, 4.2.1
//! lengths; claims in one fixed order), so the same card and key give the same token.
//!
//! Claims: iss (1) last 12 hex digits of the server's id · sub (2) card id, 32 hex digits · exp (4), iat (6) in seconds ·
//! and of the private range: −65537 name · −65538 number · −65539 unit id · −65540 unit name.

use super::key::{KeyCheck, Kid};
use crate::{CardId, Date, Instant, UnitId};
use coset::cbor::value::Value;
use coset::cwt::{ClaimName, ClaimsSet, ClaimsSetBuilder, Timestamp};
use coset::iana::Algorithm;
use coset::{
    Algorithm as Alg, CborSerializable, CoseSign1, CoseSign1Builder, HeaderBuilder, TaggedCborSerializable,
};
use uuid::Uuid;

/// What every card text begins with.
pub const PREFIX: &str = "CDS1:";
/// Bytes of name, number and unit name together that still fit a QR code of version 15, level M.
pub const QR_TEXT_BYTES: usize = 204;
/// A token is never longer; a longer one is not read.
pub const MAX_BYTES: usize = 1_400;

const NAME: i64 = -65_537;
const NUMBER: i64 = -65_538;
const UNIT: i64 = -65_539;
const UNIT_NAME: i64 = -65_540;

/// What a card says. Times are seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Which server issued it; see [`Claims::issuer_of`].
    pub issuer: String,
    pub card: CardId,
    pub name: String,
    pub number: Option<String>,
    pub unit: UnitId,
    pub unit_name: String,
    pub issued_at: i64,
    /// The first second in which it is no longer good.
    pub expires_at: i64,
}

impl Claims {
    /// The short form of a server's id.
    pub fn issuer_of(server: Uuid) -> String {
        server.simple().to_string()[20..].to_owned()
    }

    /// The last day on which the card is good.
    pub fn expires_on(&self) -> Date {
        Instant(self.expires_at.saturating_mul(1000).saturating_sub(1)).date()
    }

    pub fn issued(&self) -> Instant {
        Instant(self.issued_at.saturating_mul(1000))
    }

    fn payload(&self) -> Vec<u8> {
        let mut set = ClaimsSetBuilder::new()
            .issuer(self.issuer.clone())
            .subject(self.card.0.simple().to_string())
            .expiration_time(Timestamp::WholeSeconds(self.expires_at))
            .issued_at(Timestamp::WholeSeconds(self.issued_at))
            .private_claim(NAME, Value::Text(self.name.clone()));
        if let Some(number) = &self.number {
            set = set.private_claim(NUMBER, Value::Text(number.clone()));
        }
        set.private_claim(UNIT, Value::Bytes(self.unit.0.as_bytes().to_vec()))
            .private_claim(UNIT_NAME, Value::Text(self.unit_name.clone()))
            .build()
            .to_vec()
            .expect("writing CBOR to memory cannot fail")
    }

    fn read(payload: &[u8]) -> Result<Self, Malformed> {
        let set = ClaimsSet::from_slice(payload).map_err(|_| Malformed::Claims)?;
        let (mut name, mut number, mut unit, mut unit_name) = (None, None, None, None);
        for (key, value) in set.rest {
            let ClaimName::PrivateUse(key) = key else { continue };
            match (key, value) {
                (NAME, Value::Text(text)) => name = Some(text),
                (NUMBER, Value::Text(text)) => number = Some(text),
                (UNIT_NAME, Value::Text(text)) => unit_name = Some(text),
                (UNIT, Value::Bytes(bytes)) => {
                    unit = Some(Uuid::from_slice(&bytes).map_err(|_| Malformed::Claim("unit"))?);
                }
                (NAME | NUMBER | UNIT_NAME | UNIT, _) => return Err(Malformed::Claim("type")),
                _ => {} // of a newer version
            }
        }
        Ok(Self {
            issuer: text("iss", set.issuer, 12)?,
            card: set
                .subject
                .filter(|sub| sub.len() == 32)
                .and_then(|sub| Uuid::try_parse(&sub).ok())
                .map(CardId)
                .ok_or(Malformed::Claim("sub"))?,
            name: text("name", name, 100)?,
            number: number
                .map(|number| text("number", Some(number), 30))
                .transpose()?,
            unit: unit.map(UnitId).ok_or(Malformed::Claim("unit"))?,
            unit_name: text("unit name", unit_name, 200)?,
            issued_at: seconds("iat", set.issued_at)?,
            expires_at: seconds("exp", set.expiration_time)?,
        })
    }
}

/// Why bytes or a text are not a card. None of these says anything about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("not a card: the text does not begin with CDS1:")]
    Prefix,
    #[error("too long for a card: {0} characters or bytes")]
    TooLong(usize),
    #[error("damaged: not base45")]
    Base45,
    #[error("damaged: not a COSE_Sign1 message")]
    Envelope,
    #[error("signed in a way that cards are not signed ({0})")]
    Header(&'static str),
    #[error("damaged: the claims cannot be read")]
    Claims,
    #[error("the claim {0} is missing or malformed")]
    Claim(&'static str),
}

/// A card that was read, but not yet checked: see [`Token::check`].
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kid: Kid,
    pub claims: Claims,
    /// The bytes under the signature (Sig_structure of RFC 9052, 4.4).
    message: Vec<u8>,
    signature: Vec<u8>,
}

/// Signs claims: the token as bytes. `sign` makes an Ed25519 signature with the key whose id is `kid`.
pub fn issue(claims: &Claims, kid: Kid, sign: &mut dyn FnMut(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let protected = HeaderBuilder::new()
        .algorithm(Algorithm::EdDSA)
        .key_id(kid.to_vec())
        .build();
    CoseSign1Builder::new()
        .protected(protected)
        .payload(claims.payload())
        .create_signature(b"", |message| sign(message))
        .build()
        .to_tagged_vec()
        .expect("writing CBOR to memory cannot fail")
}

/// The token as the text of a QR code (alphanumeric mode).
pub fn to_text(token: &[u8]) -> String {
    format!("{PREFIX}{}", base45::encode(token))
}

/// Reads a card text; white space around it does not matter.
///
/// # Errors
/// What is wrong with it.
pub fn parse_text(text: &str) -> Result<Token, Malformed> {
    let text = text.trim();
    if text.len() > PREFIX.len() + MAX_BYTES / 2 * 3 {
        return Err(Malformed::TooLong(text.len()));
    }
    let letters = text.strip_prefix(PREFIX).ok_or(Malformed::Prefix)?;
    let bytes = base45::decode(letters).map_err(|_| Malformed::Base45)?;
    parse(&bytes)
}

/// Reads a token.
///
/// # Errors
/// What is wrong with it.
pub fn parse(bytes: &[u8]) -> Result<Token, Malformed> {
    if bytes.len() > MAX_BYTES {
        return Err(Malformed::TooLong(bytes.len()));
    }
    let sign1 = CoseSign1::from_tagged_slice(bytes).map_err(|_| Malformed::Envelope)?;
    if !sign1.unprotected.is_empty() {
        return Err(Malformed::Header("unsigned header")); // nothing outside the signature
    }
    let header = &sign1.protected.header;
    if header.alg != Some(Alg::Assigned(Algorithm::EdDSA)) {
        return Err(Malformed::Header("algorithm"));
    }
    if !header.crit.is_empty() {
        return Err(Malformed::Header("critical header"));
    }
    let kid = Kid::try_from(header.key_id.as_slice()).map_err(|_| Malformed::Header("key id"))?;
    if sign1.signature.len() != 64 {
        return Err(Malformed::Header("signature length"));
    }
    let payload = sign1.payload.as_deref().ok_or(Malformed::Claims)?;
    Ok(Token {
        kid,
        claims: Claims::read(payload)?,
        message: sign1.tbs_data(b""),
        signature: sign1.signature,
    })
}

/// Who can say whether a key signed a message: key id, message, signature.
pub type Verify<'a> = dyn FnMut(&Kid, &[u8], &[u8]) -> KeyCheck + 'a;

impl Token {
    /// Asks `verify(kid, message, signature)` about the signature. [`super::UnitKeys::check`] is the usual answerer; it
    /// also looks whether the key is that unit's own.
    pub fn check(&self, verify: &mut Verify<'_>) -> KeyCheck {
        verify(&self.kid, &self.message, &self.signature)
    }
}

fn text(claim: &'static str, value: Option<String>, max: usize) -> Result<String, Malformed> {
    value
        .filter(|text| !text.is_empty() && text.chars().count() <= max && !text.chars().any(char::is_control))
        .ok_or(Malformed::Claim(claim))
}

fn seconds(claim: &'static str, value: Option<Timestamp>) -> Result<i64, Malformed> {
    match value {
        Some(Timestamp::WholeSeconds(seconds)) if (0..=253_402_300_799).contains(&seconds) => Ok(seconds),
        _ => Err(Malformed::Claim(claim)),
    }
}

#[cfg(test)]
mod tests;
