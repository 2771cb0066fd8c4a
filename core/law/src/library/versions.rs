//! Versions of a document, old beside new, and the article that takes another's place in them.

use super::{Library, OutlineLine};
use crate::model::{ArticleRef, Document};
use crate::segment::{SegmentSource, slug};
use crate::structure::Label;
use crate::text::{fold, words};

/// Titles that share fewer of their words than this speak of different things.
const ALIKE: f32 = 0.6;

/// What a segment of a pack is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'l> {
    pub document: &'l Document,
    /// Its first article.
    pub from: Option<Label>,
}

impl<S: SegmentSource> Library<S> {
    /// All texts that carry this document's name, oldest first, itself included; `[itself]` when it is the only one.
    pub fn versions(&self, document: &Document) -> Vec<&Document> {
        let name = subject(&document.name);
        let mut found: Vec<&Document> = self
            .documents()
            .iter()
            .filter(|other| {
                other.key == document.key || (other.kind == document.kind && subject(&other.name) == name)
            })
            .collect();
        found.sort_by_key(|d| d.validity.from);
        found
    }

    /// The article of another version that says what this one says, judged by the titles; `None` when none is close.
    pub fn counterpart(&self, title: &str, other: &str) -> Option<ArticleRef> {
        let wanted = fold(title);
        let terms = terms(title);
        let outline = self.outline(other)?;
        let mut best: Option<(f32, &Label)> = None;
        for line in &outline.lines {
            let OutlineLine::Article { label, title } = line else {
                continue;
            };
            let alike = if fold(title) == wanted {
                1.1
            } else {
                share(&terms, &self::terms(title))
            };
            if alike >= ALIKE && best.is_none_or(|(known, _)| alike > known) {
                best = Some((alike, label));
            }
        }
        best.map(|(_, label)| ArticleRef::new(outline.document.key.clone(), label.clone()))
    }

    /// What a segment holds, as far as its name tells; `None` for segments of several small documents.
    pub fn part(&self, segment: &str) -> Option<Part<'_>> {
        let mut pieces = segment.split('.').skip(1);
        let (of, from) = (pieces.next()?, pieces.next());
        let document = self.documents().iter().find(|d| slug(&d.key) == of)?;
        Some(Part {
            document,
            from: from.and_then(Label::parse),
        })
    }
}

/// A document's name without its year and what stands in brackets, abbreviations written out.
fn subject(name: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok_and(|y| (1900..2100).contains(&y));
    crate::search::written_out(&plain)
        .into_iter()
        .filter(|word| !year(word) && word != "nam")
        .collect()
}

fn terms(title: &str) -> Vec<String> {
    let mut all: Vec<String> = words(title).into_iter().map(|word| word.folded).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Shared words against all words of both.
fn share(a: &[String], b: &[String]) -> f32 {
    let both = a.iter().filter(|word| b.contains(word)).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f32 / all as f32 }
}
