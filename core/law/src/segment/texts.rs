//! Text segments: articles with their titles and headings.
//!
//! `CDLT`, format, count, count + 1 offsets into the body, body. Texts are borrowed from the bytes.

use super::{Header, Leaf, LibraryError, Reader, Segment, Writer};
use crate::model::Corpus;
use crate::structure::{Heading, Level};

const HEADER: Header = Header {
    magic: *b"CDLT",
    format: 1,
};
const LEVELS: [Level; 4] = [Level::Part, Level::Chapter, Level::Section, Level::Subsection];

pub(crate) fn write_texts(corpus: &Corpus, leaf: &Leaf) -> Segment {
    let mut body = Writer::default();
    let mut offsets = vec![0];
    for &(d, a) in &leaf.articles {
        let document = &corpus.documents[d];
        let article = &document.articles[a];
        body.text(&document.document.key);
        body.text(&article.label.to_string());
        body.text(&article.title);
        body.u32(article.headings.len());
        for heading in &article.headings {
            body.u8(LEVELS.iter().position(|l| *l == heading.level).unwrap_or(0) as u8);
            body.text(&heading.number);
            body.text(&heading.title);
        }
        body.text(&article.text);
        offsets.push(body.0.len());
    }
    let mut out = Writer::default();
    HEADER.write(&mut out);
    out.u32(leaf.articles.len());
    offsets.into_iter().for_each(|offset| out.u32(offset));
    out.bytes(&body.0);
    Segment {
        name: leaf.name.clone(),
        bytes: out.0,
    }
}

/// An opened text segment.
pub(crate) struct TextSegment<'b> {
    name: &'b str,
    count: usize,
    offsets: &'b [u8],
    body: &'b [u8],
}

/// One article as it lies in the segment.
pub(crate) struct TextRecord<'b> {
    pub document: &'b str,
    pub label: &'b str,
    pub title: &'b str,
    pub headings: Vec<Heading>,
    pub text: &'b str,
}

impl<'b> TextSegment<'b> {
    pub fn open(name: &'b str, bytes: &'b [u8]) -> Result<Self, LibraryError> {
        let mut reader = HEADER.check(name, bytes)?;
        let mut tables = || {
            let count = reader.u32()?;
            let offsets = reader.table(count.checked_add(1)?, 4)?;
            Some((count, offsets, reader.rest()))
        };
        let (count, offsets, body) =
            tables().ok_or_else(|| LibraryError::damaged(name, "the table is cut off"))?;
        Ok(Self {
            name,
            count,
            offsets,
            body,
        })
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn record(&self, at: usize) -> Result<TextRecord<'b>, LibraryError> {
        self.read(at)
            .ok_or_else(|| LibraryError::damaged(self.name, "an article cannot be read"))
    }

    fn read(&self, at: usize) -> Option<TextRecord<'b>> {
        let mut table = Reader::new(self.offsets.get(at.checked_mul(4)?..)?);
        let (start, end) = (table.u32()?, table.u32()?);
        let mut reader = Reader::new(self.body.get(start..end)?);
        let (document, label, title) = (reader.text()?, reader.text()?, reader.text()?);
        let count = reader.u32()?;
        let mut headings = Vec::new();
        for _ in 0..count {
            let level = *LEVELS.get(usize::from(reader.u8()?))?;
            headings.push(Heading {
                level,
                number: reader.text()?.to_owned(),
                title: reader.text()?.to_owned(),
            });
        }
        Some(TextRecord {
            document,
            label,
            title,
            headings,
            text: reader.text()?,
        })
    }
}
