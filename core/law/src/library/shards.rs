//! The index shards of an open library, fetched once.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::Library;
use crate::index::{LIST, Shard, read_list};
use crate::segment::{LibraryError, SegmentSource};

/// Names of the shards and the bytes of those the source could not lend.
pub(crate) struct Shards {
    slots: Vec<(String, OnceLock<Vec<u8>>)>,
}

impl<S: SegmentSource> Library<S> {
    fn shards(&self) -> Result<&Shards, LibraryError> {
        if let Some(shards) = self.shards.get() {
            return Ok(shards);
        }
        let bytes = self
            .source
            .get(LIST)
            .ok_or_else(|| LibraryError::Missing(LIST.to_owned()))?;
        let slots = read_list(&bytes)?
            .into_iter()
            .map(|name| (name, OnceLock::new()))
            .collect();
        Ok(self.shards.get_or_init(|| Shards { slots }))
    }

    /// Calls `visit` with every shard, in order.
    pub(crate) fn each_shard(
        &self,
        mut visit: impl FnMut(&str, Shard) -> Result<(), LibraryError>,
    ) -> Result<(), LibraryError> {
        for (name, slot) in &self.shards()?.slots {
            if let Some(bytes) = slot.get() {
                visit(name, Shard::open(name, bytes)?)?;
                continue;
            }
            match self
                .source
                .get(name)
                .ok_or_else(|| LibraryError::Missing(name.clone()))?
            {
                Cow::Borrowed(bytes) => visit(name, Shard::open(name, bytes)?)?,
                Cow::Owned(bytes) => visit(name, Shard::open(name, slot.get_or_init(|| bytes))?)?,
            }
        }
        Ok(())
    }
}
