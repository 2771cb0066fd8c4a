//! Session tokens: the device and the end of their life, under a MAC. Stateless, so any server process reads them;
//! what they allow is looked up at every request.

use super::frame::Refused;
use super::{Doors, Shared};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use congdoan_domain::{DeviceId, Instant};
use congdoan_wire::hex;
use congdoan_wire::session::TOKEN_SECONDS;
use ring::hmac;
use uuid::Uuid;

const LENGTH: usize = 16 + 8 + 32;

pub fn issue(doors: &Doors, device: DeviceId, now: Instant) -> (String, Instant) {
    let end = now.plus_ms(TOKEN_SECONDS * 1_000);
    let mut bytes = device.0.as_bytes().to_vec();
    bytes.extend_from_slice(&end.0.to_be_bytes());
    let tag = hmac::sign(&doors.token_secret, &bytes);
    bytes.extend_from_slice(tag.as_ref());
    (hex::encode(&bytes), end)
}

/// The device behind a request, and until when its token says so. Looked at before the body is read: a stranger's
/// megabytes are not taken in.
pub struct Proven {
    pub device: DeviceId,
    pub until: Instant,
}

impl FromRequestParts<Shared> for Proven {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Shared) -> Result<Self, Refused> {
        proven(doors, &parts.headers, (doors.clock)())
    }
}

/// The device of a request, if its token is genuine and alive.
fn proven(doors: &Doors, headers: &HeaderMap, now: Instant) -> Result<Proven, Refused> {
    let needed = || Refused::new(StatusCode::UNAUTHORIZED, "session_needed");
    let text = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    let bytes = text
        .filter(|text| text.len() == 2 * LENGTH)
        .and_then(hex::decode)
        .ok_or_else(needed)?;
    let (claims, tag) = bytes.split_at(24);
    hmac::verify(&doors.token_secret, claims, tag).map_err(|_| needed())?;
    let end = i64::from_be_bytes(claims[16..24].try_into().expect("eight bytes"));
    if now.0 >= end {
        return Err(Refused::new(StatusCode::UNAUTHORIZED, "session_expired"));
    }
    Ok(Proven {
        device: DeviceId(Uuid::from_slice(&claims[..16]).expect("sixteen bytes")),
        until: Instant(end),
    })
}
