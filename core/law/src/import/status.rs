//! The typed standing of a document, in the words of the labour set or of the national database.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::Caution;
use crate::text::fold;
use crate::validity::{Force, parse_date};

/// What the words claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Status {
    /// `None`: the words are not understood.
    pub force: Option<Force>,
    /// First day out of force.
    pub to: Option<Date>,
    /// The words themselves ask to be checked.
    pub unchecked: bool,
    pub cautions: Vec<Caution>,
}

/// Reads "in force", "expired 2025-07-01", "in force until 2026-12-31 (…: verify)", "replaced 2025-08 by …: verify",
/// "future: 2027-01-01", "Hết hiệu lực một phần" and their like.
pub(super) fn read(text: &str) -> Status {
    let folded = fold(text);
    let has = |word: &str| folded.contains(word);
    let first_date = folded
        .split([' ', ':', '(', ')', ',', ';'])
        .find_map(parse_date)
        .map(|date| date.earliest());
    let mut to = None;
    let force = if has("mot phan") || has("partly") {
        Some(Force::PartlyRepealed)
    } else if has("ngung hieu luc") || has("suspended") {
        Some(Force::Suspended)
    } else if has("until") {
        to = first_date.and_then(|date| date.checked_add(1.day()).ok());
        Some(Force::InForce)
    } else if has("expired") || has("replaced") || has("het hieu luc") {
        to = first_date;
        Some(Force::Repealed)
    } else if has("future") || has("chua co hieu luc") {
        Some(Force::NotYet)
    } else if has("in force") || has("con hieu luc") {
        Some(Force::InForce)
    } else {
        None
    };
    let mut cautions = Vec::new();
    if has("unofficial") {
        cautions.push(Caution::UnofficialCopy);
    }
    if has("ocr") {
        cautions.push(Caution::Scanned);
    }
    Status {
        force,
        to,
        unchecked: has("verify") || has("doi chieu"),
        cautions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_labour_set_are_understood() {
        let until = read("in force until 2026-12-31 (replaced by 283/2026/NĐ-CP from 2027-01-01: verify)");
        assert_eq!(
            (until.to, until.unchecked),
            (Some(Date::constant(2027, 1, 1)), true)
        );
        let replaced = read("replaced 2025-08 by 219/2025/NĐ-CP: verify");
        assert_eq!(
            (replaced.to, replaced.unchecked),
            (Some(Date::constant(2025, 8, 1)), true)
        );
        let expired = read("expired 2025-07-01");
        assert_eq!(
            (expired.force, expired.to),
            (Some(Force::Repealed), Some(Date::constant(2025, 7, 1)))
        );
        let future = read("future: 2027-01-01 (unofficial OCR copy)");
        assert_eq!(future.cautions, [Caution::UnofficialCopy, Caution::Scanned]);
        assert_eq!((future.force, future.to), (Some(Force::NotYet), None));
        assert_eq!(read("in force (amended by 97/2025/QH15)").to, None);
        assert_eq!(read("Hết hiệu lực một phần").force, Some(Force::PartlyRepealed));
        assert_eq!(read("???").force, None);
    }
}
