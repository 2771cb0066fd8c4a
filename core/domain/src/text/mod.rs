//! Vietnamese text as search sees it: one form for every way of typing the same word.
//!
//! Two keys, as section 6.5 of the domain facts asks. [`fold`] is loose (no marks at all: what a hurried person types
//! without diacritics); [`tone_key`] is exact but deaf to *where* the tone mark stands (`hòa` = `hoà`, `thúy` = `thuý`)
//! and to NFC/NFD. Rank a match of `tone_key` above a match of `fold`. Neither is for display: a name is stored as typed.

mod clean;
mod found;

pub use clean::{clean, harmless};
pub use found::{Stretch, found};

use unicode_normalization::UnicodeNormalization;

/// The five tone marks: huyền, sắc, ngã, hỏi, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Lower case without any diacritic: `Nguyễn Thị Hoà` → `nguyen thi hoa`.
///
/// `đ` becomes `d`, and so does the look-alike `ð` of old files. Everything that is not a letter stays as it is.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_mark(*c))
        .map(|c| if matches!(c, 'đ' | 'ð') { 'd' } else { c })
        .collect()
}

/// Lower case with the tone of each syllable moved behind its letters: `hòa` and `hoà` give the same key.
///
/// The key keeps vowel marks (`ă â ê ô ơ ư`) and `đ`, composed; the tone follows as a bare combining mark. The result is
/// a key, not a word to show.
pub fn tone_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut key = String::with_capacity(text.len() + 4);
    let mut letters = String::new();
    let mut tones = String::new();
    let flush = |letters: &mut String, tones: &mut String, key: &mut String| {
        key.extend(letters.nfc());
        key.push_str(tones);
        letters.clear();
        tones.clear();
    };
    for c in text.nfd().flat_map(char::to_lowercase) {
        if TONES.contains(&c) {
            tones.push(c);
        } else if c.is_alphanumeric() || is_mark(c) {
            letters.push(if c == 'ð' { 'đ' } else { c });
        } else {
            flush(&mut letters, &mut tones, &mut key);
            key.push(c);
        }
    }
    flush(&mut letters, &mut tones, &mut key);
    key
}

/// Whether the text carries any Vietnamese mark: a query without one was typed without diacritics.
pub fn has_marks(text: &str) -> bool {
    !text.is_ascii()
        && text
            .nfd()
            .any(|c| is_mark(c) || matches!(c, 'đ' | 'Đ' | 'ð' | 'Ð'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_drops_every_mark_and_the_bar_of_d() {
        assert_eq!(fold("Nguyễn Thị Hoà"), "nguyen thi hoa");
        assert_eq!(fold("ĐIỀU ÐẶC biệt ð"), "dieu dac biet d");
        assert_eq!(fold("Tô\u{302}\u{301} 12/2022"), "to 12/2022");
    }

    #[test]
    fn the_tone_may_stand_anywhere_in_the_syllable() {
        for (old, new) in [
            ("hòa", "hoà"),
            ("thúy", "thuý"),
            ("khỏe", "khoẻ"),
            ("Lê Hòa Bình", "Lê Hoà Bình"),
        ] {
            assert_eq!(tone_key(old), tone_key(new));
        }
        assert_ne!(tone_key("hòa"), tone_key("hóa"));
        assert_ne!(tone_key("an"), tone_key("ân"));
        assert_ne!(tone_key("năm"), tone_key("nam"));
        assert_ne!(tone_key("đa"), tone_key("da"));
    }

    #[test]
    fn composed_and_decomposed_input_give_one_key() {
        let composed = "Đường Nguyễn Huệ";
        let decomposed: String = composed.nfd().collect();
        assert_eq!(tone_key(composed), tone_key(&decomposed));
        assert_eq!(fold(composed), fold(&decomposed));
    }

    #[test]
    fn marks_are_seen_in_both_forms() {
        assert!(has_marks("điều"));
        assert!(has_marks("e\u{301}"));
        assert!(!has_marks("dieu 98 bo luat lao dong"));
        assert!(!has_marks("“dieu”"));
    }
}
