//! Whether a citation exists, and in which version.

use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use super::Library;
use crate::citation::{Citation, Target, cite};
use crate::model::ArticleRef;
use crate::segment::{LibraryError, SegmentSource};
use crate::structure::{Label, range_of};
use crate::validity::Force;

pub use crate::citation::Unit;

/// Where the text with the citations stands; "Luật này", "Điều này", "khoản này" mean these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Key of the document.
    pub document: Option<String>,
    pub article: Option<Label>,
    pub clause: Option<String>,
}

/// What became of one cited unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It exists in the library.
    Found,
    /// The text does not say which document.
    NoDocumentNamed,
    /// The library does not hold the document.
    DocumentNotHeld,
    /// The document is there and has no such article.
    NoSuchArticle,
    NoSuchClause,
    NoSuchPoint,
}

/// A cited unit, looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resolved {
    /// Bytes of the citation in the text.
    pub range: Range<usize>,
    pub standing: Standing,
    /// The document meant: of several versions the one in force on the day.
    pub document: Option<String>,
    pub article: Option<ArticleRef>,
    pub clause: Option<String>,
    pub point: Option<String>,
    /// Bytes of the clause or point in the article's text, when one is cited and exists.
    pub unit: Option<Range<usize>>,
    /// The standing of the article (or document) on the day.
    pub force: Option<Force>,
    /// Other versions of the document, best first.
    pub others: Vec<String>,
}

impl<S: SegmentSource> Library<S> {
    /// Looks up every citation of a text as of a day. `typed`: the text is a person's query.
    ///
    /// # Errors
    /// A text segment that a clause or point has to be looked up in is missing or damaged.
    pub fn resolve(
        &self,
        text: &str,
        typed: bool,
        context: &Context,
        at: Date,
    ) -> Result<Vec<Resolved>, LibraryError> {
        let mut found = Vec::new();
        for citation in cite(text, &self.names, typed) {
            let documents = self.meant(&citation, context, at);
            if citation.targets.is_empty() {
                found.push(self.look_up(&citation, None, documents.clone(), context, at)?);
            }
            for target in &citation.targets {
                found.push(self.look_up(&citation, Some(target), documents.clone(), context, at)?);
            }
        }
        Ok(found)
    }

    /// Positions of the documents a citation can mean, best first; `None` if it names none.
    pub(crate) fn meant(&self, citation: &Citation, context: &Context, at: Date) -> Option<Vec<usize>> {
        let here = || {
            context
                .document
                .as_deref()
                .and_then(|key| self.position(key))
                .map(|at| vec![at])
        };
        let Some(mention) = &citation.mention else {
            return here();
        };
        if mention.relative.is_some() {
            return here();
        }
        let mut documents = mention.documents.clone();
        documents.sort_by_key(|&d| {
            let validity = &self.catalogue.documents[d].validity;
            (validity.on(at).order(), std::cmp::Reverse(validity.from))
        });
        Some(documents)
    }

    fn look_up(
        &self,
        citation: &Citation,
        target: Option<&Target>,
        documents: Option<Vec<usize>>,
        context: &Context,
        at: Date,
    ) -> Result<Resolved, LibraryError> {
        let clause = target.and_then(|t| t.clause.clone()).or_else(|| {
            let here = target.is_some() && citation.here == Some(Unit::Clause);
            context.clause.clone().filter(|_| here)
        });
        let mut found = Resolved {
            range: citation.range.clone(),
            standing: Standing::NoDocumentNamed,
            document: None,
            article: None,
            clause,
            point: target.and_then(|t| t.point.clone()),
            unit: None,
            force: None,
            others: Vec::new(),
        };
        let Some(documents) = documents else {
            return Ok(found);
        };
        let Some((&first, others)) = documents.split_first() else {
            found.standing = Standing::DocumentNotHeld;
            return Ok(found);
        };
        let document = &self.catalogue.documents[first];
        found.document = Some(document.key.clone());
        found.others = others
            .iter()
            .map(|&d| self.catalogue.documents[d].key.clone())
            .collect();
        found.force = Some(document.validity.on(at));
        found.standing = Standing::Found;
        let Some(target) = target else { return Ok(found) };
        let label = match &target.article {
            Some(article) => Label::parse(article),
            None => context.article.clone(),
        };
        let Some((label, place)) =
            label.and_then(|l| document.articles.binary_search(&l).ok().map(|p| (l, p)))
        else {
            found.standing = Standing::NoSuchArticle;
            return Ok(found);
        };
        found.force = Some(document.force_of(&label, at));
        found.article = Some(ArticleRef::new(document.key.clone(), label));
        if found.clause.is_none() && found.point.is_none() {
            return Ok(found);
        }
        let view = self.text_of(first, place)?;
        let (clause, point) = (found.clause.as_deref(), found.point.as_deref());
        found.unit = range_of(&view.blocks, clause, point);
        if found.unit.is_none() {
            let without = clause.is_some() && range_of(&view.blocks, clause, None).is_none();
            found.standing = if without {
                Standing::NoSuchClause
            } else {
                Standing::NoSuchPoint
            };
        }
        Ok(found)
    }
}
