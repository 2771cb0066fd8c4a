//! The order of Vietnamese names: by given name (the last word), letters in the order of the alphabet, tones last.

use unicode_normalization::UnicodeNormalization;

/// The letters, in their order; each is a base letter with its vowel marks.
const LETTERS: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/// ngang, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// A key that sorts names as a Vietnamese list does: `An` < `Ân`, `Lan` < `Lân`, given name before family name.
pub fn sort_key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((given, rest)) = words.split_last() else {
        return String::new();
    };
    let mut letters = String::new();
    let mut tones = String::new();
    for word in std::iter::once(given).chain(rest) {
        push(word, &mut letters, &mut tones);
        letters.push(' ');
        tones.push('0');
    }
    format!("{letters}\u{1}{tones}")
}

fn push(word: &str, letters: &mut String, tones: &mut String) {
    let mut tone = 0;
    let without_tone: String = word
        .nfd()
        .flat_map(char::to_lowercase)
        .filter(|c| match TONES.iter().position(|t| t == c) {
            Some(index) => {
                tone = index + 1;
                false
            }
            None => true,
        })
        .nfc()
        .collect();
    for letter in without_tone.chars() {
        match LETTERS.chars().position(|l| l == letter) {
            Some(index) => letters.push(char::from(b'A' + u8::try_from(index).expect("33 letters"))),
            None => letters.push(letter),
        }
    }
    tones.push(char::from(b'0' + u8::try_from(tone).expect("six tones")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_given_name_in_vietnamese_order() {
        let mut names = [
            "Trần Ân",
            "Lê Lân",
            "Phạm An",
            "Bùi Thị Lan",
            "Đỗ Lan",
            "Vũ Đạt",
            "Vũ Dũng",
        ];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            [
                "Phạm An",
                "Trần Ân",
                "Vũ Dũng",
                "Vũ Đạt",
                "Bùi Thị Lan",
                "Đỗ Lan",
                "Lê Lân"
            ]
        );
    }
}
