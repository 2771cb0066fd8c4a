//! Cutting a text into words, and words into adjacent pairs.

use super::{fold, tone_key};

/// A maximal run of letters and digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Byte offset of the first character in the original text.
    pub start: usize,
    /// Byte offset behind the last character.
    pub end: usize,
    /// Exact form, deaf to case, normal form and tone placement.
    pub key: String,
    /// Form without marks.
    pub folded: String,
    /// A new line or the end of a clause stands between the word before and this one: no pair reaches across.
    pub breaks: bool,
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// All words of a text, in order. Ranges lie on character boundaries and never overlap.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut start = None;
    let mut breaks = true;
    let mut stop_before_space = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() || (start.is_some() && is_mark(c)) {
            if start.is_none() {
                start = Some(at);
            }
            stop_before_space = false;
            continue;
        }
        if let Some(from) = start.take() {
            let slice = &text[from..at];
            found.push(Word {
                start: from,
                end: at,
                key: tone_key(slice),
                folded: fold(slice),
                breaks,
            });
            breaks = false;
        }
        breaks |= c == '\n' || (stop_before_space && c.is_whitespace());
        stop_before_space = matches!(c, ';' | ':' | '.' | '?' | '!');
    }
    found
}

/// Positions `i` where word `i` and word `i + 1` stand side by side within one clause.
pub fn pairs(words: &[Word]) -> impl Iterator<Item = usize> + '_ {
    words
        .windows(2)
        .enumerate()
        .filter(|(_, two)| !two[1].breaks)
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_know_their_place() {
        let text = "Điều 98. Tiền lương làm thêm giờ";
        let found = words(text);
        assert_eq!(&text[found[0].start..found[0].end], "Điều");
        assert_eq!(found[0].folded, "dieu");
        assert_eq!(found[1].folded, "98");
        assert!(found[2].breaks, "a full stop before a space ends the clause");
        assert_eq!(pairs(&found).collect::<Vec<_>>(), [0, 2, 3, 4, 5]);
    }

    #[test]
    fn a_number_with_inner_stops_is_one_clause() {
        let found = words("145/2020/NĐ-CP và 1.234.567 đồng");
        assert!(found[1..].iter().all(|word| !word.breaks));
        assert_eq!(found[2].folded, "nd");
    }

    #[test]
    fn decomposed_text_has_the_same_keys() {
        let composed = words("hoà giải");
        let decomposed = words("ho\u{61}\u{300} gia\u{309}i");
        assert_eq!(composed[0].key, words("hòa")[0].key);
        assert_eq!(
            composed.iter().map(|w| &w.key).collect::<Vec<_>>(),
            decomposed.iter().map(|w| &w.key).collect::<Vec<_>>()
        );
    }

    proptest! {
        #[test]
        fn ranges_are_on_boundaries_and_in_order(text in "\\PC*|[a-zđĐ\u{300}-\u{310} .\n]*") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
                last = word.end;
            }
        }
    }
}
