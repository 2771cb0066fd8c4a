//! Manifests and segments over the wire. Holds nothing of the home: a download that hangs on a dead line does not keep
//! the home open.

use super::fault::{damaged, paused};
use crate::client::Client;
use crate::error::{ApiError, Retry};
use crate::ports::{Transport, TransportError};
use congdoan_store::packs::Packs;
use congdoan_wire::pack::{MAX_MANIFEST, MAX_SEGMENT, SegmentEntry};
use congdoan_wire::{Signed, codec};
use std::sync::Arc;

pub(super) struct Fetch {
    transport: Arc<dyn Transport>,
    pub packs: Packs,
}

impl Fetch {
    pub fn of(client: &Client) -> Self {
        Self {
            transport: client.transport.clone(),
            packs: client.packs(),
        }
    }

    /// The signed manifest as it came; nobody has looked at its signature yet.
    pub fn manifest(&self, name: &str) -> Result<(Vec<u8>, Signed), ApiError> {
        let mut frame = vec![];
        let path = format!("/v1/packs/{name}/manifest");
        let status = self.transport.get(&path, 0, &mut |part| {
            frame.extend_from_slice(part);
            frame.len() <= MAX_MANIFEST
        })?;
        if status != 200 {
            return Err(ApiError::new(
                "pack_absent",
                Retry::Later,
                "Máy chủ chưa có gói này. Hãy thử lại sau.",
                "The server has no such pack yet.",
            ));
        }
        let signed = codec::decode(&frame, MAX_MANIFEST).map_err(|_| damaged())?;
        Ok((frame, signed))
    }

    /// Fetches what is missing of a segment, proves it and keeps it. `came` gets the bytes of each piece and returns
    /// false to stop; what came until then is kept.
    pub fn segment(&self, entry: &SegmentEntry, came: &mut dyn FnMut(u64) -> bool) -> Result<(), ApiError> {
        if self.packs.part_size(entry) > entry.size {
            self.packs.drop_part(entry)?;
        }
        if self.packs.part_size(entry) < entry.size {
            self.rest_of(entry, came)?;
        }
        if self.packs.finish_part(entry)? {
            Ok(())
        } else {
            Err(damaged())
        }
    }

    fn rest_of(&self, entry: &SegmentEntry, came: &mut dyn FnMut(u64) -> bool) -> Result<(), ApiError> {
        let from = self.packs.part_size(entry);
        let mut part = self.packs.open_part(entry)?;
        let mut have = from;
        let mut wrong: Option<ApiError> = None;
        let path = format!("/v1/packs/segments/{}", entry.hash);
        let result = self.transport.get(&path, from, &mut |bytes| {
            // Asked first: after a pause nothing is written behind the back of who goes on.
            if !came(bytes.len() as u64) {
                return false;
            }
            have += bytes.len() as u64;
            if have > entry.size || have > MAX_SEGMENT as u64 {
                wrong = Some(damaged());
                return false;
            }
            if let Err(error) = part.append(bytes) {
                wrong = Some(error.into());
                return false;
            }
            true
        });
        drop(part);
        match (wrong, result) {
            // Behind a part came the whole: this server does no ranges. Begin again, from nothing.
            (Some(error), _) if error.code == "pack_damaged" => {
                self.packs.drop_part(entry)?;
                if from > 0 {
                    self.rest_of(entry, came)
                } else {
                    Err(error)
                }
            }
            (Some(error), _) => Err(error),
            (None, Err(TransportError::Cancelled)) => Err(paused()),
            (None, Err(error)) => Err(error.into()),
            (None, Ok(200)) if from > 0 => {
                self.packs.drop_part(entry)?;
                self.rest_of(entry, came)
            }
            (None, Ok(200 | 206)) => Ok(()),
            (None, Ok(_)) => {
                self.packs.drop_part(entry)?;
                Err(damaged())
            }
        }
    }
}
