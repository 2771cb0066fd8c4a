//! Reading: an article in its place, what stands beside it, the outline of a document.

use serde::Serialize;

use super::Library;
use crate::model::{ArticleRef, Document};
use crate::segment::{LibraryError, SegmentSource, TextSegment};
use crate::structure::{Block, Heading, Label, blocks};
use crate::validity::Validity;

/// An article as a reader sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleView {
    pub reference: ArticleRef,
    pub document_number: String,
    pub document_name: String,
    pub title: String,
    /// The headings it stands under, from the highest.
    pub headings: Vec<Heading>,
    pub text: String,
    /// The text cut into clauses and points, as byte ranges.
    pub blocks: Vec<Block>,
    /// Ask [`Validity::on`] for a day.
    pub validity: Validity,
    pub neighbours: Neighbours,
}

/// The articles before and after, within the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Neighbours {
    pub previous: Option<ArticleRef>,
    pub next: Option<ArticleRef>,
}

/// Table of contents of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outline {
    pub document: Document,
    pub lines: Vec<OutlineLine>,
    /// Parts that could not be read: their articles stand in it without a title.
    #[serde(skip)]
    pub damaged: Vec<LibraryError>,
}

/// A line of it. A heading stands above the lines that follow, until one of the same or a higher level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OutlineLine {
    Heading(Heading),
    Article { label: Label, title: String },
}

impl<S: SegmentSource> Library<S> {
    /// An article with its text; `None` if the library has no such article.
    ///
    /// # Errors
    /// The segment with its text is missing or damaged.
    pub fn article(&self, reference: &ArticleRef) -> Result<Option<ArticleView>, LibraryError> {
        let Some(document) = self.position(&reference.document) else {
            return Ok(None);
        };
        let document_at = &self.catalogue.documents[document];
        let Ok(article) = document_at.articles.binary_search(&reference.article) else {
            return Ok(None);
        };
        self.text_of(document, article).map(Some)
    }

    /// The articles beside one, without reading any text.
    pub fn neighbours(&self, reference: &ArticleRef) -> Neighbours {
        let Some(document) = self.document(&reference.document) else {
            return Neighbours::default();
        };
        let Ok(at) = document.articles.binary_search(&reference.article) else {
            return Neighbours::default();
        };
        beside(document, at)
    }

    /// The table of contents of a document; `None` if the library has no such document.
    pub fn outline(&self, key: &str) -> Option<Outline> {
        let at = self.position(key)?;
        let document = self.catalogue.documents[at].clone();
        let (mut lines, mut damaged) = (Vec::new(), Vec::new());
        let mut path: Vec<Heading> = Vec::new();
        for (name, range) in self.catalogue.segments_of(at) {
            let read = self.titles(name, &document.key).unwrap_or_else(|error| {
                damaged.push(error);
                let unread = document.articles.get(range).unwrap_or_default();
                unread
                    .iter()
                    .map(|label| (label.clone(), String::new(), path.clone()))
                    .collect()
            });
            for (label, title, headings) in read {
                let shared = path.iter().zip(&headings).take_while(|(a, b)| a == b).count();
                lines.extend(headings[shared..].iter().cloned().map(OutlineLine::Heading));
                path = headings;
                lines.push(OutlineLine::Article { label, title });
            }
        }
        Some(Outline {
            document,
            lines,
            damaged,
        })
    }

    /// Numbers, titles and headings of a document's articles in one text segment.
    fn titles(&self, name: &str, document: &str) -> Result<Vec<(Label, String, Vec<Heading>)>, LibraryError> {
        let bytes = self.bytes(name)?;
        let segment = TextSegment::open(name, &bytes)?;
        let mut found = Vec::new();
        for record in 0..segment.len() {
            let record = segment.record(record)?;
            if record.document != document {
                continue;
            }
            let label = Label::parse(record.label)
                .ok_or_else(|| LibraryError::damaged(name, "an article has no number"))?;
            found.push((label, record.title.to_owned(), record.headings));
        }
        Ok(found)
    }

    fn bytes(&self, name: &str) -> Result<std::borrow::Cow<'_, [u8]>, LibraryError> {
        self.source
            .get(name)
            .ok_or_else(|| LibraryError::Missing(name.to_owned()))
    }

    pub(crate) fn text_of(&self, at: usize, article: usize) -> Result<ArticleView, LibraryError> {
        let gone = || LibraryError::damaged("catalogue", "an article has no place");
        let document = self.catalogue.documents.get(at).ok_or_else(gone)?;
        let label = document.articles.get(article).ok_or_else(gone)?;
        let name = self.catalogue.segment_of(at, article).ok_or_else(gone)?;
        let bytes = self.bytes(name)?;
        let segment = TextSegment::open(name, &bytes)?;
        let wanted = label.to_string();
        for record in 0..segment.len() {
            let record = segment.record(record)?;
            if record.document == document.key && record.label == wanted {
                return Ok(ArticleView {
                    reference: ArticleRef::new(document.key.clone(), label.clone()),
                    document_number: document.number.clone(),
                    document_name: document.name.clone(),
                    title: record.title.to_owned(),
                    headings: record.headings,
                    text: record.text.to_owned(),
                    blocks: blocks(record.text),
                    validity: document.validity_of(label).clone(),
                    neighbours: beside(document, article),
                });
            }
        }
        Err(LibraryError::damaged(
            name,
            "an article of the catalogue is not in it",
        ))
    }
}

fn beside(document: &Document, at: usize) -> Neighbours {
    let name = |label: &Label| ArticleRef::new(document.key.clone(), label.clone());
    Neighbours {
        previous: at.checked_sub(1).and_then(|i| document.articles.get(i)).map(name),
        next: document.articles.get(at + 1).map(name),
    }
}
