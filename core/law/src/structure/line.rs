//! What a line of a legal text is, by its beginning.

use super::{Heading, Label, point_order};

/// The kind of a line and, for numbered ones, where its words begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// `Chương II`, `Mục 1. …`: a heading above articles.
    Heading(Heading),
    /// `Điều 98. Tiền lương làm thêm giờ`.
    Article {
        label: Label,
        title: String,
    },
    /// `1. …`; `glued` holds a footnote number stuck to it (`2.42 Mỗi người` is clause 2 with footnote 42).
    Clause {
        label: Label,
        body: usize,
        glued: Option<u16>,
    },
    /// `đ) …`, `a1) …`, `c)5 …`.
    Point {
        label: String,
        body: usize,
        glued: Option<u16>,
    },
    /// `31 Điều này được sửa đổi …`: the editors' footnote of a consolidated text, caught between two lines of law.
    Footnote {
        number: u16,
    },
    Plain,
}

/// Classifies one line (no line break inside). Offsets count bytes from its start.
pub fn line(text: &str) -> Line {
    let indent = text.len() - text.trim_start().len();
    let trimmed = text.trim();
    if let Some(heading) = Heading::parse(trimmed) {
        return Line::Heading(heading);
    }
    if let Some((label, title)) = article(trimmed) {
        return Line::Article { label, title };
    }
    numbered(&text[indent..], indent).unwrap_or(Line::Plain)
}

fn article(text: &str) -> Option<(Label, String)> {
    let rest = text.strip_prefix("Điều").or_else(|| text.strip_prefix("ĐIỀU"))?;
    let rest = rest.strip_prefix(char::is_whitespace)?.trim_start();
    let (number, title) = rest.split_once('.')?;
    let title = title.strip_prefix(char::is_whitespace)?.trim();
    (!title.is_empty()).then_some((Label::parse(number)?, title.to_owned()))
}

fn numbered(text: &str, indent: usize) -> Option<Line> {
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .filter(|&end| end > 0 && end <= 6)?;
    let (head, rest) = text.split_at(end);
    let mark = rest.chars().next()?;
    let after = &rest[mark.len_utf8()..];
    match mark {
        '.' | ')' => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let spaced = after[digits..].chars().next().is_none_or(char::is_whitespace);
            if digits > 3 || !spaced || (digits == 0 && after.is_empty()) {
                return None;
            }
            let glued = after[..digits].parse().ok();
            let gap = after[digits..].len() - after[digits..].trim_start().len();
            let body = indent + end + 1 + digits + gap;
            if mark == '.' {
                let label = Label::parse(head).filter(|l| l.number() > 0 && l.number() < 1000)?;
                return Some(Line::Clause { label, body, glued });
            }
            point_order(head)?;
            Some(Line::Point {
                label: head.to_owned(),
                body,
                glued,
            })
        }
        ' ' => {
            let number = head.parse().ok().filter(|_| head.len() <= 3)?;
            editors(after).then_some(Line::Footnote { number })
        }
        _ => None,
    }
}

/// The words with which editors of consolidated texts begin a footnote.
fn editors(text: &str) -> bool {
    const OPENINGS: [&str; 7] = [
        "Điều này",
        "Khoản này",
        "Điểm này",
        "Cụm từ",
        "Tên",
        "Mục này",
        "Chương này",
    ];
    let opening = OPENINGS
        .iter()
        .any(|opening| text.trim_start().starts_with(opening));
    opening && ["được", "bị"].iter().any(|verb| text.contains(verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_and_points_begin_lines() {
        let Line::Clause {
            label,
            body,
            glued: None,
        } = line("3a. Mức lương")
        else {
            panic!()
        };
        assert_eq!((label.to_string().as_str(), body), ("3a", 4));
        let text = "đ) Quốc khánh";
        let Line::Point {
            label,
            body,
            glued: None,
        } = line(text)
        else {
            panic!()
        };
        assert_eq!((label.as_str(), &text[body..]), ("đ", "Quốc khánh"));
        assert!(matches!(line("a1) Tiền lương tháng"), Line::Point { .. }));
        assert!(!matches!(line("a) Tết"), Line::Clause { .. }));
        assert!(!matches!(line("1. Người"), Line::Point { .. }));
    }

    #[test]
    fn footnote_digits_glued_to_a_number_are_taken_off() {
        let text = "2.42 Mỗi người chỉ được cấp một mã số";
        let Line::Clause {
            label,
            body,
            glued: Some(42),
        } = line(text)
        else {
            panic!()
        };
        assert_eq!(
            (label.to_string().as_str(), &text[body..body + 4]),
            ("2", "Mỗi".split_at(4).0)
        );
        assert!(matches!(line("c)5 Người"), Line::Point { glued: Some(5), .. }));
        assert!(matches!(
            line("31 Điều này được sửa đổi, bổ sung theo …"),
            Line::Footnote { number: 31 }
        ));
    }

    #[test]
    fn sentences_are_plain() {
        for plain in [
            "",
            "Điều này có hiệu lực",
            "f) không phải điểm",
            "1.500.000 đồng",
            "2026 là năm",
            "Chương này",
            "(1) nội dung",
        ] {
            assert_eq!(line(plain), Line::Plain, "{plain}");
        }
    }

    #[test]
    fn article_headings_are_known() {
        assert!(matches!(line("Điều 5a. Quyền"), Line::Article { .. }));
        assert!(matches!(line("Chương II"), Line::Heading(_)));
    }
}
