//! Finding articles.

use super::shape::{LawDocument, ValidityView, citation, document, runs, unread, validity};
use crate::desk::Desk;
use crate::said::Said;
use crate::shape::Run;
use congdoan_client::ApiError;
use congdoan_client::domain::time::Date as CivilDate;
use congdoan_client::law::{Law, no_such_articles};
use congdoan_client::library::{Hit, Matched};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// More than anyone reads.
const MOST: usize = 100;

#[derive(Deserialize, TS)]
pub struct LawQuery {
    /// Words with or without diacritics, or a citation.
    query: String,
    /// Today when left out.
    #[serde(default)]
    #[ts(optional = nullable, type = "CivilDate | null")]
    on: Option<CivilDate>,
    limit: usize,
}

/// How a hit was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LawMatch {
    Citation,
    Exact,
    /// Only without diacritics.
    Folded,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct LawHit {
    pub article_id: String,
    /// Clause or point the query named, to mark.
    pub anchor: Option<String>,
    /// "Điều 98"
    pub number: String,
    pub title: Vec<Run>,
    pub document: LawDocument,
    pub citation: String,
    pub snippet: Vec<Run>,
    pub validity: ValidityView,
    #[serde(rename = "match")]
    pub matched: LawMatch,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct LawHits {
    /// The query is a citation: Enter goes there.
    pub jump: Option<LawHit>,
    /// Best first; those that match as typed stand above those that match without diacritics.
    pub hits: Vec<LawHit>,
    /// The query was typed without any diacritic: every accented variant is meant.
    pub typed_plain: bool,
    /// What the query names and a text that is here does not have, in words.
    pub no_such: Vec<Said>,
    /// Parts of the library that could not be searched, in words. Downloading the pack again fetches just these.
    pub unread: Vec<Said>,
}

pub fn search(desk: &Desk, asked: LawQuery) -> Result<LawHits, ApiError> {
    let client = desk.client()?;
    let library = client.law()?;
    let on = asked.on.unwrap_or_else(|| client.server_now().date());
    let found = library.search(&asked.query, asked.limit.min(MOST), on)?;
    let mut hits: Vec<LawHit> = found
        .hits
        .iter()
        .filter_map(|hit| view(&library, hit, on))
        .collect();
    let named = hits.first().is_some_and(|hit| hit.matched == LawMatch::Citation);
    Ok(LawHits {
        jump: named.then(|| hits.remove(0)),
        hits,
        no_such: no_such_articles(&library, &asked.query, on)
            .into_iter()
            .map(Said::from)
            .collect(),
        typed_plain: !congdoan_client::library::text::has_marks(&asked.query),
        unread: unread(&library, &found.damaged),
    })
}

fn view(library: &Law, hit: &Hit, on: CivilDate) -> Option<LawHit> {
    let of = library.document(&hit.article.document)?;
    let label = hit.article.article.to_string();
    Some(LawHit {
        article_id: hit.article.to_string(),
        anchor: (hit.matched == Matched::Citation)
            .then(|| anchor(hit.snippet.clause.as_deref(), hit.snippet.point.as_deref()))
            .flatten(),
        number: format!("Điều {label}"),
        title: runs(&hit.title, &hit.title_highlights),
        document: document(of, on),
        citation: citation(of, &label),
        snippet: runs(&hit.snippet.text, &hit.snippet.highlights),
        validity: validity(of.validity_of(&hit.article.article), on),
        matched: match hit.matched {
            Matched::Citation => LawMatch::Citation,
            Matched::Exact => LawMatch::Exact,
            Matched::Folded => LawMatch::Folded,
        },
    })
}

/// `k2-a`: clause 2, point a; the same in a search, an address and an article.
pub(super) fn anchor(clause: Option<&str>, point: Option<&str>) -> Option<String> {
    match (clause, point) {
        (None, None) => None,
        (clause, None) => clause.map(|clause| format!("k{clause}")),
        (clause, Some(point)) => Some(format!("k{}-{point}", clause.unwrap_or_default())),
    }
}
