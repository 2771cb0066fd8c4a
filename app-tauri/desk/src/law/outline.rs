//! The table of contents of a document.

use super::shape::{LawDocument, document, unread};
use crate::desk::Desk;
use crate::said::Said;
use congdoan_client::ApiError;
use congdoan_client::library::ArticleRef;
use congdoan_client::library::library::OutlineLine;
use congdoan_client::library::structure::{Heading, Level};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Deserialize, TS)]
pub struct OfDocument {
    document_id: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutlineKind {
    Part,
    Chapter,
    Section,
    Subsection,
    Article,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OutlineNode {
    pub id: String,
    pub kind: OutlineKind,
    /// "Chương VI", "Điều 98"
    pub number: String,
    /// Empty: the part with it cannot be read.
    pub title: String,
    /// 0: the highest heading.
    pub depth: usize,
    pub article_id: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct LawOutline {
    pub document: LawDocument,
    pub nodes: Vec<OutlineNode>,
    /// Parts that could not be read, in words.
    pub unread: Vec<Said>,
}

pub(super) fn number(heading: &Heading) -> String {
    format!("{} {}", heading.level.word(), heading.number)
}

pub fn outline(desk: &Desk, asked: OfDocument) -> Result<LawOutline, ApiError> {
    let client = desk.client()?;
    let library = client.law()?;
    let found = library
        .outline(&asked.document_id)
        .ok_or_else(ApiError::not_found)?;
    let mut open: Vec<Level> = vec![];
    let mut nodes = vec![];
    for (at, line) in found.lines.iter().enumerate() {
        nodes.push(match line {
            OutlineLine::Heading(heading) => {
                open.retain(|level| *level < heading.level);
                let depth = open.len();
                open.push(heading.level);
                OutlineNode {
                    id: format!("h{at}"),
                    kind: match heading.level {
                        Level::Part => OutlineKind::Part,
                        Level::Chapter => OutlineKind::Chapter,
                        Level::Section => OutlineKind::Section,
                        Level::Subsection => OutlineKind::Subsection,
                    },
                    number: number(heading),
                    title: heading.title.clone(),
                    depth,
                    article_id: None,
                }
            }
            OutlineLine::Article { label, title } => {
                let reference = ArticleRef::new(found.document.key.clone(), label.clone()).to_string();
                OutlineNode {
                    id: reference.clone(),
                    kind: OutlineKind::Article,
                    number: format!("Điều {label}"),
                    title: title.clone(),
                    depth: open.len(),
                    article_id: Some(reference),
                }
            }
        });
    }
    Ok(LawOutline {
        document: document(&found.document, client.server_now().date()),
        nodes,
        unread: unread(&library, &found.damaged),
    })
}
