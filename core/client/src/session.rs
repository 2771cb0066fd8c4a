//! Opening a session: a challenge, a signature, a token of at most 15 minutes.

use crate::client::{Client, lock};
use crate::ports::TransportError;
use crate::token::Token;
use congdoan_domain::Instant;
use congdoan_domain::signature::{Purpose, message};
use congdoan_sync::Outage;
use congdoan_wire::session::{Challenge, ChallengeRequest, Session, SessionRequest};
use congdoan_wire::{Failure, codec};
use serde::de::DeserializeOwned;

/// A minute before its end a token counts as ended.
const MARGIN_MS: i64 = 60_000;

impl Client {
    /// A token that lives for another minute at least.
    pub(crate) fn token(&self) -> Option<String> {
        lock(&self.token)
            .as_ref()
            .filter(|token| self.steady() < token.renew_at)
            .map(|token| token.text.clone())
    }

    pub(crate) fn open_session(&self) -> Result<(), Outage> {
        let device = self.home.device;
        let challenge: Challenge = self.call("/v1/challenge", None, &ChallengeRequest { device })?;
        self.learn_clock(challenge.server_time);
        let bytes = message(
            Purpose::SyncChallenge,
            self.home.server,
            Some(device),
            &challenge.nonce,
        );
        let signature = self.signer.sign(&bytes).map_err(Outage::Files)?;
        let request = SessionRequest {
            device,
            nonce: challenge.nonce,
            signature,
        };
        let session: Session = self.call("/v1/session", None, &request)?;
        let lives = (session.expires_at.0 - session.server_time.0).max(0);
        *lock(&self.token) = Some(Token {
            text: session.token,
            renew_at: self.steady().plus_ms((lives - MARGIN_MS).max(1_000)),
        });
        Ok(())
    }

    /// One request and its answer, or why there is none.
    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        request: &impl serde::Serialize,
    ) -> Result<T, Outage> {
        let body = congdoan_wire::encode(request);
        let sent = body.len();
        let reply = self
            .transport
            .post(path, token, &body)
            .map_err(|error| match error {
                TransportError::NotTheServer => Outage::NotTheServer,
                _ => Outage::Unreachable,
            })?;
        lock(&self.usage).add(
            &self.store,
            self.now(),
            sent as u64,
            reply.body.len() as u64,
            false,
        );
        if reply.status == 200 {
            return codec::decode(&reply.body, codec::MAX_UNPACKED).map_err(|e| Outage::Fault(e.to_string()));
        }
        // A page of a captive portal is no failure of ours: it is no network.
        let failure: Failure = codec::decode(&reply.body, 1 << 20).map_err(|_| Outage::Unreachable)?;
        Err(match (reply.status, failure.code.as_str()) {
            (_, "device_ended") => Outage::DeviceEnded,
            (_, "app_too_old") => Outage::TooOld,
            (401, _) => Outage::Session,
            (429 | 503, code) if code != "disk_full" => Outage::Busy {
                retry_after: failure.retry_after,
            },
            (_, code) => Outage::Refused {
                code: code.to_owned(),
                retry_after: failure.retry_after,
            },
        })
    }

    /// Keeps how far this device's clock is from the server's.
    pub(crate) fn learn_clock(&self, server_time: Instant) {
        let offset = server_time.0 - self.now().0;
        let mut known = lock(&self.offset);
        if known.is_none_or(|before| (before - offset).abs() > 1_000) {
            // A failing disk shows at the next save; the clock alone is no reason to stop.
            let _ = self.store.set_setting("clock_offset", &offset.to_be_bytes());
        }
        *known = Some(offset);
    }
}
