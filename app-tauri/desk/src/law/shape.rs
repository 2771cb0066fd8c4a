//! Shapes that the law's calls share.

use crate::said::Said;
use crate::shape::Run;
use congdoan_client::domain::time::Date as CivilDate;
use congdoan_client::library::library::Part;
use congdoan_client::library::validity::{Force, Validity};
use congdoan_client::library::{Caution, Document, LibraryError, SegmentSource};
use serde::Serialize;
use std::ops::Range;
use ts_rs::TS;

/// Whether a text binds on the day asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValidityState {
    InForce,
    NotYet,
    Expired,
    PartlyExpired,
    Suspended,
    /// No source says since when.
    UnknownStart,
    /// A source that nobody checked says it ended.
    UnknownEnd,
    /// Sources contradict each other for this day.
    Disputed,
}

/// The time of a text, with what is doubtful about it.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
#[ts(rename = "Validity")]
pub struct ValidityView {
    pub state: ValidityState,
    /// First day in force.
    #[ts(type = "CivilDate | null")]
    pub from: Option<CivilDate>,
    /// First day out of force.
    #[ts(type = "CivilDate | null")]
    pub to: Option<CivilDate>,
    /// Where the dates come from and what is wrong with them, in Vietnamese.
    pub note: Option<String>,
}

/// A document without its texts.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct LawDocument {
    pub id: String,
    pub title: String,
    /// What a narrow column shows.
    pub short: String,
    pub number: String,
    pub articles: usize,
    pub validity: ValidityView,
    /// What a reader must be told about this copy.
    pub cautions: Vec<Said>,
}

fn state(validity: &Validity, force: Force) -> ValidityState {
    match force {
        Force::InForce => ValidityState::InForce,
        Force::NotYet => ValidityState::NotYet,
        Force::Repealed => ValidityState::Expired,
        Force::PartlyRepealed => ValidityState::PartlyExpired,
        Force::Suspended => ValidityState::Suspended,
        Force::Disputed => ValidityState::Disputed,
        Force::Unknown if validity.from.is_none() => ValidityState::UnknownStart,
        Force::Unknown => ValidityState::UnknownEnd,
    }
}

pub(super) fn validity(validity: &Validity, on: CivilDate) -> ValidityView {
    ValidityView {
        state: state(validity, validity.on(on)),
        from: validity.from,
        to: validity.to,
        note: Some(validity.note.clone()).filter(|note| !note.is_empty()),
    }
}

pub(super) fn document(document: &Document, on: CivilDate) -> LawDocument {
    LawDocument {
        id: document.key.clone(),
        title: document.name.clone(),
        short: document.name.clone(),
        number: document.number.clone(),
        articles: document.articles.len(),
        validity: validity(&document.validity, on),
        cautions: document.cautions.iter().copied().map(caution).collect(),
    }
}

fn caution(caution: Caution) -> Said {
    let en = match caution {
        Caution::UnofficialCopy => "An unofficial copy: compare it with the Official Gazette.",
        Caution::Scanned => "Recognised from pictures (OCR): letters may be wrong.",
        Caution::DatesDisagree => "Sources give different dates of effect.",
        Caution::EndUnchecked => "A source says it was replaced; nobody has checked that.",
        Caution::Incomplete => "The library holds only some of the articles of this document.",
        Caution::Sample => "An invented text for trying the software out, not law.",
    };
    Said::new(caution.words(), en)
}

pub(crate) fn is_sample(document: &Document) -> bool {
    document.cautions.contains(&Caution::Sample)
}

/// "Điều 98 Bộ luật Lao động 45/2019/QH14"
pub(super) fn citation(document: &Document, article: &str) -> String {
    format!("Điều {article} {} {}", document.name, document.number)
}

/// Cuts a text at UTF-8 byte ranges (in order, not overlapping) into runs.
pub(super) fn runs(text: &str, marked: &[Range<usize>]) -> Vec<Run> {
    let mut all = Vec::new();
    let mut push = |range: Range<usize>, marked| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            let text = text.to_owned();
            all.push(Run { text, marked });
        }
    };
    let mut at = 0;
    for range in marked {
        push(at..range.start, false);
        push(range.clone(), true);
        at = range.end;
    }
    push(at..text.len(), false);
    all
}

/// Parts that could not be read, in words: "mục lục tìm kiếm của Luật Công đoàn từ Điều 12".
pub(super) fn unread<S: SegmentSource>(
    library: &congdoan_client::library::Library<S>,
    damaged: &[LibraryError],
) -> Vec<Said> {
    let words = |error: &LibraryError| {
        let segment = error.segment();
        let (vi, en) = if segment.starts_with("index") {
            ("mục lục tìm kiếm", "the search index")
        } else {
            ("nguyên văn", "the text")
        };
        match library.part(segment) {
            Some(Part { document, from }) => match from {
                Some(from) => Said::new(
                    format!("{vi} của {} từ Điều {from}", document.name),
                    format!("{en} of {} from Article {from}", document.name),
                ),
                None => Said::new(
                    format!("{vi} của {}", document.name),
                    format!("{en} of {}", document.name),
                ),
            },
            None => Said::new(
                format!("{vi} của một số văn bản ngắn"),
                format!("{en} of some short documents"),
            ),
        }
    };
    damaged.iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_ranges_become_runs_that_make_up_the_text() {
        let text = "Tiền lương làm thêm giờ";
        let start = text.find("làm").unwrap();
        let cut = runs(text, &[0.."Tiền".len(), start..text.len()]);
        let shown: Vec<_> = cut.iter().map(|run| (run.text.as_str(), run.marked)).collect();
        assert_eq!(
            shown,
            [("Tiền", true), (" lương ", false), ("làm thêm giờ", true)]
        );
        assert_eq!(runs("", &[]), []);
        assert_eq!(runs("đ", std::slice::from_ref(&(0..2))).len(), 1);
    }
}
