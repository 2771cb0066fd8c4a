//! The pieces of a law pack: bytes in, bytes out.
//!
//! | segment | name | holds |
//! |---|---|---|
//! | catalogue | `catalogue` | documents, their dates and article numbers, where each text is |
//! | text | `text.<document>.<first article>`, `text.bundle.<n>` | some articles with titles and headings |
//! | index directory | `index1.list` | names of the index shards |
//! | index shard | `index1.<document>.<first article>` … | words and pairs of some articles |
//!
//! Each kind has a format number of its own; an index of another format is another set of names (`index2.…`), so the
//! texts stay as they are. A shard depends on nothing but its own articles: there are no collection statistics to keep,
//! because document frequencies are added up over the shards when a question is asked and mean lengths are constants
//! of the format. Compression, hashes, signatures and files are the pack engine's.

mod bytes;
mod catalogue;
mod error;
mod layout;
mod texts;

pub(crate) use bytes::{Header, Reader, Writer};
pub use catalogue::Catalogue;
pub use error::LibraryError;
pub use layout::Layout;
pub(crate) use layout::{Leaf, leaves, slug};
pub(crate) use texts::{TextSegment, write_texts};

use std::borrow::Cow;

use crate::index;
use crate::model::Corpus;

/// A named piece of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Lower-case ASCII letters, digits, `.` and `-`.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Where a library reads its segments from: a folder, a database, a memory map. Called lazily and often; borrowed bytes
/// cost nothing, owned index bytes are kept by the library, owned text bytes are not.
pub trait SegmentSource {
    /// The segment's raw (unpacked) bytes, or `None` if there is no such segment.
    fn get(&self, name: &str) -> Option<Cow<'_, [u8]>>;
}

impl SegmentSource for Vec<Segment> {
    fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.iter()
            .find(|s| s.name == name)
            .map(|s| Cow::Borrowed(&s.bytes[..]))
    }
}

impl SegmentSource for std::collections::HashMap<String, Vec<u8>> {
    fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.get(name).map(|bytes| Cow::Borrowed(&bytes[..]))
    }
}

impl<T: SegmentSource + ?Sized> SegmentSource for Box<T> {
    fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        (**self).get(name)
    }
}

impl<T: SegmentSource + ?Sized> SegmentSource for std::sync::Arc<T> {
    fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        (**self).get(name)
    }
}

/// Makes all segments of a library. The same corpus and layout give the same bytes.
pub fn build(corpus: &Corpus, layout: &Layout) -> Vec<Segment> {
    let texts = leaves(corpus, "text", layout.text_bytes, usize::MAX);
    let mut segments = vec![catalogue::write(corpus, &texts)];
    segments.extend(texts.iter().map(|leaf| write_texts(corpus, leaf)));
    let shards = leaves(corpus, index::PREFIX, layout.shard_bytes, index::MOST_ARTICLES);
    segments.push(index::write_list(&shards));
    segments.extend(shards.iter().map(|leaf| index::write_shard(corpus, leaf)));
    segments
}
