//! Numbers of articles and clauses (`5`, `5a`) and letters of points (`đ`, `a1`), and their order.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The letters that number points, in order: no f, j, w, z, and đ after d.
pub const POINT_LETTERS: [char; 23] = [
    'a', 'b', 'c', 'd', 'đ', 'e', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v',
    'x', 'y',
];

/// Number of an article or clause: digits and, for a unit inserted later, a letter (`48a` stands between 48 and 49).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Label {
    number: u16,
    letter: Option<char>,
}

impl Label {
    /// Reads `98`, `5a`, `5A`; at most four digits and one letter of [`POINT_LETTERS`].
    pub fn parse(text: &str) -> Option<Self> {
        let lower = congdoan_domain::text::tone_key(text.trim());
        let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 4 {
            return None;
        }
        let number = lower[..digits].parse().ok()?;
        let mut rest = lower[digits..].chars();
        let letter = rest.next();
        if rest.next().is_some() || letter.is_some_and(|c| !POINT_LETTERS.contains(&c)) {
            return None;
        }
        Some(Self { number, letter })
    }

    pub fn number(&self) -> u16 {
        self.number
    }

    pub fn letter(&self) -> Option<char> {
        self.letter
    }

    /// Whether this one may stand right behind `before`: the next number, or an inserted letter of the same or next.
    pub fn follows(&self, before: Option<&Self>) -> bool {
        let last = before.map_or(0, |label| label.number);
        match self.letter {
            None => self.number == last + 1,
            Some(_) => before.is_some_and(|b| b < self) && (self.number == last || self.number == last + 1),
        }
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |c: Option<char>| c.map_or(0, |c| 1 + letter_order(c));
        (self.number, place(self.letter)).cmp(&(other.number, place(other.letter)))
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        self.letter.map_or(Ok(()), |c| write!(f, "{c}"))
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.to_string()
    }
}

impl TryFrom<String> for Label {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("not the number of an article or clause: {text:?}"))
    }
}

fn letter_order(c: char) -> usize {
    POINT_LETTERS
        .iter()
        .position(|&l| l == c)
        .unwrap_or(POINT_LETTERS.len())
}

/// Sort key of a point label (`a`, `đ`, `a1`, `aa`); `None` if it is not one.
///
/// Single letters run through the alphabet, doubled letters (`aa`, `bb`) follow after `y`.
pub fn point_order(label: &str) -> Option<(usize, u8)> {
    let mut chars = label.chars().peekable();
    let first = chars.next()?;
    let mut order = POINT_LETTERS.iter().position(|&l| l == first)?;
    if chars.peek() == Some(&first) {
        order += POINT_LETTERS.len();
        chars.next();
    }
    let digits: String = chars.collect();
    match digits.len() {
        0 => Some((order, 0)),
        1 | 2 => digits.parse().ok().map(|n| (order, n)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Label {
        Label::parse(text).unwrap()
    }

    #[test]
    fn inserted_numbers_stand_behind_their_number() {
        let mut all = [
            label("49"),
            label("48b"),
            label("5"),
            label("48"),
            label("48a"),
            label("48đ"),
            label("48e"),
        ];
        all.sort();
        assert_eq!(
            all.map(|l| l.to_string()),
            ["5", "48", "48a", "48b", "48đ", "48e", "49"]
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in ["", "a", "5f", "5ab", "12345", "5.", "-1"] {
            assert_eq!(Label::parse(bad), None, "{bad}");
        }
        assert_eq!(label("7B"), label("7b"));
    }

    #[test]
    fn the_next_clause_is_known() {
        assert!(label("1").follows(None));
        assert!(label("3a").follows(Some(&label("3"))));
        assert!(label("4").follows(Some(&label("3a"))));
        assert!(!label("5").follows(Some(&label("3"))));
        assert!(!label("2").follows(Some(&label("3"))));
    }

    #[test]
    fn points_run_in_the_vietnamese_order() {
        assert!(point_order("d") < point_order("đ"));
        assert!(point_order("đ") < point_order("e"));
        assert!(point_order("a") < point_order("a1"));
        assert!(point_order("y") < point_order("aa"));
        assert_eq!(point_order("f"), None);
        assert_eq!(point_order("đi"), None);
        assert_eq!(point_order(""), None);
    }
}
