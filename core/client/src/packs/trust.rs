//! Which keys the union vouches for may change: a newer trust document is asked for when a signature is not known.

use crate::client::Client;
use crate::error::ApiError;
use congdoan_wire::pack::SegmentHash;
use congdoan_wire::{Signed, TrustDocument, codec};

/// Largest trust document that is read, in bytes.
const MOST: usize = 1 << 20;

impl Client {
    /// Fetches the server's trust document and keeps it, if the root of the invitation signed it, for this server, and it
    /// is newer than the one here. Says whether it was kept: who is not believed changes nothing.
    ///
    /// # Errors
    /// No network, or the home cannot be written.
    pub(super) fn renew_trust(&self) -> Result<bool, ApiError> {
        let mut frame = vec![];
        let status = self.transport.get("/v1/trust", 0, &mut |part| {
            frame.extend_from_slice(part);
            frame.len() <= MOST
        })?;
        let Some(signed) = codec::decode::<Signed>(&frame, MOST)
            .ok()
            .filter(|_| status == 200)
        else {
            return Ok(false);
        };
        let Some(offered) = self
            .home
            .root
            .parse::<SegmentHash>()
            .ok()
            .and_then(|root| TrustDocument::open(&signed, &root.0).ok())
        else {
            return Ok(false);
        };
        // An unreadable one holds nothing back; else versions only ever grow, so that a key once withdrawn stays so.
        let newer = self.trust().map_or(true, |here| offered.version > here.version);
        if !newer || offered.server != self.home.server {
            return Ok(false);
        }
        let mut bytes = vec![];
        ciborium::into_writer(&signed, &mut bytes).expect("writing CBOR to memory cannot fail");
        self.store.set_setting("trust", &bytes)?;
        Ok(true)
    }
}
