//! How articles are shared out over segments, so that a change of the law replaces few of them.
//!
//! A document of some size has segments of its own; small ones share bundles chosen by their key. A long document is
//! cut behind articles chosen by a hash of their *number*, never by position: editing or inserting an article moves no
//! other cut.

use std::collections::BTreeMap;

use crate::model::Corpus;
use crate::text::fold;

/// Sizes to aim at, in bytes of raw text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Of a text segment. A single longer article has a segment of its own.
    pub text_bytes: usize,
    /// Of the articles of one index shard.
    pub shard_bytes: usize,
}

impl Default for Layout {
    /// For packs of a few megabytes. Larger packs take larger segments: fewer of them answer a question faster.
    fn default() -> Self {
        Self {
            text_bytes: 32 << 10,
            shard_bytes: 64 << 10,
        }
    }
}

/// The articles of one segment: (document, article) positions in the corpus.
pub(crate) struct Leaf {
    pub name: String,
    pub articles: Vec<(usize, usize)>,
}

pub(crate) fn leaves(corpus: &Corpus, prefix: &str, target: usize, most: usize) -> Vec<Leaf> {
    let size = |d: usize| {
        corpus.documents[d]
            .articles
            .iter()
            .map(|a| a.text.len())
            .sum::<usize>()
    };
    let (large, small): (Vec<usize>, Vec<usize>) =
        (0..corpus.documents.len()).partition(|&d| size(d) * 4 >= target);
    let mut leaves = Vec::new();
    for d in large {
        let articles: Vec<_> = (0..corpus.documents[d].articles.len()).map(|a| (d, a)).collect();
        let key = slug(&corpus.documents[d].document.key);
        cut(
            corpus,
            articles,
            &format!("{prefix}.{key}"),
            target,
            most,
            &mut leaves,
        );
    }
    let total: usize = small.iter().map(|&d| size(d)).sum();
    let buckets = (total / target.max(1)).next_power_of_two() as u64;
    let mut bundles: BTreeMap<u64, Vec<(usize, usize)>> = BTreeMap::new();
    for d in small {
        let document = &corpus.documents[d];
        let bundle = bundles.entry(hash(&document.document.key) % buckets).or_default();
        bundle.extend((0..document.articles.len()).map(|a| (d, a)));
    }
    for (bucket, mut articles) in bundles {
        articles.sort_by_key(|&(d, a)| (corpus.documents[d].document.key.as_str(), a));
        cut(
            corpus,
            articles,
            &format!("{prefix}.bundle-{bucket}"),
            usize::MAX / 4,
            most,
            &mut leaves,
        );
    }
    leaves
}

fn cut(
    corpus: &Corpus,
    articles: Vec<(usize, usize)>,
    name: &str,
    target: usize,
    most: usize,
    leaves: &mut Vec<Leaf>,
) {
    let mut size = 0;
    let mut leaf: Vec<(usize, usize)> = Vec::new();
    for (d, a) in articles {
        let article = &corpus.documents[d].articles[a];
        // The first article of a segment is chosen by its number, so that cuts stay where they are.
        let marked = hash(&article.label.to_string()).is_multiple_of(4);
        let full =
            leaf.len() >= most || size + article.text.len() > target * 2 || (marked && size >= target / 2);
        if full && !leaf.is_empty() {
            let full = std::mem::take(&mut leaf);
            let next = named(corpus, name, full, leaves);
            leaves.push(next);
            size = 0;
        }
        size += article.text.len();
        leaf.push((d, a));
    }
    if !leaf.is_empty() {
        let last = named(corpus, name, leaf, leaves);
        leaves.push(last);
    }
}

fn named(corpus: &Corpus, name: &str, articles: Vec<(usize, usize)>, before: &[Leaf]) -> Leaf {
    let (d, a) = articles[0];
    let first = fold(&corpus.documents[d].articles[a].label.to_string());
    let mut name = format!("{name}.{first}");
    // Two parts of a bundle may begin at the same number of different documents.
    if before.iter().any(|leaf| leaf.name == name) {
        name = format!("{name}.{}", slug(&corpus.documents[d].document.key));
    }
    Leaf { name, articles }
}

/// `158/2025/nđ-cp` → `158-2025-nd-cp-3f`; two digits of a hash keep apart what folding would merge.
pub(crate) fn slug(key: &str) -> String {
    let plain: String = fold(key)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{plain}-{:04x}", hash(key) & 0xffff)
}

/// FNV-1a: small, stable for ever.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    })
}
