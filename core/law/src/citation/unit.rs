//! Groups such as "các điểm a, b và c", "khoản 1, khoản 2 và khoản 5", "từ Điều 5 đến Điều 9".

use std::ops::Range;

use crate::structure::{Label, POINT_LETTERS, point_order};
use crate::text::Word;

/// Which unit a group names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    Point,
    Clause,
    Article,
}

/// A list of labels of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub unit: Unit,
    /// In the order written; a range is written out.
    pub labels: Vec<String>,
    /// "khoản này", "Điều này": the unit the text itself stands in.
    pub here: bool,
    /// Word positions.
    pub words: Range<usize>,
}

/// A range such as "từ Điều 1 đến Điều 900" is read up to this many units.
const LONGEST_RANGE: u16 = 300;

/// Finds all groups. `typed` also admits the short forms of queries: `đ98`, `k2`.
pub fn groups(text: &str, words: &[Word], typed: bool) -> Vec<Group> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(mut group) = group(text, words, at, typed) {
            at = group.words.end;
            let first = group.words.start;
            let free = found.last().map_or(0, |g: &Group| g.words.end);
            if first > free && words[first - 1].folded == "cac" {
                group.words.start -= 1;
            }
            found.push(group);
        } else {
            at += 1;
        }
    }
    found
}

fn keyword(word: &Word) -> Option<Unit> {
    match word.folded.as_str() {
        "diem" => Some(Unit::Point),
        "khoan" => Some(Unit::Clause),
        "dieu" => Some(Unit::Article),
        _ => None,
    }
}

fn label(unit: Unit, word: &Word) -> Option<String> {
    match unit {
        Unit::Point => point_order(&word.key)
            .filter(|_| word.key.chars().count() <= 3)
            .map(|_| word.key.clone()),
        Unit::Clause => Label::parse(&word.key)
            .filter(|l| l.number() < 1000)
            .map(|l| l.to_string()),
        Unit::Article => Label::parse(&word.key).map(|l| l.to_string()),
    }
}

/// `đ98` is article 98, `k2` clause 2: only in what people type.
fn short(word: &Word) -> Option<(Unit, String)> {
    let unit = match word.folded.chars().next()? {
        'd' => Unit::Article,
        'k' => Unit::Clause,
        _ => return None,
    };
    let rest = word.folded.get(1..)?;
    let label = Label::parse(rest).filter(|l| l.number() > 0 && l.number() < 1000)?;
    Some((unit, label.to_string()))
}

fn group(text: &str, words: &[Word], at: usize, typed: bool) -> Option<Group> {
    if typed && let Some((unit, label)) = short(&words[at]) {
        return Some(Group {
            unit,
            labels: vec![label],
            here: false,
            words: at..at + 1,
        });
    }
    let unit = keyword(&words[at])?;
    let next = words.get(at + 1)?;
    let gap = |i: usize| text[words[i - 1].end..words[i].start].trim();
    if next.folded == "nay" && gap(at + 1).is_empty() {
        return Some(Group {
            unit,
            labels: Vec::new(),
            here: true,
            words: at..at + 2,
        });
    }
    let spaced = matches!(gap(at + 1), "" | "." | ":" | ",");
    let first = label(unit, next).filter(|_| spaced)?;
    let mut labels = vec![first];
    let mut end = at + 2;
    while let Some((step, joint)) = joint(text, words, end) {
        let mut here = end + step;
        if words.get(here).and_then(keyword) == Some(unit) {
            here += 1;
        }
        let Some(next) = words.get(here).and_then(|word| label(unit, word)) else {
            break;
        };
        if here > end + step && !gap(here).is_empty() {
            break;
        }
        if joint == Joint::To {
            spread(unit, &mut labels, &next);
        } else {
            labels.push(next);
        }
        end = here + 1;
    }
    Some(Group {
        unit,
        labels,
        here: false,
        words: at..end,
    })
}

#[derive(PartialEq)]
enum Joint {
    And,
    To,
}

/// What joins word `at` to the list before it, and how many words the joint itself takes.
fn joint(text: &str, words: &[Word], at: usize) -> Option<(usize, Joint)> {
    let word = words.get(at)?;
    let gap = text[words[at - 1].end..word.start].trim();
    match (gap, word.folded.as_str()) {
        ("" | ",", "va" | "hoac") => Some((1, Joint::And)),
        ("", "den") => Some((1, Joint::To)),
        ("-" | "–", _) => Some((0, Joint::To)),
        (",", _) => Some((0, Joint::And)),
        _ => None,
    }
}

/// Writes out "từ … đến …". What cannot be counted up to (backwards, too long) stays a list of its two ends.
fn spread(unit: Unit, labels: &mut Vec<String>, to: &str) {
    let from = labels.last().cloned().unwrap_or_default();
    if unit == Unit::Point {
        let place = |l: &str| POINT_LETTERS.iter().position(|c| l.chars().eq([*c]));
        if let (Some(a), Some(b)) = (place(&from), place(to))
            && a < b
        {
            labels.extend(POINT_LETTERS[a + 1..=b].iter().map(char::to_string));
            return;
        }
    } else if let (Some(a), Some(b)) = (Label::parse(&from), Label::parse(to))
        && a < b
        && b.number() - a.number() <= LONGEST_RANGE
    {
        labels.extend((a.number() + 1..b.number()).map(|n| n.to_string()));
    }
    labels.push(to.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn found(text: &str) -> Vec<(Unit, String)> {
        let groups = groups(text, &words(text), true);
        groups.into_iter().map(|g| (g.unit, g.labels.join(" "))).collect()
    }

    #[test]
    fn lists_and_ranges_are_written_out() {
        assert_eq!(
            found("các điểm a, b và c khoản 1 Điều 2"),
            [
                (Unit::Point, "a b c".into()),
                (Unit::Clause, "1".into()),
                (Unit::Article, "2".into())
            ]
        );
        assert_eq!(found("khoản 1, khoản 2 và khoản 5 Điều 30")[0].1, "1 2 5");
        assert_eq!(
            found("từ Điều 5 đến Điều 9"),
            [(Unit::Article, "5 6 7 8 9".into())]
        );
        assert_eq!(found("từ điểm c đến điểm e khoản 1")[0].1, "c d đ e");
        assert_eq!(found("Điều 22-24"), [(Unit::Article, "22 23 24".into())]);
    }

    #[test]
    fn unaccented_and_short_forms_are_read() {
        assert_eq!(found("dieu 98 bo luat lao dong"), [(Unit::Article, "98".into())]);
        assert_eq!(
            found("đ98 k2 blld"),
            [(Unit::Article, "98".into()), (Unit::Clause, "2".into())]
        );
        assert_eq!(found("điểm a1 khoản 3a Điều 54b")[0].1, "a1");
    }

    #[test]
    fn the_text_may_mean_itself() {
        let text = "khoản này và Điều này";
        assert!(
            groups(text, &words(text), false)
                .iter()
                .all(|g| g.here && g.labels.is_empty())
        );
    }

    #[test]
    fn words_that_only_sound_alike_are_no_units() {
        assert!(found("khoản tiền 5 triệu, điều kiện 3 năm, thời điểm nghỉ").is_empty());
    }
}
