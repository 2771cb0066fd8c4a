//! What people wrote, without what would deceive whoever reads it.

use unicode_normalization::UnicodeNormalization;

/// Whether a character is kept in no text of ours.
///
/// A terminal obeys control characters, and marks that turn the direction of writing or take no room make one name look
/// like another; no Vietnamese needs them. Joiners stay: pictures are put together with them.
fn deceives(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text as it is, less what deceives a reader or a terminal; for what is shown as it came.
pub fn harmless(text: &str) -> String {
    text.chars().filter(|c| !deceives(*c) || *c == '\t').collect()
}

/// The text in its stored form: NFC, trimmed, with nothing in it that deceives a reader or a terminal.
pub fn clean(value: &str) -> String {
    let kept: String = value.nfc().filter(|c| !deceives(*c)).collect();
    kept.trim().to_owned()
}
