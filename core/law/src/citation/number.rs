//! Document numbers: `45/2019/QH14`, `61/QĐ-TLĐ`, `60-NQ/TW` and their kin.

use std::ops::Range;

use crate::text::fold;

/// Who numbers like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// Normative: number/year/symbol.
    Normative,
    /// A single decision, guide or letter, without a year: the year stands in the date line.
    Administrative,
    /// A grassroots union's practice, with the year.
    LocalUnion,
    /// Resolution of the Standing Committee on one place, without a year.
    CommitteeResolution,
    /// The Party's: number-type/issuer.
    Party,
    /// A consolidated text.
    Consolidated,
}

/// A document number as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentNumber {
    pub kind: NumberKind,
    pub number: u32,
    pub year: Option<u16>,
    /// Type and issuer: `QH14`, `NĐ-CP`.
    pub symbol: String,
    /// As written.
    pub text: String,
}

impl DocumentNumber {
    /// The key a library uses: lower case.
    pub fn key(&self) -> String {
        self.text.to_lowercase()
    }
}

/// All document numbers of a text with their byte ranges. Case and marks of the symbol do not matter (`145/2020/nd-cp`).
pub fn numbers(text: &str) -> Vec<(Range<usize>, DocumentNumber)> {
    let mut found = Vec::new();
    let mut before = ' ';
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        let boundary = !(before.is_alphanumeric() || matches!(before, '/' | '-' | '_'));
        before = c;
        if at < skip_to || !boundary || !c.is_ascii_digit() {
            continue;
        }
        let run = &text[at..at + run_length(&text[at..])];
        if let Some(number) = classify(run) {
            skip_to = at + run.len();
            found.push((at..skip_to, number));
        }
    }
    found
}

/// Length of the run of letters, digits, `/`, `-` and brackets that a number is cut from, without a trailing hyphen.
fn run_length(text: &str) -> usize {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-' | '(' | ')')))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['-', '/', '(', ')']).len()
}

fn classify(run: &str) -> Option<DocumentNumber> {
    let digits = run.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 5 {
        return None;
    }
    let number = run[..digits].parse().ok()?;
    let rest = run[digits..].strip_prefix('/');
    let found = |kind, year, symbol: &str| {
        Some(DocumentNumber {
            kind,
            number,
            year,
            symbol: symbol.to_owned(),
            text: run.to_owned(),
        })
    };
    let Some(rest) = rest else {
        let (kind, issuer) = run[digits..].strip_prefix('-')?.split_once('/')?;
        let party = ["nq", "kl", "ct", "qd", "qc", "tb", "cv", "hd", "bc", "ttr", "kh"]
            .contains(&fold(kind).as_str());
        return (party && letters(issuer, 2, 8))
            .then(|| found(NumberKind::Party, None, &run[digits + 1..]))?;
    };
    if let Some((year, symbol)) = rest.split_once('/')
        && year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
    {
        let year = year.parse().ok()?;
        if assembly(symbol) {
            return found(NumberKind::Normative, Some(year), symbol);
        }
        let (kind, issuers) = symbol.split_once('-')?;
        if !letters(kind, 2, 5) || !issuers.split('-').all(|part| letters(part, 2, 12)) {
            return None;
        }
        let issuer = fold(issuers);
        let local = issuer.starts_with("cd") || issuer == "ldld";
        return found(
            if local {
                NumberKind::LocalUnion
            } else {
                NumberKind::Normative
            },
            Some(year),
            symbol,
        );
    }
    let (kind, issuers) = rest.split_once('-')?;
    let plain = kind.split('(').next().unwrap_or(kind);
    let term = fold(issuers);
    if fold(kind) == "nq" && term.starts_with("ubtvqh") && assembly(issuers) {
        return found(NumberKind::CommitteeResolution, None, rest);
    }
    if !letters(plain, 1, 7) || !issuers.split('-').all(|part| letters(part, 2, 12)) {
        return None;
    }
    let kind = if fold(kind) == "vbhn" {
        NumberKind::Consolidated
    } else {
        NumberKind::Administrative
    };
    found(kind, None, rest)
}

fn letters(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.chars().count()) && text.chars().all(char::is_alphabetic)
}

/// `QH14`, `UBTVQH15`.
fn assembly(symbol: &str) -> bool {
    let folded = fold(symbol);
    let term = folded
        .strip_prefix("ubtvqh")
        .or_else(|| folded.strip_prefix("qh"));
    term.is_some_and(|t| (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<NumberKind> {
        numbers(text).into_iter().map(|(_, number)| number.kind).collect()
    }

    #[test]
    fn numbers_stand_in_sentences() {
        let text = "theo Luật số 50/2024/QH15, Nghị định số 12/2022/NĐ-CP; ngày 10/9/2026 và 61/QĐ-TLĐ.";
        let found = numbers(text);
        assert_eq!(
            found.iter().map(|(r, _)| &text[r.clone()]).collect::<Vec<_>>(),
            ["50/2024/QH15", "12/2022/NĐ-CP", "61/QĐ-TLĐ"]
        );
        assert_eq!(
            (found[0].1.number, found[0].1.year, found[0].1.symbol.as_str()),
            (50, Some(2024), "QH15")
        );
    }

    #[test]
    fn each_habit_has_its_kind() {
        assert_eq!(kinds("01/2026/QĐ-CĐCS"), [NumberKind::LocalUnion]);
        assert_eq!(kinds("237/NQ-UBTVQH16"), [NumberKind::CommitteeResolution]);
        assert_eq!(kinds("60-NQ/TW"), [NumberKind::Party]);
        assert_eq!(kinds("18/VBHN-VPQH"), [NumberKind::Consolidated]);
        assert_eq!(kinds("145/2020/nd-cp"), [NumberKind::Normative]);
        assert!(kinds("15/07/2026 1/2 2019/QH14/x").is_empty());
    }
}
