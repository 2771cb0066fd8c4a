//! What a query found in a text, for marking it.

use super::{fold, is_mark};

/// A stretch of a text; the stretches in order are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub text: String,
    /// The query found it.
    pub found: bool,
}

/// Cuts `text` where words of `query` begin words of it, whatever their marks and case, as the roster's search finds
/// them. A letter is never cut from its combining marks.
pub fn found(text: &str, query: &str) -> Vec<Stretch> {
    let letters = letters(text);
    // One sign for each letter, so that places in the one are places in the other.
    let signs: Vec<String> = letters.iter().map(|letter| fold(letter)).collect();
    let mut marked = vec![false; letters.len()];
    for word in query.split_whitespace().map(fold) {
        for start in 0..letters.len() {
            let begins = start == 0 || signs[start - 1].chars().all(char::is_whitespace);
            if let Some(end) = begins.then(|| end_of(&signs[start..], &word)).flatten() {
                marked[start..start + end].fill(true);
            }
        }
    }
    let mut stretches: Vec<Stretch> = vec![];
    for (letter, found) in letters.into_iter().zip(marked) {
        match stretches.last_mut() {
            Some(last) if last.found == found => last.text.push_str(letter),
            _ => stretches.push(Stretch {
                text: letter.to_owned(),
                found,
            }),
        }
    }
    stretches
}

/// Letters with the combining marks that follow them.
fn letters(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| *at == 0 || !is_mark(*c))
        .map(|(at, _)| at)
        .collect();
    starts.push(text.len());
    starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

/// After how many letters `word` is spelled; `None`: the letters spell something else.
fn end_of(signs: &[String], word: &str) -> Option<usize> {
    let mut rest = word;
    for (count, sign) in signs.iter().enumerate() {
        if rest.is_empty() {
            return Some(count).filter(|count| *count > 0);
        }
        rest = rest.strip_prefix(sign.as_str())?;
    }
    rest.is_empty().then_some(signs.len()).filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn show(text: &str, query: &str) -> String {
        let shown = found(text, query).into_iter().map(|stretch| {
            if stretch.found {
                format!("[{}]", stretch.text)
            } else {
                stretch.text
            }
        });
        shown.collect()
    }

    #[test]
    fn beginnings_of_words_are_marked_whatever_their_marks() {
        assert_eq!(show("Đỗ Thị Lan", "lan do"), "[Đỗ] Thị [Lan]");
        assert_eq!(show("Nguyễn Thị Ngọc Lan", "NGỌC"), "Nguyễn Thị [Ngọc] Lan");
        assert_eq!(show("Phan Lan Anh", "an"), "Phan Lan [An]h");
        assert_eq!(show("Trần Văn Đạt", "d"), "Trần Văn [Đ]ạt");
        assert_eq!(show("Trần", "trân"), "[Trần]");
        assert_eq!(show("Trần", ""), "Trần");
        assert_eq!(show("", "lan"), "");
        assert_eq!(show("Lan", "lanh"), "Lan");
    }

    #[test]
    fn a_letter_keeps_its_combining_marks() {
        let typed: String = "Đặng Hoàng Yến".nfd().collect();
        let cut = found(&typed, "hoang y");
        let whole: String = cut.iter().map(|stretch| stretch.text.as_str()).collect();
        assert_eq!(whole, typed);
        let marked: Vec<String> = cut
            .iter()
            .filter(|stretch| stretch.found)
            .map(|stretch| stretch.text.nfc().collect())
            .collect();
        assert_eq!(marked, ["Hoàng", "Y"]);
    }

    #[test]
    fn letters_beyond_the_first_plane_and_strange_ones_do_not_shift_the_cut() {
        assert_eq!(show("𝒜 İlan Lan", "lan"), "𝒜 İlan [Lan]");
        assert_eq!(show("\u{301}Lan", "lan"), "[\u{301}Lan]");
    }
}
