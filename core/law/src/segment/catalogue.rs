//! The catalogue: what the library holds and where each text is. `CDLC`, format, CBOR.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Header, Leaf, LibraryError, Segment, Writer};
use crate::model::{Corpus, Document};

pub(crate) const NAME: &str = "catalogue";
const HEADER: Header = Header {
    magic: *b"CDLC",
    format: 1,
};

/// Documents and the segments of their articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    pub documents: Vec<Document>,
    /// For each document: from which article (position) on the text lies in which segment.
    places: Vec<Vec<(u32, String)>>,
}

pub(crate) fn write(corpus: &Corpus, texts: &[Leaf]) -> Segment {
    let mut places: Vec<Vec<(u32, String)>> = vec![Vec::new(); corpus.documents.len()];
    for leaf in texts {
        for &(d, a) in &leaf.articles {
            if places[d].last().is_none_or(|(_, name)| *name != leaf.name) {
                places[d].push((a as u32, leaf.name.clone()));
            }
        }
    }
    let documents = corpus.documents.iter().map(|d| d.document.clone()).collect();
    let mut out = Writer::default();
    HEADER.write(&mut out);
    // Writing to memory fails only for types CBOR cannot hold; these are strings, numbers and lists.
    let _ = ciborium::into_writer(&Catalogue { documents, places }, &mut out.0);
    Segment {
        name: NAME.to_owned(),
        bytes: out.0,
    }
}

impl Catalogue {
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, LibraryError> {
        let reader = HEADER.check(NAME, bytes)?;
        let catalogue: Self = ciborium::from_reader(reader.rest())
            .map_err(|_| LibraryError::damaged(NAME, "its content cannot be read"))?;
        if catalogue.places.len() != catalogue.documents.len() {
            return Err(LibraryError::damaged(
                NAME,
                "documents and places differ in number",
            ));
        }
        Ok(catalogue)
    }

    /// The segment with an article's text.
    pub(crate) fn segment_of(&self, document: usize, article: usize) -> Option<&str> {
        let places = self.places.get(document)?;
        let at = places.partition_point(|(first, _)| *first as usize <= article);
        places.get(at.checked_sub(1)?).map(|(_, name)| name.as_str())
    }

    /// All text segments of a document, in order, with the articles (positions) that lie in them.
    pub(crate) fn segments_of(&self, document: usize) -> impl Iterator<Item = (&str, Range<usize>)> {
        let places = self.places.get(document).map_or(&[][..], |places| places);
        let all = self.documents.get(document).map_or(0, |d| d.articles.len());
        places.iter().enumerate().map(move |(at, (from, name))| {
            let to = places.get(at + 1).map_or(all, |(next, _)| *next as usize);
            (name.as_str(), *from as usize..to)
        })
    }
}
