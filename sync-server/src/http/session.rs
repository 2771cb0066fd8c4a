//! `POST /v1/challenge` and `POST /v1/session`.

use super::body::Body;
use super::caller::Caller;
use super::frame::{FEW, Frame, Refused, blocking, read_few};
use super::limits::{FAILED, SIGN_IN};
use super::{Shared, token};
use crate::commit::retried;
use crate::reader;
use axum::extract::State;
use axum::http::StatusCode;
use congdoan_domain::Instant;
use congdoan_domain::device::{Device, DeviceState};
use congdoan_domain::signature::{Purpose, message, verify};
use congdoan_wire::session::{CHALLENGE_SECONDS, Challenge, ChallengeRequest, Session, SessionRequest};
use ring::hmac;
use sha2::{Digest, Sha256};

/// Random bytes, the moment, and a MAC over both and the device: the server need not remember what it asked.
const NONCE: usize = 16 + 8 + 32;

fn bind(device: congdoan_domain::DeviceId, head: &[u8]) -> Vec<u8> {
    [b"challenge".as_slice(), device.0.as_bytes(), head].concat()
}

pub(super) async fn challenge(
    State(doors): State<Shared>,
    Caller(from): Caller,
    Body(body): Body<FEW>,
) -> Result<Frame<Challenge>, Refused> {
    let now = (doors.clock)();
    if !doors.limiter.allows(from, SIGN_IN, now) {
        return Err(Refused::slow_down(10));
    }
    // The same for a device that does not exist: nobody learns which ids are real.
    let request: ChallengeRequest = read_few(&body)?;
    let mut nonce = crate::clock::random::<16>().to_vec();
    nonce.extend_from_slice(&now.0.to_be_bytes());
    let tag = hmac::sign(&doors.token_secret, &bind(request.device, &nonce));
    nonce.extend_from_slice(tag.as_ref());
    Ok(Frame(Challenge {
        nonce,
        server_time: now,
    }))
}

pub(super) async fn session(
    State(doors): State<Shared>,
    Caller(from): Caller,
    Body(body): Body<FEW>,
) -> Result<Frame<Session>, Refused> {
    let now = (doors.clock)();
    if !doors.limiter.allows(from, SIGN_IN, now) {
        return Err(Refused::slow_down(10));
    }
    let request: SessionRequest = read_few(&body)?;
    blocking(move || {
        let wrong = || {
            doors.limiter.allows(from, FAILED, now);
            Refused::new(StatusCode::UNAUTHORIZED, "challenge_failed")
        };
        if request.nonce.len() != NONCE {
            return Err(wrong());
        }
        let (head, tag) = request.nonce.split_at(24);
        hmac::verify(&doors.token_secret, &bind(request.device, head), tag).map_err(|_| wrong())?;
        let made = Instant(i64::from_be_bytes(head[16..24].try_into().expect("eight bytes")));
        let expires = made.plus_ms(CHALLENGE_SECONDS * 1_000);
        if now >= expires {
            return Err(Refused::new(StatusCode::UNAUTHORIZED, "challenge_expired"));
        }
        let device: Device = {
            let snapshot = doors.store.begin_read()?;
            reader::get(snapshot.as_ref(), request.device)?.ok_or_else(wrong)?
        };
        let bytes = message(
            Purpose::SyncChallenge,
            doors.trust.1.server,
            Some(device.id),
            &request.nonce,
        );
        if !verify(device.alg, &device.public_key, &bytes, &request.signature) {
            return Err(wrong());
        }
        // Only who holds the key learns that the device was ended.
        if device.state == DeviceState::Ended {
            return Err(Refused::new(StatusCode::FORBIDDEN, "device_ended"));
        }
        // In the database: the same answer is not taken a second time at another process of this server.
        let first = retried(|| {
            let mut tx = doors.store.begin_write()?;
            let first = tx.use_nonce(Sha256::digest(&request.nonce).into(), expires, now)?;
            tx.commit()?;
            Ok(first)
        })?;
        if !first {
            return Err(wrong());
        }
        let (token, expires_at) = token::issue(&doors, device.id, now);
        Ok(Frame(Session {
            token,
            expires_at,
            server_time: now,
        }))
    })
    .await
}
