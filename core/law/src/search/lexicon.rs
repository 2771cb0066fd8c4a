//! The lexicon: which words of a question ask, which are grammar, and what the law calls the rest.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::text::{Word, words};

const TEXT: &str = include_str!("lexicon.txt");

/// A phrase and what it does.
struct Entry {
    left: Vec<Word>,
    role: Role,
}

#[derive(Clone)]
pub(super) enum Role {
    Asks,
    Grammar,
    /// What the law calls it.
    Means(Vec<Word>),
    /// What an abbreviation stands for.
    Stands(Vec<Word>),
}

pub(super) struct Lexicon {
    /// Folded first word → entries, longest first.
    entries: HashMap<String, Vec<Entry>>,
}

impl Lexicon {
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Self::read(TEXT))
    }

    fn read(text: &str) -> Self {
        let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            // Behind the bar stands where the law says so: for people.
            let line = line.split('|').next().unwrap_or_default();
            let (lefts, role) = if let Some(phrases) = line.strip_prefix('?') {
                (phrases, Role::Asks)
            } else if let Some(words) = line.strip_prefix('~') {
                (words, Role::Grammar)
            } else if let Some((left, right)) = line.split_once(":=") {
                (left, Role::Stands(words(right)))
            } else if let Some((left, right)) = line.split_once('=') {
                (left, Role::Means(words(right)))
            } else {
                continue;
            };
            for left in lefts.split(',').map(words) {
                let Some(first) = left.first() else { continue };
                let role = role.clone();
                entries
                    .entry(first.folded.clone())
                    .or_default()
                    .push(Entry { left, role });
            }
        }
        for list in entries.values_mut() {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.left.len()));
        }
        Self { entries }
    }

    /// The words an abbreviation stands for.
    fn abbreviation(&self, word: &Word) -> Option<&[Word]> {
        self.entries
            .get(&word.folded)?
            .iter()
            .find_map(|entry| match &entry.role {
                Role::Stands(full) if entry.left.len() == 1 && entry.left[0].key == word.key => {
                    Some(&full[..])
                }
                _ => None,
            })
    }

    /// Entries that begin at a word, longest first: number of words and role. Typed without diacritics, the folded forms
    /// are compared.
    pub fn at<'l>(
        &'l self,
        all: &'l [Word],
        at: usize,
        folded: bool,
    ) -> impl Iterator<Item = (usize, &'l Role)> {
        let list = self.entries.get(&all[at].folded).map_or(&[][..], |list| list);
        list.iter().filter_map(move |entry| {
            let here = all.get(at..at + entry.left.len())?;
            let same = |(a, b): (&Word, &Word)| {
                if folded {
                    a.folded == b.folded
                } else {
                    a.key == b.key
                }
            };
            here.iter()
                .zip(&entry.left)
                .all(same)
                .then_some((entry.left.len(), &entry.role))
        })
    }
}

/// The folded words of a text, abbreviations written out.
pub(crate) fn written_out(text: &str) -> Vec<String> {
    let full = |word: &Word| match Lexicon::get().abbreviation(word) {
        Some(full) => full.iter().map(|w| w.folded.clone()).collect(),
        None => vec![word.folded.clone()],
    };
    words(text).iter().flat_map(full).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_written_out_and_lay_words_are_not() {
        assert_eq!(
            written_out("xử phạt VPHC khi tăng ca").join(" "),
            "xu phat vi pham hanh chinh khi tang ca"
        );
    }

    #[test]
    fn every_line_for_a_word_of_the_law_names_its_place() {
        for line in TEXT.lines().filter(|line| !line.starts_with(['#', '?', '~'])) {
            let (_, place) = line.split_once('|').unwrap_or((line, ""));
            assert!(line.is_empty() || place.trim().len() > 3, "{line}");
        }
    }
}
