//! What a document's own effect article says: when it starts, which of its articles start otherwise, what it ends.

use jiff::civil::Date;

use crate::citation::{Names, cite};
use crate::model::Article;
use crate::structure::{Label, blocks};
use crate::text::{Word, fold, words};
use crate::validity::dates;

/// Read from a document's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Effect {
    /// Start of the document, and the article that says so.
    pub from: Option<(Date, Label)>,
    /// Whole articles that start on another day.
    pub exceptions: Vec<(Label, Date)>,
    /// Documents (positions in the names) that end as a whole, with the day if one is written, else the day this one
    /// starts; `true`: with exceptions.
    pub ends: Vec<(usize, Option<Date>, bool)>,
}

/// Last words of "Luật này", "Nghị định này", "Thông tư này" …
const SELF: [&str; 7] = ["luat", "dinh", "tu", "quyet", "lenh", "che", "tich"];

/// Reads the articles titled "Hiệu lực …"; words quoted from other laws are left out.
pub(super) fn read(articles: &[Article], names: &Names) -> Effect {
    let mut effect = Effect::default();
    for article in articles {
        let title = fold(&article.title);
        if !(title.contains("hieu luc thi hanh")
            || title.starts_with("hieu luc")
            || title.contains("dieu khoan thi hanh"))
        {
            continue;
        }
        let own = unquoted(&article.text);
        let mut listing = false;
        // Clause by clause, not line by line: copies break lines within a sentence.
        for block in blocks(&own) {
            let sentence = own[block.range].replace('\n', " ");
            starts(&sentence, article, &mut effect);
            listing = ends(&sentence, listing, names, &mut effect);
        }
    }
    if let Some((from, _)) = effect.from {
        effect.exceptions.retain(|(_, date)| *date != from);
    }
    effect
}

/// The text without what it quotes from other laws between “ and ”.
fn unquoted(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|&c| {
            let inside = depth > 0;
            match c {
                '“' => depth += 1,
                '”' => depth = depth.saturating_sub(1),
                _ => {}
            }
            !inside && c != '“'
        })
        .collect()
}

/// "Luật này có hiệu lực thi hành từ ngày …", and "Các điều … của Nghị định này có hiệu lực từ ngày …".
fn starts(line: &str, article: &Article, effect: &mut Effect) {
    let words = words(line);
    let dates = dates(line);
    let is = |at: usize, folded: &str| words.get(at).is_some_and(|w| w.folded == folded);
    for at in 2..words.len() {
        if !(is(at - 1, "nay") && is(at, "co") && is(at + 1, "hieu") && is(at + 2, "luc")) {
            continue;
        }
        if !SELF.contains(&words[at - 2].folded.as_str()) {
            continue;
        }
        let tail = words[at + 2].end;
        let Some((range, date)) = dates.iter().find(|(range, _)| range.start > tail) else {
            continue;
        };
        let between: Vec<&str> = inside(&words, tail, range.start);
        if !between
            .iter()
            .all(|w| matches!(*w, "thi" | "hanh" | "ke" | "tu" | "ngay"))
        {
            continue;
        }
        let subject = &line[..words[at - 2].start];
        let cited = cite(subject, &Names::default(), false);
        let of_parts = cited.iter().any(|c| !c.targets.is_empty());
        if !of_parts {
            if effect.from.is_none() {
                effect.from = Some((*date, article.label.clone()));
            }
        } else if !fold(subject).contains("khoan ") && !fold(subject).contains("diem ") {
            let labels = cited
                .iter()
                .flat_map(|c| &c.targets)
                .filter_map(|t| Label::parse(t.article.as_deref()?));
            effect.exceptions.extend(labels.map(|label| (label, *date)));
        }
    }
}

fn inside(words: &[Word], from: usize, to: usize) -> Vec<&str> {
    words
        .iter()
        .filter(|w| w.start >= from && w.end <= to)
        .map(|w| w.folded.as_str())
        .collect()
}

/// "Luật Công đoàn số 12/2012/QH13 hết hiệu lực …", alone or as a point under "các Nghị định sau đây hết hiệu lực:".
/// Only a document named first in its sentence ends as a whole: "Khoản 2 Điều 3 của Nghị định …" is a part.
fn ends(line: &str, listing: bool, names: &Names, effect: &mut Effect) -> bool {
    let folded = fold(line);
    let begins_list = folded.contains("het hieu luc") && folded.trim_end().ends_with(':');
    for sentence in line.split("; ").flat_map(|part| part.split(". ")) {
        let folded = fold(sentence);
        let ended = folded.contains("het hieu luc") || folded.contains("thay the");
        if !ended && !listing {
            continue;
        }
        let cited = cite(sentence, names, false);
        let Some(first) = cited
            .iter()
            .find(|c| c.mention.as_ref().is_some_and(|m| m.relative.is_none()))
        else {
            continue;
        };
        let Some(mention) = first.mention.as_ref().filter(|_| first.targets.is_empty()) else {
            continue;
        };
        let head = fold(&sentence[..mention.range.start]);
        let only_number = head.chars().all(|c| !c.is_alphabetic())
            || (head.trim_end().ends_with(')') && head.trim().len() <= 3)
            || head.trim_end().ends_with("thay the");
        if !only_number {
            continue;
        }
        let written = folded.find("het hieu luc").and_then(|_| {
            let all = words(sentence);
            let at = all
                .windows(3)
                .position(|w| w[0].folded == "het" && w[1].folded == "hieu" && w[2].folded == "luc")?;
            let tail = all[at + 2].end;
            let (range, date) = dates(sentence)
                .into_iter()
                .find(|(range, _)| range.start > tail)?;
            let gap = inside(&all, tail, range.start);
            gap.iter()
                .all(|w| matches!(*w, "thi" | "hanh" | "ke" | "tu" | "ngay"))
                .then_some(date)
        });
        let partly = folded.contains("tru truong hop");
        effect
            .ends
            .extend(mention.documents.iter().map(|&d| (d, written, partly)));
    }
    begins_list || (listing && !line.trim_end().ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, text: &str) -> Article {
        Article {
            label: Label::parse("66").unwrap(),
            title: title.to_owned(),
            headings: Vec::new(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_start_is_read_and_quoted_laws_are_not() {
        let text = "“1. Luật này có hiệu lực từ ngày 01 tháng 3 năm 2020.”\n1. Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2025.";
        let effect = read(&[article("Hiệu lực thi hành", text)], &Names::default());
        assert_eq!(effect.from.unwrap().0, Date::constant(2025, 7, 1));
        assert!(
            read(&[article("Hợp đồng", text)], &Names::default())
                .from
                .is_none()
        );
    }

    #[test]
    fn articles_may_start_on_a_day_of_their_own() {
        let text = "1. Nghị định này có hiệu lực từ ngày 15 tháng 8 năm 2025.\n2. Các điều từ Điều 1 đến Điều 3, các điều 7 và 9 của Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2025.\n3. Khoản 8 Điều 12 của Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2025.";
        let effect = read(&[article("Hiệu lực thi hành", text)], &Names::default());
        let labels: Vec<String> = effect.exceptions.iter().map(|(l, _)| l.to_string()).collect();
        assert_eq!(labels, ["1", "2", "3", "7", "9"]);
    }
}
