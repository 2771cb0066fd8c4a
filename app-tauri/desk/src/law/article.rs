//! An article in its place, with its dates and the other versions of its document.

use super::outline::number;
use super::search::anchor;
use super::shape::{LawDocument, ValidityView, citation, document, is_sample, validity};
use crate::desk::Desk;
use crate::pack;
use congdoan_client::domain::time::Date as CivilDate;
use congdoan_client::law::{Law, PACK};
use congdoan_client::library::library::ArticleView;
use congdoan_client::library::structure::{Block, BlockKind};
use congdoan_client::library::validity::Force;
use congdoan_client::library::{ArticleRef, Document};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Deserialize, TS)]
pub struct ArticleQuery {
    article_id: String,
    /// The day its standing is told for; today when left out.
    #[serde(default)]
    #[ts(optional = nullable, type = "CivilDate | null")]
    on: Option<CivilDate>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LawBlockKind {
    Clause,
    Point,
    Text,
    /// Of the editors of a consolidated text: no law.
    Footnote,
}

/// A stretch of an article.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LawBlock {
    /// `k2`, `k2-a`; unique in the article.
    pub anchor: String,
    pub kind: LawBlockKind,
    /// As it stands in the text: "2.", "a)". Empty for words without a number.
    pub label: String,
    /// 1 for a point within a clause.
    pub depth: usize,
    pub text: String,
    /// "điểm a khoản 2 Điều 98 Bộ luật Lao động 45/2019/QH14"
    pub citation: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct LawLink {
    pub article_id: String,
    /// "Điều 97", or with its title.
    pub label: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    Past,
    Present,
    Future,
    /// Sources do not say, or contradict each other.
    Unknown,
}

/// One text of a document of which there are several, old beside new.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LawVersion {
    /// Of the document.
    pub id: String,
    pub label: String,
    #[ts(type = "CivilDate | null")]
    pub from: Option<CivilDate>,
    #[ts(type = "CivilDate | null")]
    pub to: Option<CivilDate>,
    pub state: VersionState,
    pub is_shown: bool,
    /// Its article with the same subject, judged by the title; null: none is close enough.
    pub article: Option<LawLink>,
}

/// Where the text comes from.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LawPack {
    pub version: u64,
    #[ts(type = "CivilDate | null")]
    pub made_on: Option<CivilDate>,
    /// Checked on this device; null: nobody signed it.
    pub signed_by: Option<String>,
    pub is_sample: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct LawArticle {
    pub id: String,
    /// "Điều 98"
    pub number: String,
    pub title: String,
    pub document: LawDocument,
    /// From the widest: "Chương VI. Tiền lương".
    pub path: Vec<String>,
    pub citation: String,
    pub blocks: Vec<LawBlock>,
    pub validity: ValidityView,
    /// The day the validity is told for.
    #[ts(type = "CivilDate")]
    pub on: CivilDate,
    /// Oldest first; this one alone when there is no other.
    pub versions: Vec<LawVersion>,
    pub previous: Option<LawLink>,
    pub next: Option<LawLink>,
    pub pack: LawPack,
}

pub fn article(desk: &Desk, asked: ArticleQuery) -> Result<LawArticle, ApiError> {
    let client = desk.client()?;
    let library = client.law()?;
    let on = asked.on.unwrap_or_else(|| client.server_now().date());
    let reference: ArticleRef = asked.article_id.parse().map_err(|_| ApiError::not_found())?;
    let view = library.article(&reference)?.ok_or_else(ApiError::not_found)?;
    let of = library
        .document(&view.reference.document)
        .ok_or_else(ApiError::not_found)?;
    let label = view.reference.article.to_string();
    Ok(LawArticle {
        id: view.reference.to_string(),
        number: format!("Điều {label}"),
        title: view.title.clone(),
        document: document(of, on),
        path: view
            .headings
            .iter()
            .map(|heading| {
                [number(heading), heading.title.clone()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(". ")
            })
            .collect(),
        citation: citation(of, &label),
        blocks: blocks(&view, &citation(of, &label)),
        validity: validity(&view.validity, on),
        on,
        versions: versions(&library, of, &view, on),
        previous: view.neighbours.previous.as_ref().map(|to| titled(&library, to)),
        next: view.neighbours.next.as_ref().map(|to| titled(&library, to)),
        pack: pack_of(&client, of)?,
    })
}

fn link(reference: &ArticleRef) -> LawLink {
    LawLink {
        article_id: reference.to_string(),
        label: format!("Điều {}", reference.article),
    }
}

/// "Điều 97. Kỳ hạn trả lương"; the number alone when that part cannot be read.
fn titled(library: &Law, reference: &ArticleRef) -> LawLink {
    let mut link = link(reference);
    if let Ok(Some(view)) = library.article(reference)
        && !view.title.is_empty()
    {
        link.label = format!("{}. {}", link.label, view.title);
    }
    link
}

fn blocks(view: &ArticleView, citation: &str) -> Vec<LawBlock> {
    let mut taken: Vec<String> = vec![];
    let mut block = |(at, block): (usize, &Block)| {
        let named = matches!(block.kind, BlockKind::Clause | BlockKind::Point);
        let anchor = anchor(block.clause.as_deref(), block.point.as_deref())
            .filter(|anchor| named && !taken.contains(anchor))
            .unwrap_or_else(|| format!("b{at}"));
        taken.push(anchor.clone());
        let text = &view.text;
        let unit = match (&block.point, &block.clause) {
            (Some(point), Some(clause)) => format!("điểm {point} khoản {clause} {citation}"),
            (Some(point), None) => format!("điểm {point} {citation}"),
            (None, Some(clause)) => format!("khoản {clause} {citation}"),
            (None, None) => citation.to_owned(),
        };
        LawBlock {
            anchor,
            kind: match block.kind {
                BlockKind::Clause => LawBlockKind::Clause,
                BlockKind::Point => LawBlockKind::Point,
                BlockKind::Lead => LawBlockKind::Text,
                BlockKind::Footnote => LawBlockKind::Footnote,
            },
            label: text[block.range.start..block.body].trim().to_owned(),
            depth: usize::from(block.kind == BlockKind::Point && block.clause.is_some()),
            text: text[block.body..block.range.end].trim().to_owned(),
            citation: if named { unit } else { citation.to_owned() },
        }
    };
    view.blocks.iter().enumerate().map(&mut block).collect()
}

fn versions(library: &Law, of: &Document, view: &ArticleView, on: CivilDate) -> Vec<LawVersion> {
    let all = library.versions(of);
    let version = |document: &&Document| {
        let shown = document.key == of.key;
        let article = if shown {
            Some(view.reference.clone())
        } else {
            library.counterpart(&view.title, &document.key)
        };
        LawVersion {
            id: document.key.clone(),
            label: format!("{} {}", document.name, document.number),
            from: document.validity.from,
            to: document.validity.to,
            state: match document.validity.on(on) {
                Force::InForce | Force::PartlyRepealed | Force::Suspended => VersionState::Present,
                Force::Repealed => VersionState::Past,
                Force::NotYet => VersionState::Future,
                Force::Unknown | Force::Disputed => VersionState::Unknown,
            },
            is_shown: shown,
            article: article.as_ref().map(link),
        }
    };
    all.iter().map(version).collect()
}

fn pack_of(client: &Client, of: &Document) -> Result<LawPack, ApiError> {
    let view = client.pack(PACK)?;
    let manifest = view.installed.as_ref().map(|installed| &installed.manifest);
    Ok(LawPack {
        version: manifest.map_or(0, |manifest| manifest.version),
        made_on: manifest.map(|manifest| manifest.made_at.date()),
        signed_by: pack::signer(client, &view),
        is_sample: is_sample(of),
    })
}
