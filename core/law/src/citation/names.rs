//! What people call the documents of a library.

use std::collections::HashMap;

use crate::model::{Document, DocumentKind};
use crate::text::{Word, fold, words};

/// Names, short forms and numbers of a list of documents, for [`super::cite`].
#[derive(Clone, Debug, Default)]
pub struct Names {
    documents: Vec<Known>,
    /// Folded words of a name → documents; grouped by first word, longest first.
    names: HashMap<String, Vec<Alias>>,
    keys: HashMap<String, usize>,
}

/// Folded words and the documents they can mean.
type Alias = (Vec<String>, Vec<usize>);

#[derive(Clone, Debug)]
struct Known {
    number: Option<u32>,
    year: Option<u16>,
    /// Years that tell this version from others of the same name.
    years: Vec<u16>,
    kind: String,
}

impl Names {
    /// Collects the names of documents; positions in mentions refer to this list.
    pub fn of(documents: &[Document]) -> Self {
        let mut all = Self::default();
        for (at, document) in documents.iter().enumerate() {
            let mut parts = document.number.split('/');
            let number = parts.next().and_then(|n| n.parse().ok());
            let year = parts
                .next()
                .and_then(|y| y.parse().ok())
                .filter(|y| (1900..2100).contains(y));
            let (name, name_year) = without_year(&document.name);
            let started = document.validity.from.and_then(|d| u16::try_from(d.year()).ok());
            let years = [year, name_year, started].into_iter().flatten().collect();
            all.keys.insert(fold(&document.key), at);
            all.documents.push(Known {
                number,
                year,
                years,
                kind: fold(document.kind.word()),
            });
            for alias in aliases(document.kind, &name) {
                all.add(alias, at);
            }
        }
        for list in all.names.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        all
    }

    fn add(&mut self, alias: Vec<String>, at: usize) {
        let Some(first) = alias.first().cloned() else {
            return;
        };
        let list = self.names.entry(first).or_default();
        match list.iter_mut().find(|(words, _)| *words == alias) {
            Some((_, documents)) if !documents.contains(&at) => documents.push(at),
            Some(_) => {}
            None => list.push((alias, vec![at])),
        }
    }

    /// The document with this key; case and marks do not matter.
    pub fn key(&self, key: &str) -> Option<usize> {
        self.keys.get(&fold(key)).copied()
    }

    /// The longest name that begins at a word, with a year behind it when one stands there.
    pub(super) fn named(&self, all: &[Word], at: usize) -> Option<(usize, Vec<usize>)> {
        let list = self.names.get(&all[at].folded)?;
        let fits = |name: &[String]| {
            name.iter()
                .enumerate()
                .all(|(i, part)| all.get(at + i).is_some_and(|word| word.folded == *part))
        };
        let (name, documents) = list.iter().find(|(name, _)| fits(name))?;
        let end = at + name.len();
        let step = usize::from(all.get(end).is_some_and(|w| w.folded == "nam"));
        let year = all
            .get(end + step)
            .filter(|w| w.key.len() == 4)
            .and_then(|w| w.key.parse().ok());
        match year.filter(|y| (1900..2100).contains(y)) {
            Some(year) => {
                let of_year = documents
                    .iter()
                    .copied()
                    .filter(|&d| self.documents[d].years.contains(&year));
                Some((name.len() + step + 1, of_year.collect()))
            }
            None => Some((name.len(), documents.clone())),
        }
    }

    /// A number without its symbol: `145/2020`, or `145` behind a word for the kind.
    ///
    /// Without a kind word `7/2025` may be a month: it counts only if the library has such a document.
    pub(super) fn numbered(
        &self,
        text: &str,
        all: &[Word],
        at: usize,
        kind: Option<&str>,
    ) -> Option<(usize, Vec<usize>)> {
        let word = all.get(at)?;
        let number: u32 = word.key.parse().ok().filter(|_| word.key.len() <= 5)?;
        let slash = |i: usize| all.get(i + 1).filter(|next| &text[all[i].end..next.start] == "/");
        let before = text[..word.start].chars().next_back();
        let year = slash(at)
            .filter(|y| y.key.len() == 4)
            .and_then(|y| y.key.parse::<u16>().ok());
        if before == Some('/')
            || (year.is_some() && slash(at + 1).is_some())
            || (year.is_none() && kind.is_none())
        {
            return None;
        }
        let fits = |known: &Known| {
            known.number == Some(number)
                && year.is_none_or(|year| known.year == Some(year))
                && kind.is_none_or(|kind| known.kind == kind || (kind == "luat" && known.kind == "bo luat"))
        };
        let found: Vec<usize> = (0..self.documents.len())
            .filter(|&i| fits(&self.documents[i]))
            .collect();
        (kind.is_some() || !found.is_empty()).then_some((1 + usize::from(year.is_some()), found))
    }
}

/// "Luật Công đoàn 2012" → ("Luật Công đoàn", 2012).
fn without_year(name: &str) -> (String, Option<u16>) {
    let name = name.trim();
    let year = name
        .rsplit(' ')
        .next()
        .filter(|last| last.len() == 4)
        .and_then(|last| last.parse().ok());
    match year.filter(|y| (1900..2100).contains(y)) {
        Some(year) => {
            let rest = name[..name.len() - 4].trim_end();
            (
                rest.strip_suffix("năm").unwrap_or(rest).trim_end().to_owned(),
                Some(year),
            )
        }
        None => (name.to_owned(), None),
    }
}

/// The full name, and for laws and codes the customary short ones: `BLLĐ`, `Luật BHXH`, `luật lao động` for the Code.
fn aliases(kind: DocumentKind, name: &str) -> Vec<Vec<String>> {
    let full: Vec<String> = words(name).into_iter().map(|w| w.folded).collect();
    let head = match kind {
        DocumentKind::Code => 2,
        DocumentKind::Law | DocumentKind::Ordinance => fold(kind.word()).split(' ').count(),
        // A name such as "Quy chế mẫu về …" is its own; decrees are called by number.
        DocumentKind::Other => return vec![full],
        _ => return Vec::new(),
    };
    if full.len() <= head {
        return vec![full];
    }
    let (kind_words, rest) = full.split_at(head);
    let initials = |words: &[String]| words.iter().filter_map(|w| w.chars().next()).collect::<String>();
    let short = initials(rest);
    let mut all = vec![full.clone()];
    if (2..=8).contains(&short.len()) {
        all.push(vec![initials(&full)]);
        all.push([kind_words, std::slice::from_ref(&short)].concat());
    }
    if kind == DocumentKind::Code {
        all.push(full[1..].to_vec());
        all.push(vec!["luat".to_owned(), short]);
    }
    all
}
