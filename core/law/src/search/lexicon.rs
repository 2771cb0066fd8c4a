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
    Means(Vec<Word>),
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
            let (left, role) = if let Some(phrase) = line.strip_prefix('?') {
                (phrase, Role::Asks)
            } else if let Some(word) = line.strip_prefix('~') {
                (word, Role::Grammar)
            } else if let Some((left, right)) = line.split_once('=') {
                (left, Role::Means(words(right)))
            } else {
                continue;
            };
            let left = words(left);
            let Some(first) = left.first() else { continue };
            entries
                .entry(first.folded.clone())
                .or_default()
                .push(Entry { left, role });
        }
        for list in entries.values_mut() {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.left.len()));
        }
        Self { entries }
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
