//! An article's text cut into clauses and points.
//!
//! The cut never trusts a number alone: a clause is taken when it continues the row before it, and a text quoted from
//! another law (between “ and ”) has no clauses of its own here.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Label, Line, line, point_order};

/// What a block of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Words before the first clause, or an article without clauses.
    Lead,
    Clause,
    Point,
    /// A footnote of a consolidated text's editors: no law.
    Footnote,
}

/// A stretch of an article, from its number to the next block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub kind: BlockKind,
    /// The clause this block is or stands in.
    pub clause: Option<String>,
    /// The letter, for a point.
    pub point: Option<String>,
    /// Byte range in the article's text, number included, without the line break at its end.
    pub range: Range<usize>,
    /// Where the words begin behind the number.
    pub body: usize,
}

/// Cuts an article's text. The blocks are in order, do not overlap, and cover every line that is not blank.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut clause: Option<Label> = None;
    let mut point: Option<String> = None;
    let mut depth = 0usize;
    let mut at = 0;
    for part in text.split_inclusive('\n') {
        let content = part.trim_end();
        let start = at;
        at += part.len();
        if content.trim().is_empty() {
            continue;
        }
        let quoted = depth > 0 || content.trim_start().starts_with('“');
        depth = (depth + content.matches('“').count()).saturating_sub(content.matches('”').count());
        let kind = if quoted { Line::Plain } else { line(content) };
        let place = |kind, clause: &Option<Label>, point: &Option<String>, body: usize| Block {
            kind,
            clause: clause.as_ref().map(Label::to_string),
            point: point.clone(),
            range: start..start + content.len(),
            body: start + body,
        };
        match kind {
            Line::Clause { label, body, .. } if continues(&label, clause.as_ref()) => {
                clause = Some(label);
                point = None;
                found.push(place(BlockKind::Clause, &clause, &None, body));
            }
            Line::Point { label, body, .. }
                if point_order(&label) > point.as_deref().and_then(point_order) =>
            {
                point = Some(label);
                found.push(place(BlockKind::Point, &clause, &point, body));
            }
            Line::Footnote { .. } => found.push(place(BlockKind::Footnote, &clause, &None, 0)),
            _ => match found.last_mut() {
                Some(last) => last.range.end = start + content.len(),
                None => found.push(place(
                    BlockKind::Lead,
                    &None,
                    &None,
                    content.len() - content.trim_start().len(),
                )),
            },
        }
    }
    found
}

/// A clause number continues the row, or skips at most two (an abolished or badly read clause between).
fn continues(label: &Label, before: Option<&Label>) -> bool {
    let last = before.map_or(0, Label::number);
    label.follows(before) || (label.number() > last && label.number() <= last + 3)
}

/// Byte range of a clause (with its points) or of a point; `None` if the article has no such unit.
///
/// With `clause` absent the point is looked for in an article that has points directly under it.
pub fn range_of(blocks: &[Block], clause: Option<&str>, point: Option<&str>) -> Option<Range<usize>> {
    let inside = |b: &&Block| b.kind != BlockKind::Footnote && b.clause.as_deref() == clause;
    let mut unit = blocks
        .iter()
        .filter(inside)
        .filter(|b| point.is_none() || b.point.as_deref() == point);
    let first = unit.next()?;
    if clause.is_none() && point.is_none() {
        return None;
    }
    let end = unit.next_back().map_or(first.range.end, |last| last.range.end);
    Some(first.range.start..end)
}

/// A place where a number or letter is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The clause the gap is in, for a point.
    pub clause: Option<String>,
    /// Label found before the gap (`None`: the row does not begin with the first).
    pub after: Option<String>,
    /// Label found behind it.
    pub before: String,
}

/// Missing clauses and points: `a), b), d)` has a gap between b and d.
pub fn gaps(blocks: &[Block]) -> Vec<Gap> {
    let mut found = Vec::new();
    let mut clause: Option<Label> = None;
    let mut point: Option<String> = None;
    for block in blocks {
        match block.kind {
            BlockKind::Clause => {
                let label = block.clause.as_deref().and_then(Label::parse);
                if label.as_ref().is_some_and(|l| !l.follows(clause.as_ref())) {
                    let after = clause.as_ref().map(Label::to_string);
                    found.push(Gap {
                        clause: None,
                        after,
                        before: block.clause.clone().unwrap_or_default(),
                    });
                }
                clause = label;
                point = None;
            }
            BlockKind::Point => {
                let place = |label: &str| point_order(label);
                let next = point.as_deref().and_then(place).map_or(0, |(order, _)| order + 1);
                let here = block.point.as_deref().and_then(place);
                if here.is_some_and(|(order, inserted)| order > next || (inserted == 0 && order != next)) {
                    let before = block.point.clone().unwrap_or_default();
                    found.push(Gap {
                        clause: block.clause.clone(),
                        after: point.clone(),
                        before,
                    });
                }
                point.clone_from(&block.point);
            }
            BlockKind::Lead | BlockKind::Footnote => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str =
        "Lời dẫn.\n1. Một là:\na) thứ nhất;\nb) thứ hai.\ncòn tiếp\n2. Hai là.\n2a. Chèn thêm.\n3. Ba là.";

    #[test]
    fn clauses_and_points_have_their_ranges() {
        let found = blocks(TEXT);
        let at = |clause, point| range_of(&found, clause, point).map(|r| &TEXT[r]);
        assert_eq!(
            at(Some("1"), None),
            Some("1. Một là:\na) thứ nhất;\nb) thứ hai.\ncòn tiếp")
        );
        assert_eq!(at(Some("1"), Some("b")), Some("b) thứ hai.\ncòn tiếp"));
        assert_eq!(at(Some("2a"), None), Some("2a. Chèn thêm."));
        assert_eq!(at(Some("4"), None), None);
        assert_eq!(at(Some("1"), Some("c")), None);
        assert_eq!(at(None, None), None);
        assert_eq!(found[0].kind, BlockKind::Lead);
    }

    #[test]
    fn quoted_law_has_no_clauses_of_its_own() {
        let text = "1. Sửa đổi như sau:\n“Điều 5. Tên\n1. Trích.\n2. Trích.”.\n2. Bãi bỏ.";
        let found = blocks(text);
        assert_eq!(found.len(), 2);
        assert_eq!(&text[found[1].range.clone()], "2. Bãi bỏ.");
    }

    #[test]
    fn points_may_stand_without_a_clause_and_footnotes_are_no_law() {
        let text = "Gồm:\na) một;\n31 Điều này được sửa đổi theo Luật X.\nb) hai.";
        let found = blocks(text);
        assert_eq!(
            range_of(&found, None, Some("b")).map(|r| &text[r]),
            Some("b) hai.")
        );
        assert_eq!(found[2].kind, BlockKind::Footnote);
    }

    #[test]
    fn each_gap_is_named() {
        let found = gaps(&blocks("1. Một:\na) x;\nc) z.\n3. Ba:\nđ) t."));
        let names: Vec<_> = found
            .iter()
            .map(|g| (g.clause.as_deref(), g.after.as_deref(), g.before.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                (Some("1"), Some("a"), "c"),
                (None, Some("1"), "3"),
                (Some("3"), None, "đ")
            ]
        );
        assert!(gaps(&blocks(TEXT)).is_empty());
        assert!(gaps(&blocks("1. X:\na) x;\na1) y;\nb) z.")).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_cut_in_order(text in "([0-9a-zđ]{1,3}[.)]?[0-9]{0,2} ?|[“”\n]|\\PC){0,40}") {
            let mut last = 0;
            for block in blocks(&text) {
                prop_assert!(block.range.start >= last && block.body <= text.len());
                prop_assert!(text.get(block.range.clone()).is_some() && text.is_char_boundary(block.body));
                last = block.range.end;
            }
            gaps(&blocks(&text));
        }
    }
}
