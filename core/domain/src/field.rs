//! Checks of single text fields, with their Vietnamese names in the refusal.

use crate::Rejection;
use crate::text::clean;

/// [`clean`]; not empty, at most `max` characters.
///
/// # Errors
/// `empty_field`, `too_long`.
pub fn required(field: &str, value: &str, max: usize) -> Result<String, Rejection> {
    let value = at_most(field, value, max)?;
    if value.is_empty() {
        Err(Rejection::new("empty_field").arg("field", field))
    } else {
        Ok(value)
    }
}

/// [`required`], on one line: a name with a line break in it would look like two entries of a list.
///
/// # Errors
/// `empty_field`, `too_long`.
pub fn line(field: &str, value: &str, max: usize) -> Result<String, Rejection> {
    required(field, &value.replace('\n', " "), max)
}

/// [`clean`]; may be empty.
///
/// # Errors
/// `too_long`.
pub fn at_most(field: &str, value: &str, max: usize) -> Result<String, Rejection> {
    let value = clean(value);
    if value.chars().count() > max {
        return Err(Rejection::new("too_long").arg("field", field).arg("max", max));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_deceives_a_reader_or_a_terminal_is_in_no_text() {
        let tricky = "\u{feff} Lan\u{0}\u{1b}[2J\u{202e}nạL\u{2066}\u{200b}\u{7f}\u{9b}31m\r ";
        assert_eq!(clean(tricky), "Lan[2JnạL31m");
        assert_eq!(
            clean("<b>'\"; DROP TABLE</b>"),
            "<b>'\"; DROP TABLE</b>",
            "words stay"
        );
        assert_eq!(clean("👩‍🏭 một\nhai"), "👩‍🏭 một\nhai");
        assert_eq!(line("Tên", "Lan\nHùng", 20).unwrap(), "Lan Hùng");
        assert_eq!(
            required("Tên", "\u{0}\u{200b} ", 20).unwrap_err().code,
            "empty_field"
        );
    }
}
