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

    /// Calls `visit` with every shard that can be read, in order; those that cannot are added to `damaged`, once each.
    ///
    /// # Errors
    /// The list of shards is missing or damaged: there is nothing to visit.
    pub(crate) fn each_shard(
        &self,
        damaged: &mut Vec<LibraryError>,
        mut visit: impl FnMut(&str, &Shard) -> Result<(), LibraryError>,
    ) -> Result<(), LibraryError> {
        for (name, slot) in &self.shards()?.slots {
            let mut open = |bytes: &[u8]| Shard::open(name, bytes).and_then(|shard| visit(name, &shard));
            let visited = match slot.get() {
                Some(bytes) => open(bytes),
                None => match self.source.get(name) {
                    Some(Cow::Borrowed(bytes)) => open(bytes),
                    Some(Cow::Owned(bytes)) => open(slot.get_or_init(|| bytes)),
                    None => Err(LibraryError::Missing(name.clone())),
                },
            };
            if let Err(error) = visited
                && !damaged.contains(&error)
            {
                damaged.push(error);
            }
        }
        Ok(())
    }
}
