//! Where a text names a document: by number, by name, or as "Luật này".

use std::ops::Range;

use super::{Names, numbers};
use crate::text::Word;

/// A document meant by its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// "Bộ luật này", "Nghị định này": the document the text belongs to.
    ThisDocument,
}

/// A document named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Byte range.
    pub range: Range<usize>,
    pub(super) words: Range<usize>,
    /// Positions in the list the [`Names`] were made of; several for a name that several versions share, none when the
    /// library does not hold it.
    pub documents: Vec<usize>,
    pub relative: Option<Relative>,
}

/// Words that name a kind of document, folded.
pub(super) const KINDS: [(&str, &str); 19] = [
    ("bo luat", "bo luat"),
    ("luat", "luat"),
    ("nghi dinh", "nghi dinh"),
    ("nd", "nghi dinh"),
    ("thong tu", "thong tu"),
    ("thong tu lien tich", "thong tu lien tich"),
    ("tt", "thong tu"),
    ("nghi quyet", "nghi quyet"),
    ("nq", "nghi quyet"),
    ("quyet dinh", "quyet dinh"),
    ("qd", "quyet dinh"),
    ("phap lenh", "phap lenh"),
    ("quy che", ""),
    ("quy dinh", ""),
    ("noi quy", ""),
    ("huong dan", ""),
    ("dieu le", ""),
    ("ke hoach", ""),
    ("van ban", ""),
];

/// The kind word that begins at a word: how many words it takes and its full form ("" for kinds without a number row).
pub fn kind(words: &[Word]) -> Option<(usize, &'static str)> {
    let fits = |phrase: &str| {
        let mut count = 0;
        let same = phrase.split(' ').all(|part| {
            count += 1;
            words.get(count - 1).is_some_and(|word| word.folded == part)
        });
        same.then_some(count)
    };
    let found = KINDS
        .iter()
        .filter_map(|(phrase, full)| fits(phrase).map(|count| (count, *full)));
    found.max_by_key(|(count, _)| *count)
}

/// Every mention of a document, in order, without overlaps.
pub fn mentions(text: &str, words: &[Word], names: &Names) -> Vec<Mention> {
    let numbers = numbers(text);
    let number_at = |at: usize| {
        numbers
            .iter()
            .find(|(range, _)| words.get(at).is_some_and(|w| w.start == range.start))
    };
    let past = |byte: usize| words.partition_point(|w| w.start < byte);
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut end = at;
        let mut documents = None;
        let mut relative = None;
        if let Some((len, named)) = names.named(words, at) {
            end = at + len;
            documents = Some(named);
        } else if let Some((len, full)) = kind(&words[at..]) {
            let next = at + len;
            if words.get(next).is_some_and(|w| w.folded == "nay") {
                (end, relative) = (next + 1, Some(Relative::ThisDocument));
            } else {
                let so = next + usize::from(words.get(next).is_some_and(|w| w.folded == "so"));
                if number_at(so).is_none()
                    && !full.is_empty()
                    && let Some((len, numbered)) = names.numbered(text, words, so, Some(full))
                {
                    (end, documents) = (so + len, Some(numbered));
                } else if number_at(so).is_some() {
                    end = so;
                }
            }
        } else if number_at(at).is_none()
            && let Some((len, numbered)) = names.numbered(text, words, at, None)
        {
            (end, documents) = (at + len, Some(numbered));
        }
        // A number behind the name (or alone) is the last word on which document is meant.
        let so = end + usize::from(words.get(end).is_some_and(|w| w.folded == "so"));
        if relative.is_none()
            && let Some((range, number)) = number_at(so)
        {
            documents = Some(names.key(&number.key()).into_iter().collect());
            end = past(range.end);
        }
        if end > at && (documents.is_some() || relative.is_some()) {
            let range = words[at].start..words[end - 1].end;
            found.push(Mention {
                range,
                words: at..end,
                documents: documents.unwrap_or_default(),
                relative,
            });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}
