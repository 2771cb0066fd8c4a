//! Headings above articles: part, chapter, section, sub-section.

use serde::{Deserialize, Serialize};

use crate::text::fold;

/// How high a heading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Phần
    Part,
    /// Chương
    Chapter,
    /// Mục
    Section,
    /// Tiểu mục
    Subsection,
}

impl Level {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Subsection, "tieu muc ", "Tiểu mục"),
        (Self::Section, "muc ", "Mục"),
        (Self::Chapter, "chuong ", "Chương"),
        (Self::Part, "phan ", "Phần"),
    ];

    /// The Vietnamese word.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(level, _, _)| *level == self)
            .map_or("", |(_, _, word)| word)
    }
}

/// One heading, e.g. chapter `III` with the title `HỢP ĐỒNG LAO ĐỘNG`. The title may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    pub level: Level,
    pub number: String,
    pub title: String,
}

impl Heading {
    /// Reads `Chương III — HỢP ĐỒNG`, `Mục 2. …`, `Phần thứ nhất`; `None` for a sentence such as "Chương này …".
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.starts_with(['P', 'C', 'M', 'T']) {
            return None;
        }
        let folded = fold(text);
        let (level, prefix, _) = Level::ALL
            .into_iter()
            .find(|(_, prefix, _)| folded.starts_with(prefix))?;
        let words = prefix.split_whitespace().count();
        let rest = text
            .splitn(words + 1, char::is_whitespace)
            .nth(words)?
            .trim_start();
        let (number, title) = Self::number(level, rest)?;
        Some(Self { level, number, title })
    }

    fn number(level: Level, rest: &str) -> Option<(String, String)> {
        let folded = fold(rest);
        if level == Level::Part && folded.starts_with("thu ") {
            let mut words = rest.split_whitespace();
            let number = format!(
                "{} {}",
                words.next()?,
                words.next()?.trim_end_matches(['.', ':', '-', '—'])
            );
            return Some((number, clean(&words.collect::<Vec<_>>().join(" "))));
        }
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (number, title) = rest.split_at(end);
        let roman = !number.is_empty() && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
        let arabic = !number.is_empty()
            && number.len() <= 4
            && number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().skip_while(char::is_ascii_digit).count() <= 1;
        let separated = title
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '—'));
        let title = clean(title);
        // "Mục 2 của Chương này …" is a sentence: a title begins with a capital.
        let titled = title.chars().next().is_none_or(|c| !c.is_lowercase());
        ((roman || arabic) && separated && titled).then(|| (number.to_owned(), title))
    }

    /// As it stands in the document: `Chương III. HỢP ĐỒNG LAO ĐỘNG`.
    pub fn line(&self) -> String {
        if self.title.is_empty() {
            format!("{} {}", self.level.word(), self.number)
        } else {
            format!("{} {}. {}", self.level.word(), self.number, self.title)
        }
    }
}

fn clean(title: &str) -> String {
    title
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '—' | '–'))
        .trim()
        .to_owned()
}

/// The headings in a typed path such as `Phần thứ nhất — … — Chương I — NHỮNG QUY ĐỊNH CHUNG`.
///
/// A piece that is no heading itself is the title of the one before it; a path that begins with none becomes the title
/// of an unnumbered chapter, so that nothing typed is lost.
pub fn headings(path: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for piece in path
        .split(['—', '\n'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
    {
        if let Some(heading) = Heading::parse(piece) {
            found.push(heading);
        } else if let Some(last) = found.last_mut() {
            if !last.title.is_empty() {
                last.title.push_str(" — ");
            }
            last.title.push_str(piece);
        } else {
            found.push(Heading {
                level: Level::Chapter,
                number: String::new(),
                title: piece.to_owned(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_is_read() {
        for (text, level, number, title) in [
            ("Chương II", Level::Chapter, "II", ""),
            ("CHƯƠNG XIV", Level::Chapter, "XIV", ""),
            ("Chương I. QUY ĐỊNH CHUNG", Level::Chapter, "I", "QUY ĐỊNH CHUNG"),
            ("Mục 1. HỢP ĐỒNG", Level::Section, "1", "HỢP ĐỒNG"),
            ("Mục 2 CHẾ ĐỘ THAI SẢN", Level::Section, "2", "CHẾ ĐỘ THAI SẢN"),
            ("Tiểu mục 2", Level::Subsection, "2", ""),
            ("PHẦN I", Level::Part, "I", ""),
            ("Phần thứ nhất", Level::Part, "thứ nhất", ""),
        ] {
            let heading = Heading::parse(text).unwrap();
            assert_eq!(
                (heading.level, heading.number.as_str(), heading.title.as_str()),
                (level, number, title)
            );
        }
    }

    #[test]
    fn sentences_are_no_headings() {
        for text in [
            "Chương này",
            "Mục này",
            "Phần này quy định về các nội dung sau đây.",
            "Mục 3 của Chương này quy định",
            "Mục đích",
        ] {
            assert_eq!(Heading::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_typed_path_loses_nothing() {
        let path = headings("Chương V — ĐỐI THOẠI — Mục 2 — THƯƠNG LƯỢNG");
        assert_eq!(path[0].line(), "Chương V. ĐỐI THOẠI");
        assert_eq!(path[1].line(), "Mục 2. THƯƠNG LƯỢNG");
        assert_eq!(headings("Quy định chung")[0].title, "Quy định chung");
        assert!(headings("").is_empty());
    }
}
