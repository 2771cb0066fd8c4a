//! Checks of single text fields, with their Vietnamese names in the refusal.

use crate::Rejection;
use unicode_normalization::UnicodeNormalization;

/// Trimmed and NFC; not empty, at most `max` characters.
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

/// Trimmed and NFC; may be empty.
///
/// # Errors
/// `too_long`.
pub fn at_most(field: &str, value: &str, max: usize) -> Result<String, Rejection> {
    let value: String = value
        .trim()
        .nfc()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    if value.chars().count() > max {
        return Err(Rejection::new("too_long").arg("field", field).arg("max", max));
    }
    Ok(value)
}
