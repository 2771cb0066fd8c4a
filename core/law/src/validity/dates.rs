//! Dates as legal texts write them: `ngày 10 tháng 9 năm 2026`, `10/9/2026`, and the typed `2026-09-10`, `2026-09`, `2026`.

use std::ops::Range;

use jiff::civil::Date;

use crate::text::{Word, words};

/// A date as precise as its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precise {
    Day(Date),
    /// Only the month is known; the date is its first day.
    Month(Date),
    /// Only the year is known; the date is its first day.
    Year(Date),
}

impl Precise {
    /// The earliest day it can mean.
    pub fn earliest(self) -> Date {
        match self {
            Self::Day(date) | Self::Month(date) | Self::Year(date) => date,
        }
    }

    /// Whether a day agrees with it.
    pub fn admits(self, day: Date) -> bool {
        match self {
            Self::Day(date) => date == day,
            Self::Month(date) => date.year() == day.year() && date.month() == day.month(),
            Self::Year(date) => date.year() == day.year(),
        }
    }
}

/// Reads a typed date: `2026-09-10`, `2026-09`, `2026`, `10/9/2026`, `10-9-2026`. `None` for anything else, and for days
/// that do not exist (`31/02/2026`).
pub fn parse_date(text: &str) -> Option<Precise> {
    let parts: Vec<&str> = text.trim().split(['-', '/']).collect();
    if !parts
        .iter()
        .all(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let number = |at: usize| parts[at].parse::<i16>().ok();
    let date = |y: i16, m: i16, d: i16| Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    match (parts.len(), parts[0].len()) {
        (1, 4) => date(number(0)?, 1, 1).map(Precise::Year),
        (2, 4) => date(number(0)?, number(1)?, 1).map(Precise::Month),
        (3, 4) => date(number(0)?, number(1)?, number(2)?).map(Precise::Day),
        (3, 1 | 2) if parts[2].len() == 4 => date(number(2)?, number(1)?, number(0)?).map(Precise::Day),
        _ => None,
    }
}

/// Shows a date the Vietnamese way: `01/7/2025` is written `01/07/2025` so that columns line up.
pub fn show_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// Every date in a running text with its byte range, long and short forms.
pub fn dates(text: &str) -> Vec<(Range<usize>, Date)> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((len, date)) = long(&words[at..]).or_else(|| short(text, &words[at..])) {
            found.push((words[at].start..words[at + len - 1].end, date));
            at += len;
        } else {
            at += 1;
        }
    }
    found
}

fn value(word: &Word) -> Option<i16> {
    (word.key.len() <= 4).then(|| word.key.parse().ok()).flatten()
}

fn civil(d: i16, m: i16, y: i16) -> Option<Date> {
    Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

/// `[ngày] 10 tháng 9 năm 2026`; the word *ngày* is part of the range when it stands there.
fn long(words: &[Word]) -> Option<(usize, Date)> {
    let skip = usize::from(words[0].folded == "ngay");
    let w = words.get(skip..skip + 5)?;
    if w[1].folded != "thang" || w[3].folded != "nam" {
        return None;
    }
    Some((skip + 5, civil(value(&w[0])?, value(&w[2])?, value(&w[4])?)?))
}

fn short(text: &str, words: &[Word]) -> Option<(usize, Date)> {
    let w = words.get(..3)?;
    let joined = |a: &Word, b: &Word| matches!(&text[a.end..b.start], "/" | "-");
    if !joined(&w[0], &w[1]) || !joined(&w[1], &w[2]) || w[0].key.len() > 2 || w[1].key.len() > 2 {
        return None;
    }
    let before = text[..w[0].start].chars().next_back();
    if before.is_some_and(|c| matches!(c, '/' | '-')) || w[2].key.len() != 4 {
        return None;
    }
    Some((3, civil(value(&w[0])?, value(&w[1])?, value(&w[2])?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_dates_keep_their_precision() {
        let day = Date::constant(2026, 9, 10);
        assert_eq!(parse_date("2026-09-10"), Some(Precise::Day(day)));
        assert_eq!(parse_date("10/9/2026"), Some(Precise::Day(day)));
        assert!(parse_date("2026").unwrap().admits(day));
        assert!(!parse_date("2026-08").unwrap().admits(day));
        for bad in ["31/02/2026", "2026-13-01", "", "sắp tới", "2026-", "10/9/26"] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn dates_are_found_in_running_text() {
        let text = "có hiệu lực từ ngày 10 tháng 9 năm 2026, trừ 15/07/2026; Luật số 45/2019/QH14";
        let found = dates(text);
        assert_eq!(found.len(), 2);
        assert_eq!(&text[found[0].0.clone()], "ngày 10 tháng 9 năm 2026");
        assert_eq!(found[0].1, Date::constant(2026, 9, 10));
        assert_eq!(found[1].1, Date::constant(2026, 7, 15));
    }
}
