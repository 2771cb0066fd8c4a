//! The search index: syllables and adjacent pairs with ready-made impacts, cut into shards.
//!
//! BM25F over title, text, document name and headings; the part of the score that does not depend on the question,
//! `x / (k1 + x)`, is stored in four bits. The dictionary is sorted by folded form, so that all accented variants of a
//! word typed without accents are neighbours and one index serves both ways of typing.

mod read;
mod weigh;
mod write;

pub(crate) use read::{Shard, read_list};
pub(crate) use weigh::TOP;
pub(crate) use write::{write_list, write_shard};

use crate::segment::Header;

/// Beginning of the names of this format's segments.
pub(crate) const PREFIX: &str = "index1";
/// Local article numbers are one byte.
pub(crate) const MOST_ARTICLES: usize = 255;
pub(crate) const LIST: &str = "index1.list";

const SHARD: Header = Header {
    magic: *b"CDLX",
    format: 1,
};
const DIRECTORY: Header = Header {
    magic: *b"CDLD",
    format: 1,
};
