//! Documents and articles as the rest of the crate passes them on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::structure::{Heading, Label};
use crate::text::fold;
use crate::validity::{Force, Validity};

/// The form of a document; it decides rank between texts that say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Constitution,
    Code,
    Law,
    Ordinance,
    Resolution,
    Decree,
    Decision,
    Circular,
    JointCircular,
    Other,
}

impl DocumentKind {
    /// Reads the kind from the number (`…/QH14`, `…/NĐ-CP`) and the name.
    pub fn of(number: &str, name: &str) -> Self {
        let (number, name) = (fold(number), fold(name));
        let symbol = number.rsplit('/').next().unwrap_or_default();
        let parts: Vec<&str> = symbol.split('-').collect();
        match parts[0] {
            _ if name.starts_with("hien phap") => Self::Constitution,
            _ if name.starts_with("bo luat") => Self::Code,
            "ubtvqh" => Self::Resolution,
            "pl" => Self::Ordinance,
            "nq" => Self::Resolution,
            "nd" => Self::Decree,
            "qd" => Self::Decision,
            "tt" => Self::Circular,
            "ttlt" => Self::JointCircular,
            _ if name.starts_with("phap lenh") => Self::Ordinance,
            _ if name.starts_with("nghi quyet") => Self::Resolution,
            s if s.starts_with("qh") => Self::Law,
            _ => Self::Other,
        }
    }

    /// The Vietnamese word, lower case; empty for [`DocumentKind::Other`].
    pub fn word(self) -> &'static str {
        match self {
            Self::Constitution => "hiến pháp",
            Self::Code => "bộ luật",
            Self::Law => "luật",
            Self::Ordinance => "pháp lệnh",
            Self::Resolution => "nghị quyết",
            Self::Decree => "nghị định",
            Self::Decision => "quyết định",
            Self::Circular => "thông tư",
            Self::JointCircular => "thông tư liên tịch",
            Self::Other => "",
        }
    }
}

/// What a reader must be told about a copy before trusting it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Not copied from an official gazette or the national database.
    UnofficialCopy,
    /// Read by a machine from a picture: letters may be wrong.
    Scanned,
    /// The typed date and the text's own article contradict each other.
    DatesDisagree,
    /// A source says it was replaced; nobody checked.
    EndUnchecked,
    /// Only some of its articles are in the library.
    Incomplete,
    /// An invented text that ships so that the library is never empty.
    Sample,
}

impl Caution {
    pub fn words(self) -> &'static str {
        match self {
            Self::UnofficialCopy => "Bản chép không chính thức, cần đối chiếu với Công báo.",
            Self::Scanned => "Bản nhận dạng chữ từ ảnh (OCR), có thể có chữ sai.",
            Self::DatesDisagree => "Các nguồn ghi ngày hiệu lực khác nhau.",
            Self::EndUnchecked => "Có nguồn ghi văn bản đã bị thay thế, chưa ai đối chiếu.",
            Self::Incomplete => "Thư viện chỉ có một phần các điều của văn bản này.",
            Self::Sample => "Văn bản mẫu do phần mềm dựng để dùng thử, không phải pháp luật.",
        }
    }

    /// The same in English.
    pub fn words_en(self) -> &'static str {
        match self {
            Self::UnofficialCopy => "An unofficial copy: compare it with the Official Gazette.",
            Self::Scanned => "Recognised from pictures (OCR): letters may be wrong.",
            Self::DatesDisagree => "Sources give different dates of effect.",
            Self::EndUnchecked => "A source says it was replaced; nobody has checked that.",
            Self::Incomplete => "The library holds only some of the articles of this document.",
            Self::Sample => "An invented text for trying the software out, not law.",
        }
    }
}

/// A document of the library, without its texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Lower-cased number: `45/2019/qh14`. Stable; the key of every reference.
    pub key: String,
    /// As written: `45/2019/QH14`.
    pub number: String,
    pub name: String,
    pub kind: DocumentKind,
    pub validity: Validity,
    /// Where this copy comes from.
    pub source: String,
    pub cautions: Vec<Caution>,
    /// Numbers of its articles, in order.
    pub articles: Vec<Label>,
    /// Articles whose time differs from the document's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<(Label, Validity)>,
}

impl Document {
    /// The time of one article: its own where the text sets one, else the document's.
    pub fn validity_of(&self, article: &Label) -> &Validity {
        self.exceptions
            .iter()
            .find(|(label, _)| label == article)
            .map_or(&self.validity, |(_, validity)| validity)
    }

    /// The standing of one article on a day.
    pub fn force_of(&self, article: &Label, day: jiff::civil::Date) -> Force {
        self.validity_of(article).on(day)
    }
}

/// An article with its text, before it goes into a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub label: Label,
    pub title: String,
    /// The headings it stands under, from the highest.
    pub headings: Vec<Heading>,
    pub text: String,
}

/// A document with all its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentText {
    pub document: Document,
    pub articles: Vec<Article>,
}

/// What an import yields and a pack is built from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    pub documents: Vec<DocumentText>,
}

impl Corpus {
    pub fn article_count(&self) -> usize {
        self.documents.iter().map(|d| d.articles.len()).sum()
    }
}

/// Names one article: `45/2019/qh14#98`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ArticleRef {
    /// Key of the document.
    pub document: String,
    pub article: Label,
}

impl ArticleRef {
    pub fn new(document: impl Into<String>, article: Label) -> Self {
        Self {
            document: document.into(),
            article,
        }
    }
}

impl fmt::Display for ArticleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.document, self.article)
    }
}

impl FromStr for ArticleRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.rsplit_once('#').filter(|(document, _)| !document.is_empty());
        parts
            .and_then(|(document, article)| Some(Self::new(document.to_lowercase(), Label::parse(article)?)))
            .ok_or_else(|| format!("not a reference to an article: {text:?}"))
    }
}

impl From<ArticleRef> for String {
    fn from(reference: ArticleRef) -> Self {
        reference.to_string()
    }
}

impl TryFrom<String> for ArticleRef {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_from_number_and_name() {
        for (number, name, kind) in [
            ("45/2019/QH14", "Bộ luật Lao động", DocumentKind::Code),
            ("50/2024/QH15", "Luật Công đoàn", DocumentKind::Law),
            ("145/2020/NĐ-CP", "Nghị định …", DocumentKind::Decree),
            ("09/2020/TT-BLĐTBXH", "Thông tư …", DocumentKind::Circular),
            ("01/2026/QC-MAU", "Quy chế mẫu", DocumentKind::Other),
        ] {
            assert_eq!(DocumentKind::of(number, name), kind, "{number}");
        }
    }

    #[test]
    fn references_survive_their_text() {
        let reference: ArticleRef = "12/2022/NĐ-CP#5a".parse().unwrap();
        assert_eq!(reference.to_string(), "12/2022/nđ-cp#5a");
        for bad in ["", "#5", "45/2019/qh14", "45/2019/qh14#x"] {
            assert!(bad.parse::<ArticleRef>().is_err(), "{bad}");
        }
    }
}
