//! From what a person types to weighted words and pairs.

use std::ops::Range;

use super::lexicon::{Lexicon, Role};
use crate::text::{Word, has_marks, words};

/// A word or pair to look up, with its share of the score.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sought {
    pub first: Word,
    pub second: Option<Word>,
    pub weight: f32,
    /// Worth marking where it is found; grammar words are not.
    pub marked: bool,
}

/// An analysed question.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub sought: Vec<Sought>,
    /// Typed without a single diacritic: every accented variant is meant.
    pub folded: bool,
}

const GRAMMAR: f32 = 0.5;
/// Words that the lexicon adds.
const ADDED: f32 = 0.5;
/// A pair against its words.
const PAIR: f32 = 0.6;

impl Query {
    /// Analyses a question; `cited` are byte ranges of citations, which are looked up, not searched for.
    pub fn of(text: &str, cited: &[Range<usize>]) -> Self {
        let folded = !has_marks(text);
        let mut all = words(text);
        // What stands around a citation stays in order; a clause break keeps pairs from reaching across it.
        let mut broken = false;
        all.retain_mut(|word| {
            let inside = cited.iter().any(|range| range.contains(&word.start));
            word.breaks |= broken;
            broken = inside;
            !inside
        });
        let mut weights = vec![1.0_f32; all.len()];
        let mut added: Vec<Word> = Vec::new();
        let lexicon = Lexicon::get();
        let mut at = 0;
        let mut asked_until = 0;
        let mut meant_until = 0;
        while at < all.len() {
            // The longest phrase that begins here speaks for the words in it: in "chủ nhật" nobody means an owner.
            let meant = lexicon.at(&all, at, folded).find_map(|(count, role)| match role {
                Role::Means(more) | Role::Stands(more) => Some((count, more)),
                _ => None,
            });
            if at >= meant_until
                && let Some((count, more)) = meant
            {
                added.extend(more.iter().cloned());
                meant_until = at + count;
            }
            let masked = lexicon
                .at(&all, at, folded)
                .find(|(_, role)| matches!(role, Role::Asks | Role::Grammar));
            if at >= asked_until
                && let Some((count, role)) = masked
            {
                let weight = if matches!(role, Role::Grammar) {
                    GRAMMAR
                } else {
                    0.0
                };
                weights[at..at + count].fill(weight);
                asked_until = at + count;
            }
            at += 1;
        }
        if all.last().is_some_and(|last| last.folded == "khong") {
            *weights.last_mut().unwrap_or(&mut 0.0) = 0.0;
        }
        if !weights.contains(&1.0) {
            weights.fill(1.0);
        }
        let mut sought = Vec::new();
        collect(&all, &weights, &|weight| weight > GRAMMAR, &mut sought);
        collect(&added, &vec![ADDED; added.len()], &|_| true, &mut sought);
        Self { sought, folded }
    }
}

/// Adds words and pairs, each once with its greatest weight.
fn collect(all: &[Word], weights: &[f32], marked: &dyn Fn(f32) -> bool, sought: &mut Vec<Sought>) {
    let mut add = |first: &Word, second: Option<&Word>, weight: f32, marked: bool| {
        if weight <= 0.0 {
            return;
        }
        let same = |s: &&mut Sought| {
            s.first.key == first.key && s.second.as_ref().map(|w| &w.key) == second.map(|w| &w.key)
        };
        match sought.iter_mut().find(same) {
            Some(known) => known.weight = known.weight.max(weight),
            None => sought.push(Sought {
                first: first.clone(),
                second: second.cloned(),
                weight,
                marked,
            }),
        }
    };
    for (at, word) in all.iter().enumerate() {
        add(word, None, weights[at], marked(weights[at]));
        if let Some(next) = all.get(at + 1).filter(|next| !next.breaks) {
            let (a, b) = (weights[at], weights[at + 1]);
            let weight = if a == GRAMMAR && b == GRAMMAR {
                0.25
            } else {
                a.min(b)
            };
            add(word, Some(next), weight * PAIR, false);
        }
    }
}

/// Cuts a long story with numbered questions ("Hỏi: (1) … (2) …") into its questions, the story before each.
/// A short question stays whole.
pub(super) fn questions(text: &str) -> Vec<String> {
    let marks: Vec<usize> = (1..=9)
        .map_while(|n| text.find(&format!("({n})")))
        .scan(0, |last, at| {
            let ordered = at >= *last;
            *last = at;
            ordered.then_some(at)
        })
        .collect();
    if marks.len() < 2 {
        return vec![text.to_owned()];
    }
    let ends = marks.iter().skip(1).copied().chain([text.len()]);
    marks
        .iter()
        .zip(ends)
        .map(|(&from, to)| text[from + 3..to].trim().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<(String, f32)> {
        let query = Query::of(text, &[]);
        let words = query.sought.into_iter().filter(|s| s.second.is_none());
        words.map(|s| (s.first.folded, s.weight)).collect()
    }

    #[test]
    fn asking_words_are_left_out_and_grammar_counts_half() {
        let found = terms("Lương của người lao động được quy định như thế nào?");
        assert!(found.contains(&("luong".into(), 1.0)));
        assert!(found.contains(&("cua".into(), 0.5)));
        assert!(!found.iter().any(|(word, _)| word == "quy" || word == "nao"));
    }

    #[test]
    fn a_question_of_asking_words_only_is_searched_as_it_is() {
        assert!(terms("là gì").contains(&("gi".into(), 1.0)));
    }

    #[test]
    fn lay_words_bring_the_words_of_the_law() {
        for text in ["tăng ca", "tang ca"] {
            assert!(terms(text).contains(&("them".into(), 0.5)), "{text}");
        }
    }

    #[test]
    fn the_longest_phrase_speaks_for_its_words() {
        let found = terms("làm chủ nhật");
        assert!(found.contains(&("hang".into(), 0.5)), "{found:?}");
        assert!(!found.iter().any(|(word, _)| word == "dung"), "{found:?}");
    }

    #[test]
    fn a_story_is_cut_into_its_questions() {
        assert_eq!(questions("Chuyện dài. Hỏi: (1) Một? (2) Hai?"), ["Một?", "Hai?"]);
        assert_eq!(questions("khoản (1) điều 5"), ["khoản (1) điều 5"]);
    }
}
