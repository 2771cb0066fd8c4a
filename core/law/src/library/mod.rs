//! An open library: documents, articles in their place, citations resolved, search.
//!
//! Opening reads the catalogue only. Texts and index shards are asked for when needed, so a missing or newer index
//! leaves reading intact, and a damaged segment costs what lies in it and nothing else.

mod article;
mod resolve;
mod shards;
mod unheld;
mod versions;

use std::sync::OnceLock;

pub use article::{ArticleView, Neighbours, Outline, OutlineLine};
pub use resolve::{Context, Resolved, Standing, Unit};
pub(crate) use shards::Shards;
pub use versions::Part;

use crate::citation::Names;
use crate::model::{ArticleRef, Document};
use crate::segment::{Catalogue, LibraryError, SegmentSource};

/// A library over some source of segments.
pub struct Library<S> {
    source: S,
    catalogue: Catalogue,
    names: Names,
    shards: OnceLock<Shards>,
}

impl<S: SegmentSource> Library<S> {
    /// Opens a library.
    ///
    /// # Errors
    /// No catalogue, a damaged one, or one of a newer format.
    pub fn open(source: S) -> Result<Self, LibraryError> {
        let bytes = source
            .get("catalogue")
            .ok_or_else(|| LibraryError::Missing("catalogue".to_owned()))?;
        let catalogue = Catalogue::open(&bytes)?;
        drop(bytes);
        let names = Names::of(&catalogue.documents);
        Ok(Self {
            source,
            catalogue,
            names,
            shards: OnceLock::new(),
        })
    }

    /// All documents, in the order of the import.
    pub fn documents(&self) -> &[Document] {
        &self.catalogue.documents
    }

    /// The document with a key such as `45/2019/qh14`; case and marks do not matter.
    pub fn document(&self, key: &str) -> Option<&Document> {
        self.position(key).map(|at| &self.catalogue.documents[at])
    }

    /// Names and short forms of the documents, for [`crate::citation::cite`].
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether an article is in the library.
    pub fn contains(&self, reference: &ArticleRef) -> bool {
        self.document(&reference.document)
            .is_some_and(|d| d.articles.binary_search(&reference.article).is_ok())
    }

    pub(crate) fn position(&self, key: &str) -> Option<usize> {
        self.names
            .key(key)
            .filter(|&at| at < self.catalogue.documents.len())
    }
}

#[cfg(test)]
mod tests;
