//! The order of hits: citations, then exact words, then words without diacritics; what binds before what once did.

use std::collections::HashMap;

use jiff::civil::Date;

use super::query::{Query, questions};
use super::score::{Candidate, candidates};
use super::snippet::{Marked, snippet};
use super::{Found, Hit, Matched, Snippet};
use crate::citation::{Citation, Target, cite};
use crate::library::{Context, Library};
use crate::model::{ArticleRef, DocumentKind};
use crate::segment::{LibraryError, SegmentSource};
use crate::structure::{Label, range_of};
use crate::text::words;
use crate::validity::Force;

/// Articles looked at beyond the first stage.
const POOL: usize = 100;
/// A question longer than this many bytes is cut; whole stories have about 700.
const LONGEST: usize = 4000;

type Place = (usize, usize);

impl<S: SegmentSource> Library<S> {
    /// The best articles for a question, as of a day, at most `limit`. A damaged part of the library is passed over and
    /// named in the answer.
    ///
    /// # Errors
    /// Words were asked for and the whole index is missing, damaged or of another format; reading and citations work
    /// without it.
    pub fn search(&self, question: &str, limit: usize, at: Date) -> Result<Found, LibraryError> {
        let end = (0..=question.len().min(LONGEST))
            .rev()
            .find(|&i| question.is_char_boundary(i))
            .unwrap_or(0);
        let question = question[..end].trim();
        if question.is_empty() || limit == 0 {
            return Ok(Found::default());
        }
        let citations = cite(question, self.names(), true);
        let mut cited = self.cited(&citations, at);
        let ranges: Vec<_> = citations
            .iter()
            .filter(|c| !c.targets.is_empty())
            .map(|c| c.range.clone())
            .collect();
        let query = Query::of(question, &ranges);
        let only_cited = words(question)
            .iter()
            .all(|w| ranges.iter().any(|r| r.contains(&w.start)));

        let mut order: Vec<(Place, f32, Matched)> = Vec::new();
        let mut damaged = Vec::new();
        let mut words_failed = false;
        if !only_cited || cited.is_empty() {
            match self.by_words(question, &query, &Hints::of(&citations), at, &mut damaged) {
                Ok(found) => order = found,
                // The article that was named is still there to read.
                Err(error) if !cited.is_empty() => {
                    damaged.push(error);
                    words_failed = true;
                }
                Err(error) => return Err(error),
            }
        }
        let firm = citations
            .iter()
            .any(|c| !c.targets.is_empty() && c.mention.is_some());
        if firm || only_cited || words_failed {
            order.retain(|(place, _, _)| !cited.iter().any(|(c, _)| c == place));
            let top = order.first().map_or(1.0, |(_, score, _)| *score) + 1.0;
            cited.truncate(limit);
            let named = cited.iter().map(|(place, _)| (*place, top, Matched::Citation));
            order.splice(0..0, named.collect::<Vec<_>>());
        }
        order.truncate(limit);
        let targets: HashMap<Place, &Target> = cited.into_iter().collect();
        let mut hits = Vec::with_capacity(order.len());
        for (place, score, matched) in order {
            match self.hit(place, score, matched, &query, &targets, at) {
                Ok(hit) => hits.push(hit),
                Err(error) if damaged.contains(&error) => {}
                Err(error) => damaged.push(error),
            }
        }
        Ok(Found { hits, damaged })
    }

    /// The ranking by words; a story with several questions is ranked question by question.
    fn by_words(
        &self,
        question: &str,
        query: &Query,
        hints: &Hints,
        at: Date,
        damaged: &mut Vec<LibraryError>,
    ) -> Result<Vec<(Place, f32, Matched)>, LibraryError> {
        let mut rankings = Vec::new();
        for part in questions(question) {
            let part = if part == question {
                query.clone()
            } else {
                Query::of(&part, &[])
            };
            rankings.push(self.ranked(&part, hints, at, damaged)?);
        }
        if rankings.len() > 1 {
            rankings.push(self.ranked(query, hints, at, damaged)?);
        }
        Ok(interleave(rankings))
    }

    pub(crate) fn place_of(&self, reference: &ArticleRef) -> Option<Place> {
        let document = self.position(&reference.document)?;
        let article = self.documents()[document]
            .articles
            .binary_search(&reference.article)
            .ok()?;
        Some((document, article))
    }

    fn force(&self, (document, article): Place, at: Date) -> Force {
        let document = &self.documents()[document];
        document
            .articles
            .get(article)
            .map_or(Force::Unknown, |label| document.force_of(label, at))
    }

    /// Articles that citations name, the version in force first. Without a document every document with such an article
    /// is offered.
    fn cited<'c>(&self, citations: &'c [Citation], at: Date) -> Vec<(Place, &'c Target)> {
        let mut found: Vec<(Place, &Target)> = Vec::new();
        for citation in citations {
            let documents = self.meant(citation, &Context::default(), at);
            let open = documents.is_none();
            let documents = documents.unwrap_or_else(|| (0..self.documents().len()).collect());
            for target in &citation.targets {
                let Some(label) = target.article.as_deref().and_then(Label::parse) else {
                    continue;
                };
                let holds = documents.iter().filter_map(|&d| {
                    let place = self.documents()[d].articles.binary_search(&label).ok()?;
                    Some((d, place))
                });
                let mut places: Vec<Place> = holds.collect();
                if open {
                    let rank = |d: usize| {
                        (
                            self.documents()[d].kind,
                            std::cmp::Reverse(self.documents()[d].validity.from),
                        )
                    };
                    places.sort_by_key(|&place| (self.force(place, at).order(), rank(place.0)));
                }
                for place in places {
                    if !found.iter().any(|(known, _)| *known == place) {
                        found.push((place, target));
                    }
                }
            }
        }
        found
    }

    /// One question's ranking: exact hits first, then those that only match without diacritics.
    fn ranked(
        &self,
        query: &Query,
        hints: &Hints,
        at: Date,
        damaged: &mut Vec<LibraryError>,
    ) -> Result<Vec<(Place, f32, Matched)>, LibraryError> {
        let (exact, _) = candidates(self, query, query.folded, POOL, damaged)?;
        let matched = if query.folded {
            Matched::Folded
        } else {
            Matched::Exact
        };
        let mut order = self.weigh(exact, hints, at, matched);
        if !query.folded && order.len() < POOL {
            let (loose, _) = candidates(self, query, true, POOL, damaged)?;
            let least = order.last().map_or(0.0, |(_, score, _)| *score);
            let mut loose = self.weigh(loose, hints, at, Matched::Folded);
            loose.retain(|(place, _, _)| !order.iter().any(|(known, _, _)| known == place));
            let top = loose
                .first()
                .map_or(1.0, |(_, score, _)| *score)
                .max(f32::MIN_POSITIVE);
            order.extend(
                loose
                    .into_iter()
                    .map(|(place, score, m)| (place, least * 0.99 * score / top, m)),
            );
        }
        Ok(order)
    }

    fn weigh(
        &self,
        pool: Vec<Candidate>,
        hints: &Hints,
        at: Date,
        matched: Matched,
    ) -> Vec<(Place, f32, Matched)> {
        let top = pool.first().map_or(0.0, |c| c.score);
        let mut order: Vec<(Place, f32, Matched)> = pool
            .into_iter()
            .map(|candidate| {
                let document = &self.documents()[candidate.place.0];
                let mut score =
                    candidate.score * factor(self.force(candidate.place, at)) * rank(document.kind);
                if hints.articles.contains(&document.articles[candidate.place.1]) {
                    score += top * 0.4;
                }
                if hints.documents.contains(&candidate.place.0) {
                    score += top * 0.25;
                }
                (candidate.place, score, matched)
            })
            .collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order
    }

    fn hit(
        &self,
        place: Place,
        score: f32,
        matched: Matched,
        query: &Query,
        targets: &HashMap<Place, &Target>,
        at: Date,
    ) -> Result<Hit, LibraryError> {
        let view = self.text_of(place.0, place.1)?;
        let folded = query.folded || matched == Matched::Folded;
        let singles = query.sought.iter().filter(|s| s.second.is_none() && s.marked);
        let weights = singles.map(|s| {
            (
                if folded {
                    s.first.folded.as_str()
                } else {
                    s.first.key.as_str()
                },
                s.weight,
            )
        });
        let marked = Marked {
            weights: weights.filter(|(_, weight)| *weight >= 0.5).collect(),
            folded,
        };
        let unit = targets
            .get(&place)
            .filter(|_| matched == Matched::Citation)
            .and_then(|target| {
                range_of(&view.blocks, target.clause.as_deref(), target.point.as_deref())
                    .map(|range| (range, target.clause.clone(), target.point.clone()))
            });
        let document = &self.documents()[place.0];
        Ok(Hit {
            title_highlights: marked.ranges(&view.title),
            snippet: match unit {
                // A cited clause is shown as it stands.
                Some((range, clause, point)) => {
                    let text = view.text[range].replace('\n', " ");
                    Snippet {
                        highlights: Vec::new(),
                        clause,
                        point,
                        text,
                    }
                }
                None => snippet(&view.text, &view.blocks, &marked),
            },
            force: view.validity.on(at),
            note: view.validity.note,
            cautions: document.cautions.clone(),
            article: view.reference,
            title: view.title,
            document_number: view.document_number,
            document_name: view.document_name,
            matched,
            score,
        })
    }
}

/// What citations without a whole address still say: "theo Điều 96, lương …".
struct Hints {
    articles: Vec<Label>,
    documents: Vec<usize>,
}

impl Hints {
    fn of(citations: &[Citation]) -> Self {
        let targets = citations.iter().flat_map(|c| &c.targets);
        Self {
            articles: targets
                .filter_map(|t| Label::parse(t.article.as_deref()?))
                .collect(),
            documents: citations
                .iter()
                .filter_map(|c| c.mention.as_ref())
                .flat_map(|m| m.documents.clone())
                .collect(),
        }
    }
}

/// How much a text that does not bind on the day still counts.
fn factor(force: Force) -> f32 {
    match force {
        Force::InForce | Force::PartlyRepealed => 1.0,
        Force::Disputed => 0.97,
        Force::Unknown => 0.95,
        Force::NotYet | Force::Suspended => 0.85,
        Force::Repealed => 0.7,
    }
}

/// Of texts that say the same, the higher one is the source.
fn rank(kind: DocumentKind) -> f32 {
    match kind {
        DocumentKind::Constitution | DocumentKind::Code | DocumentKind::Law | DocumentKind::Ordinance => 1.08,
        _ => 1.0,
    }
}

/// The first of each ranking, then the second of each, and so on, without repeats.
fn interleave(rankings: Vec<Vec<(Place, f32, Matched)>>) -> Vec<(Place, f32, Matched)> {
    let longest = rankings.iter().map(Vec::len).max().unwrap_or(0);
    let mut order: Vec<(Place, f32, Matched)> = Vec::new();
    for at in 0..longest {
        for found in rankings.iter().filter_map(|ranking| ranking.get(at)) {
            if !order.iter().any(|(place, _, _)| *place == found.0) {
                order.push(*found);
            }
        }
    }
    order
}
