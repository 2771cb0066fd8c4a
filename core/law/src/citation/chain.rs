//! Joining groups and mentions into citations.
//!
//! Drafting order runs from small to large (điểm, khoản, Điều, document); people also type from large to small
//! ("điều 96 khoản 2", "BLLĐ điều 98"). A unit between two articles belongs to the one it touches.

use std::ops::Range;

use super::mention::{Mention, mentions};
use super::{Group, Names, Unit, groups};
use crate::text::{Word, words};

/// One cited unit. An absent article is the one the text itself stands in (see [`Citation::here`]).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    pub article: Option<String>,
    pub clause: Option<String>,
    pub point: Option<String>,
}

/// A citation as found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Bytes of the whole citation, document included when it touches.
    pub range: Range<usize>,
    /// The units, lists and ranges written out; empty when only a document is named.
    pub targets: Vec<Target>,
    /// Which document; `None`: not said.
    pub mention: Option<Mention>,
    /// The largest unit said relatively: `Article` for "khoản 2 Điều này", `Clause` for "điểm a khoản này".
    pub here: Option<Unit>,
}

struct Draft {
    words: Range<usize>,
    targets: Vec<Target>,
    here: Option<Unit>,
    mention: Option<Mention>,
}

/// Reads all citations of a text. `typed`: the text is a person's query, where short forms (`đ98 BLLĐ`) count and a
/// single document named anywhere is meant for every unit.
pub fn cite(text: &str, names: &Names, typed: bool) -> Vec<Citation> {
    let words = words(text);
    let mentions = mentions(text, &words, names);
    let taken = |group: &Group| mentions.iter().any(|m| m.words.contains(&group.words.start));
    let groups: Vec<Group> = groups(text, &words, typed)
        .into_iter()
        .filter(|g| !taken(g))
        .collect();
    let mut drafts = Vec::new();
    for run in runs(text, &words, &groups) {
        assemble(text, &words, run, typed, &mut drafts);
    }
    let used = bind(text, &words, &mentions, &mut drafts, typed);
    let mut found: Vec<Citation> = drafts
        .into_iter()
        .map(|draft| {
            let own = words[draft.words.start].start..words[draft.words.end - 1].end;
            let touching = draft.mention.as_ref().filter(|m| near(&draft.words, &m.words));
            let range = touching.map_or(own.clone(), |m| {
                own.start.min(m.range.start)..own.end.max(m.range.end)
            });
            Citation {
                range,
                targets: draft.targets,
                mention: draft.mention,
                here: draft.here,
            }
        })
        .collect();
    let alone = mentions
        .into_iter()
        .enumerate()
        .filter(|(i, m)| !used.contains(i) && m.relative.is_none());
    found.extend(alone.map(|(_, m)| Citation {
        range: m.range.clone(),
        targets: Vec::new(),
        mention: Some(m),
        here: None,
    }));
    found.sort_by_key(|citation| (citation.range.start, citation.range.end));
    found
}

fn near(units: &Range<usize>, mention: &Range<usize>) -> bool {
    let gap = if units.start >= mention.end {
        units.start - mention.end
    } else {
        mention.start.saturating_sub(units.end)
    };
    gap <= 3
}

/// Punctuation and words between two words positions.
fn between<'t>(text: &'t str, words: &[Word], end: usize, start: usize) -> (&'t str, Vec<String>) {
    let gap = &text[words[end - 1].end..words[start].start];
    (gap, words[end..start].iter().map(|w| w.folded.clone()).collect())
}

const LINKS: [&str; 9] = ["va", "hoac", "cua", "tai", "theo", "cac", "tu", "thuoc", "trong"];

/// Splits groups where anything but linking words stands between them.
fn runs<'g>(text: &str, words: &[Word], groups: &'g [Group]) -> Vec<&'g [Group]> {
    groups
        .chunk_by(|a, b| {
            let (gap, linking) = between(text, words, a.words.end, b.words.start);
            !gap.contains([';', '\n', '.', '(', ')']) && linking.iter().all(|w| LINKS.contains(&w.as_str()))
        })
        .collect()
}

fn direct(text: &str, words: &[Word], a: &Group, b: &Group) -> bool {
    let (gap, linking) = between(text, words, a.words.end, b.words.start);
    !gap.contains(',')
        && linking
            .iter()
            .all(|w| matches!(w.as_str(), "cua" | "tai" | "thuoc"))
}

fn assemble(text: &str, words: &[Word], run: &[Group], typed: bool, drafts: &mut Vec<Draft>) {
    let articles: Vec<usize> = (0..run.len()).filter(|&i| run[i].unit == Unit::Article).collect();
    if articles.is_empty() {
        // "khoản này", or a bare "khoản 2" in a query whose article is said elsewhere or not at all.
        if typed || run.iter().any(|g| g.here) {
            drafts.push(draft(run, 0..run.len(), None, run.len()..run.len()));
        }
        return;
    }
    let mut start = 0;
    for (nth, &at) in articles.iter().enumerate() {
        let next = articles.get(nth + 1).copied();
        let mut end = next.unwrap_or(run.len());
        if let Some(next) = next
            && next > at + 1
            && direct(text, words, &run[next - 1], &run[next])
        {
            end = (at + 1..next)
                .find(|&i| !direct(text, words, &run[i - 1], &run[i]))
                .unwrap_or(next);
        }
        // "Điều này, điểm a khoản này": a point that touches nothing before it begins a citation of its own.
        let parted = |i: &usize| run[*i].unit == Unit::Point && !direct(text, words, &run[i - 1], &run[*i]);
        end = (at + 1..end).find(parted).unwrap_or(end);
        drafts.push(draft(run, start..at, Some(at), at + 1..end));
        start = end;
    }
    if start < run.len() && run[start..].iter().any(|g| g.here) {
        drafts.push(draft(run, start..run.len(), None, run.len()..run.len()));
    }
}

/// Builds the targets of one article group with the smaller units before it and behind it.
fn draft(run: &[Group], before: Range<usize>, article: Option<usize>, behind: Range<usize>) -> Draft {
    let mut units: Vec<(Option<String>, Option<String>)> = Vec::new();
    let mut points: Vec<String> = Vec::new();
    for group in &run[before.clone()] {
        match group.unit {
            Unit::Point => points.extend(group.labels.iter().cloned()),
            _ if group.here => units.extend(take(&mut points, None).into_iter().map(|p| (None, p))),
            _ => {
                for label in &group.labels {
                    let of_clause = take(&mut points, None);
                    units.extend(of_clause.into_iter().map(|p| (Some(label.clone()), p)));
                }
            }
        }
    }
    units.extend(points.drain(..).map(|p| (None, Some(p))));
    for group in &run[behind.clone()] {
        if group.unit == Unit::Clause {
            units.extend(group.labels.iter().map(|label| (Some(label.clone()), None)));
        } else if group.unit == Unit::Point && !group.labels.is_empty() {
            let clause = units.last().and_then(|(clause, _)| clause.clone());
            if units.last().is_some_and(|(_, point)| point.is_none()) {
                units.pop();
            }
            units.extend(
                group
                    .labels
                    .iter()
                    .map(|label| (clause.clone(), Some(label.clone()))),
            );
        }
    }
    let labels: Vec<Option<String>> = match article.map(|at| &run[at]) {
        Some(group) if !group.here => group.labels.iter().cloned().map(Some).collect(),
        _ => vec![None],
    };
    if units.is_empty() {
        units.push((None, None));
    }
    let mut targets: Vec<Target> = units
        .into_iter()
        .map(|(clause, point)| Target {
            article: labels[0].clone(),
            clause,
            point,
        })
        .collect();
    targets.extend(labels.into_iter().skip(1).map(|article| Target {
        article,
        clause: None,
        point: None,
    }));
    let span = before.start.min(article.unwrap_or(before.start))
        ..behind.end.max(article.map_or(before.end, |a| a + 1));
    let here = run[span.clone()]
        .iter()
        .filter(|g| g.here)
        .map(|g| g.unit)
        .max_by_key(|u| *u as u8);
    Draft {
        words: run[span.start].words.start..run[span.end - 1].words.end,
        targets,
        here,
        mention: None,
    }
}

/// The points waiting for their clause, or the clause as a whole.
fn take(points: &mut Vec<String>, whole: Option<String>) -> Vec<Option<String>> {
    if points.is_empty() {
        vec![whole]
    } else {
        points.drain(..).map(Some).collect()
    }
}

/// Gives each draft its document; returns which mentions were used.
fn bind(text: &str, words: &[Word], mentions: &[Mention], drafts: &mut [Draft], typed: bool) -> Vec<usize> {
    let mut used = Vec::new();
    let close = |end: usize, start: usize, allowed: &[&str]| {
        if end > start || start - end > 3 {
            return false;
        }
        let (gap, linking) = between(text, words, end, start);
        !gap.contains([';', '\n']) && linking.iter().all(|w| allowed.contains(&w.as_str()))
    };
    for draft in drafts.iter_mut() {
        let behind = mentions
            .iter()
            .position(|m| close(draft.words.end, m.words.start, &LINKS));
        let before = || {
            mentions
                .iter()
                .rposition(|m| close(m.words.end, draft.words.start, &["tai", "o", "quy", "dinh"]))
        };
        if let Some(at) = behind.or_else(before) {
            used.push(at);
            draft.mention = Some(mentions[at].clone());
        }
    }
    // "khoản 2 Điều 5 và Điều 7 Luật X": the document said last is meant for the whole row.
    for at in (1..drafts.len()).rev() {
        let (head, tail) = drafts.split_at_mut(at);
        let (left, right) = (&mut head[at - 1], &tail[0]);
        let behind = right
            .mention
            .as_ref()
            .is_some_and(|m| m.words.start >= right.words.end);
        if left.mention.is_none()
            && behind
            && close(left.words.end, right.words.start, &["va", "hoac", "cac"])
        {
            left.mention.clone_from(&right.mention);
        }
    }
    if typed && mentions.len() == 1 && !drafts.is_empty() {
        used.push(0);
        for draft in drafts.iter_mut().filter(|d| d.mention.is_none()) {
            draft.mention = Some(mentions[0].clone());
        }
    }
    used
}

#[cfg(test)]
mod tests;
