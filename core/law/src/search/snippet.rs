//! The passage of an article to show under a hit.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use crate::structure::Block;
use crate::text::{Word, words};

/// A passage with the ranges to mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    pub text: String,
    /// Byte ranges in [`Snippet::text`], in order, not overlapping.
    pub highlights: Vec<Range<usize>>,
    /// The clause and point the passage begins in.
    pub clause: Option<String>,
    pub point: Option<String>,
}

/// Words in a passage.
const LENGTH: usize = 44;

/// Weight of a word of the text, if the question has it.
pub(super) struct Marked<'q> {
    pub weights: HashMap<&'q str, f32>,
    pub folded: bool,
}

impl Marked<'_> {
    pub fn weight(&self, word: &Word) -> f32 {
        let form = if self.folded { &word.folded } else { &word.key };
        self.weights.get(form.as_str()).copied().unwrap_or(0.0)
    }

    /// Ranges of the question's words in a short text.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        join(
            text,
            words(text)
                .iter()
                .filter(|w| self.weight(w) > 0.0)
                .map(|w| w.start..w.end),
        )
    }
}

/// Words that stand side by side are marked as one.
fn join(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if text[last.end..range.start].chars().all(|c| c == ' ') => last.end = range.end,
            _ => joined.push(range),
        }
    }
    joined
}

/// Chooses the passage with the most of the question in it; it begins at a clause, point or sentence when one is near.
pub(super) fn snippet(text: &str, blocks: &[Block], marked: &Marked) -> Snippet {
    let all = words(text);
    if all.is_empty() {
        return Snippet::default();
    }
    let weights: Vec<f32> = all.iter().map(|w| marked.weight(w)).collect();
    let mut best = (0.0_f32, 0);
    for start in 0..all.len() {
        let begins = start == 0 || all[start].breaks;
        if !begins && weights[start] == 0.0 {
            continue;
        }
        let mut seen: Vec<&str> = Vec::new();
        let mut sum = if begins { 0.01 } else { 0.0 };
        for at in start..(start + LENGTH).min(all.len()) {
            if weights[at] > 0.0 && !seen.contains(&all[at].key.as_str()) {
                seen.push(&all[at].key);
                // Neighbours that both match weigh more than scattered ones.
                let beside = at > start && weights[at - 1] > 0.0;
                sum += weights[at] * if beside { 1.3 } else { 1.0 };
            }
        }
        // Of equal passages the latest: it begins closest to the words.
        if sum > 0.01 && sum >= best.0 {
            best = (sum, start);
        }
    }
    let mut start = best.1;
    if let Some(back) = (0..10)
        .take_while(|b| *b <= start)
        .find(|b| all[start - b].breaks)
    {
        start -= back;
    }
    let end = (start + LENGTH).min(all.len());
    let inside = |at: usize| blocks.iter().rfind(|b| b.range.start <= at);
    let mut from = all[start].start;
    if let Some(block) = inside(from)
        && block.body >= from.saturating_sub(12)
    {
        from = block.range.start.min(from);
    }
    let to = if end == all.len() {
        text.trim_end().len()
    } else {
        all[end - 1].end
    };
    let block = inside(from);
    let highlights = join(
        text,
        (start..end)
            .filter(|&at| weights[at] > 0.0)
            .map(|at| all[at].start..all[at].end),
    );
    Snippet {
        // A line break is one byte, and so is the space it becomes: the ranges stay true.
        text: text[from..to].replace('\n', " "),
        highlights: highlights
            .into_iter()
            .map(|range| range.start - from..range.end - from)
            .collect(),
        clause: block.and_then(|b| b.clause.clone()),
        point: block.and_then(|b| b.point.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::blocks;
    use proptest::prelude::*;

    fn marked(words: &[&'static str]) -> Marked<'static> {
        Marked {
            weights: words.iter().map(|w| (*w, 1.0)).collect(),
            folded: true,
        }
    }

    #[test]
    fn the_passage_is_where_the_words_are() {
        let filler = "Lời khác không liên quan gì cả đến câu hỏi này.\n".repeat(20);
        let text = format!("1. Mở đầu.\n{filler}2. Tiền lương làm thêm giờ vào ngày thường.");
        let found = snippet(&text, &blocks(&text), &marked(&["lam", "them", "gio"]));
        assert_eq!(found.clause.as_deref(), Some("2"));
        assert_eq!(&found.text[found.highlights[0].clone()], "làm thêm giờ");
    }

    proptest! {
        #[test]
        fn ranges_fit_the_passage(text in "((lam|them|giờ|[a-zđ]{1,6}|\\PC)[ .\n]?){0,120}") {
            let found = snippet(&text, &blocks(&text), &marked(&["lam", "them", "gio"]));
            for range in found.highlights {
                prop_assert!(found.text.get(range).is_some_and(|s| !s.is_empty()));
            }
        }
    }
}
