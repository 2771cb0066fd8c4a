//! First stage: one score an article, from the index alone.

use std::collections::HashMap;
use std::ops::Range;

use super::query::{Query, Sought};
use crate::index::{MOST_ARTICLES, Shard, TOP};
use crate::library::Library;
use crate::model::ArticleRef;
use crate::segment::{LibraryError, SegmentSource};
use crate::structure::Label;

/// An article with its score.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Positions in the catalogue: document, article.
    pub place: (usize, usize),
    pub score: f32,
}

/// Scores all articles and returns the best, with the weight (share × rarity) each sought word or pair had.
///
/// With `folded` every accented variant counts and the strongest one of an article is taken; document frequency is the
/// sum over variants, at most the number of articles. Shards that cannot be read are passed over and added to `damaged`.
pub(super) fn candidates<S: SegmentSource>(
    library: &Library<S>,
    query: &Query,
    folded: bool,
    most: usize,
    damaged: &mut Vec<LibraryError>,
) -> Result<(Vec<Candidate>, Vec<f32>), LibraryError> {
    // Per shard and sought term: the posting lists. Kept as ranges, so that idf can be known before scoring.
    let mut lists: HashMap<String, Vec<Vec<Range<usize>>>> = HashMap::new();
    let mut frequency = vec![0usize; query.sought.len()];
    let mut total = 0usize;
    library.each_shard(damaged, |name, shard| {
        total += shard.articles();
        let found: Vec<_> = query
            .sought
            .iter()
            .map(|sought| look_up(shard, sought, folded))
            .collect();
        for (count, ranges) in frequency.iter_mut().zip(&found) {
            *count += ranges
                .iter()
                .map(|range| range.len().min(MOST_ARTICLES))
                .sum::<usize>();
        }
        lists.insert(name.to_owned(), found);
        Ok(())
    })?;
    let n = total as f32;
    let weights: Vec<f32> = query
        .sought
        .iter()
        .zip(&frequency)
        .map(|(sought, &df)| {
            let df = (df as f32).min(n);
            sought.weight * (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
        })
        .collect();

    let mut best: Vec<(f32, usize, usize)> = Vec::new();
    let mut floor = 0.0_f32;
    let mut names: Vec<ArticleRef> = Vec::new();
    library.each_shard(damaged, |name, shard| {
        let mut scores = vec![0.0_f32; shard.articles()];
        let mut strongest = vec![0u8; shard.articles()];
        for (ranges, weight) in lists.get(name).into_iter().flatten().zip(&weights) {
            strongest.fill(0);
            for (local, impact) in ranges.iter().flat_map(|range| shard.postings(range.clone())) {
                if let Some(slot) = strongest.get_mut(usize::from(local)) {
                    *slot = impact.max(*slot);
                }
            }
            scores
                .iter_mut()
                .zip(&strongest)
                .for_each(|(score, &impact)| *score += weight * f32::from(impact));
        }
        for (local, &score) in scores.iter().enumerate().filter(|(_, score)| **score > 0.0) {
            if best.len() >= most * 4 {
                best.sort_by(|a, b| b.0.total_cmp(&a.0));
                best.truncate(most);
                floor = best.last().map_or(0.0, |b| b.0);
            }
            if score > floor {
                let (document, label) = shard
                    .article(local)
                    .ok_or_else(|| LibraryError::damaged(name, "an article has no name"))?;
                let label = Label::parse(label)
                    .ok_or_else(|| LibraryError::damaged(name, "an article has no number"))?;
                best.push((score, names.len(), local));
                names.push(ArticleRef::new(document, label));
            }
        }
        Ok(())
    })?;
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    best.truncate(most);
    let found = best.into_iter().filter_map(|(score, name, _)| {
        // An index may be older or newer than the catalogue by some articles: those are passed over.
        let place = library.place_of(&names[name])?;
        Some(Candidate {
            place,
            score: score / TOP,
        })
    });
    Ok((found.collect(), weights))
}

fn look_up(shard: &Shard, sought: &Sought, folded: bool) -> Vec<Range<usize>> {
    let term = |word: &'_ crate::text::Word| (word.folded.clone(), (!folded).then(|| word.key.clone()));
    let (folded_form, key) = term(&sought.first);
    let first = (folded_form.as_str(), key.as_deref());
    match &sought.second {
        None => shard.word(first),
        Some(second) => {
            let (folded_form, key) = term(second);
            shard.pair(first, (folded_form.as_str(), key.as_deref()))
        }
    }
}
