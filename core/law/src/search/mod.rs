//! Search: words with or without diacritics, and citations, as of a day.

mod lexicon;
mod query;
mod rank;
mod score;
mod snippet;

use std::ops::Range;

use serde::Serialize;

pub(crate) use lexicon::written_out;
pub use snippet::Snippet;

use crate::model::{ArticleRef, Caution};
use crate::segment::LibraryError;
use crate::validity::Force;

/// How a hit was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// By the words as typed.
    Exact,
    /// By the words without their diacritics.
    Folded,
    /// Named by number.
    Citation,
}

/// What a search found, and what it could not look into.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Parts of the library that could not be read: what lies in them was not searched.
    #[serde(skip)]
    pub damaged: Vec<LibraryError>,
}

/// An article found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    pub article: ArticleRef,
    pub title: String,
    /// Ranges to mark in the title.
    pub title_highlights: Vec<Range<usize>>,
    pub document_number: String,
    pub document_name: String,
    /// What a reader must be told about this copy.
    pub cautions: Vec<Caution>,
    /// The article's standing on the day asked for.
    pub force: Force,
    /// Where the dates come from and what is wrong with them.
    pub note: String,
    pub snippet: Snippet,
    pub matched: Matched,
    /// Comparable within one search only.
    pub score: f32,
}
