//! Opened shards: lookups borrow from the bytes and check every bound.

use std::ops::Range;

use super::{DIRECTORY, LIST, SHARD};
use crate::segment::{LibraryError, Reader};

/// Names of all shards.
pub(crate) fn read_list(bytes: &[u8]) -> Result<Vec<String>, LibraryError> {
    let mut reader = DIRECTORY.check(LIST, bytes)?;
    let mut read = || {
        let count = reader.u32()?;
        let mut names = Vec::new();
        for _ in 0..count {
            names.push(reader.text()?.to_owned());
        }
        Some(names)
    };
    read().ok_or_else(|| LibraryError::damaged(LIST, "the list is cut off"))
}

/// An opened shard.
pub(crate) struct Shard<'b> {
    articles: Strings<'b>,
    documents: Strings<'b>,
    syllables: Strings<'b>,
    firsts: &'b [u8],
    pair_firsts: &'b [u8],
    pair_posts: &'b [u8],
    seconds: &'b [u8],
    counts: &'b [u8],
    locals: &'b [u8],
    impacts: &'b [u8],
}

/// Posting lists that mean the same word or pair.
pub(crate) type Variants = Vec<Range<usize>>;

/// What is looked up: the folded form and, for an exact search, the key.
pub(crate) type Term<'q> = (&'q str, Option<&'q str>);

impl<'b> Shard<'b> {
    /// Opens in constant time: only the tables' places are computed.
    pub fn open(name: &str, bytes: &'b [u8]) -> Result<Self, LibraryError> {
        let reader = SHARD.check(name, bytes)?;
        Self::tables(reader).ok_or_else(|| LibraryError::damaged(name, "its tables do not fit"))
    }

    fn tables(mut reader: Reader<'b>) -> Option<Self> {
        let mut count = || reader.u32();
        let (articles, documents, syllables, pairs, postings) =
            (count()?, count()?, count()?, count()?, count()?);
        let documents = Strings::read(&mut reader, documents)?;
        let articles = Strings::read(&mut reader, articles)?;
        let syllable_table = Strings::read(&mut reader, syllables)?;
        let rows = syllables.checked_add(1)?;
        Some(Self {
            documents,
            articles,
            syllables: syllable_table,
            firsts: reader.table(rows, 4)?,
            pair_firsts: reader.table(rows, 4)?,
            pair_posts: reader.table(rows, 4)?,
            seconds: reader.table(pairs, 2)?,
            counts: reader.table(pairs, 1)?,
            locals: reader.table(postings, 1)?,
            impacts: reader.table(postings.div_ceil(2), 1)?,
        })
    }

    pub fn articles(&self) -> usize {
        self.articles.count
    }

    /// Document key and label of a local article.
    pub fn article(&self, local: usize) -> Option<(&'b str, &'b str)> {
        let (of, label) = self.articles.get(local)?.split_at_checked(2)?;
        let document = self
            .documents
            .get(usize::from(u16::from_le_bytes([of[0], of[1]])))?;
        Some((
            std::str::from_utf8(document).ok()?,
            std::str::from_utf8(label).ok()?,
        ))
    }

    fn syllable(&self, at: usize) -> Option<(&'b [u8], &'b [u8])> {
        let (length, rest) = self.syllables.get(at)?.split_first()?;
        rest.split_at_checked(usize::from(*length))
    }

    /// Dictionary positions of a word: one for an exact form, all accented variants for a folded one.
    fn positions(&self, (folded, key): Term) -> Range<usize> {
        let folded = &folded.as_bytes()[..folded.len().min(255)];
        let below = |bound: &dyn Fn(&[u8]) -> bool| {
            let (mut low, mut high) = (0, self.syllables.count);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.syllable(middle).is_some_and(|(form, _)| bound(form)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        let all = below(&|form| form < folded)..below(&|form| form <= folded);
        match key {
            None => all,
            Some(key) => {
                let exact = all
                    .clone()
                    .find(|&at| self.syllable(at).is_some_and(|(_, k)| k == key.as_bytes()));
                exact.map_or(0..0, |at| at..at + 1)
            }
        }
    }

    /// Posting lists of a word.
    pub fn word(&self, term: Term) -> Variants {
        self.positions(term)
            .filter_map(|at| Some(cell(self.firsts, at)?..cell(self.firsts, at + 1)?))
            .collect()
    }

    /// Posting lists of two words side by side.
    pub fn pair(&self, first: Term, second: Term) -> Variants {
        let wanted = self.positions(second);
        let mut found = Vec::new();
        if wanted.is_empty() {
            return found;
        }
        for at in self.positions(first) {
            let (Some(from), Some(to), Some(mut posting)) = (
                cell(self.pair_firsts, at),
                cell(self.pair_firsts, at + 1),
                cell(self.pair_posts, at),
            ) else {
                continue;
            };
            for pair in from..to.min(self.counts.len()) {
                let Some(two) = self.seconds.get(pair * 2..pair * 2 + 2) else {
                    break;
                };
                let length = usize::from(self.counts[pair]);
                if wanted.contains(&usize::from(u16::from_le_bytes([two[0], two[1]]))) {
                    found.push(posting..posting.saturating_add(length));
                }
                posting = posting.saturating_add(length);
            }
        }
        found
    }

    /// Local article and impact of each posting of a list.
    pub fn postings(&self, list: Range<usize>) -> impl Iterator<Item = (u8, u8)> + '_ {
        let end = list.end.min(self.locals.len());
        (list.start..end).map(|at| (self.locals[at], (self.impacts[at / 2] >> (at % 2 * 4)) & 15))
    }
}

fn cell(table: &[u8], at: usize) -> Option<usize> {
    Reader::new(table.get(at.checked_mul(4)?..)?).u32()
}

/// A table of byte strings.
struct Strings<'b> {
    count: usize,
    offsets: &'b [u8],
    body: &'b [u8],
}

impl<'b> Strings<'b> {
    fn read(reader: &mut Reader<'b>, count: usize) -> Option<Self> {
        let offsets = reader.table(count.checked_add(1)?, 4)?;
        let body = reader.take(cell(offsets, count)?)?;
        Some(Self { count, offsets, body })
    }

    fn get(&self, at: usize) -> Option<&'b [u8]> {
        self.body
            .get(cell(self.offsets, at)?..cell(self.offsets, at.checked_add(1)?)?)
    }
}
