//! Records → documents: articles in order, headings in their place, dates compared across sources.

use std::collections::HashMap;

use jiff::civil::Date;

use super::line::Record;
use super::{Fault, Problem, Report, effect, status};
use crate::citation::Names;
use crate::model::{Article, Caution, Corpus, Document, DocumentKind, DocumentText};
use crate::structure::{Heading, Level, Line, headings, line};
use crate::validity::{Force, Precise, Validity, show_date};

pub(super) fn assemble(records: Vec<Record>, report: &mut Report) -> Corpus {
    let mut order: Vec<String> = Vec::new();
    let mut by_document: HashMap<String, Vec<Record>> = HashMap::new();
    for record in records {
        let key = record.reference.document.clone();
        let list = by_document.entry(key.clone()).or_default();
        match list.first() {
            None => order.push(key),
            Some(first) => compare(first, &record, report),
        }
        list.push(record);
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for key in order {
        drafts.extend(by_document.remove(&key).map(|records| Draft::of(records, report)));
    }
    time(&mut drafts, report);
    Corpus {
        documents: drafts.into_iter().map(|draft| draft.made).collect(),
    }
}

/// Fields that all lines of a document share.
fn compare(first: &Record, other: &Record, report: &mut Report) {
    let fields = [
        ("law_name", first.name != other.name),
        ("status", first.status != other.status),
        ("effective", first.effective != other.effective),
    ];
    for (field, _) in fields.into_iter().filter(|(_, differs)| *differs) {
        report.add(Problem::new(
            other.line,
            field,
            Fault::DiffersFromLine { first: first.line },
        ));
    }
}

struct Draft {
    made: DocumentText,
    /// First line of the document in the file, and the line of each article.
    line: usize,
    lines: Vec<usize>,
    typed: Option<Precise>,
    status: status::Status,
}

impl Draft {
    fn of(mut records: Vec<Record>, report: &mut Report) -> Self {
        let first = records[0].clone();
        records.sort_by(|a, b| a.reference.article.cmp(&b.reference.article));
        let status = status::read(&first.status);
        if status.force.is_none() {
            report.add(Problem::new(first.line, "status", Fault::UnknownStatus));
        }
        let lines = records.iter().map(|r| r.line).collect();
        let articles = place(records);
        let mut cautions = status.cautions.clone();
        if first.source.contains("OCR") && !cautions.contains(&Caution::Scanned) {
            cautions.push(Caution::Scanned);
        }
        let numbers = articles
            .iter()
            .map(|a| a.label.number())
            .collect::<std::collections::BTreeSet<_>>();
        if numbers
            .last()
            .is_some_and(|&last| usize::from(last) > numbers.len())
        {
            cautions.push(Caution::Incomplete);
        }
        let document = Document {
            key: first.reference.document.clone(),
            kind: DocumentKind::of(&first.number, &first.name),
            number: first.number,
            name: first.name,
            validity: Validity::unknown(),
            source: first.source,
            cautions,
            articles: articles.iter().map(|a| a.label.clone()).collect(),
            exceptions: Vec::new(),
        };
        let made = DocumentText { document, articles };
        Self {
            made,
            line: first.line,
            lines,
            typed: first.effective,
            status,
        }
    }
}

/// Articles with their headings. In the labour set the heading of a section stands at the end of the article before it:
/// it is moved to where it belongs.
fn place(records: Vec<Record>) -> Vec<Article> {
    let mut chapter = String::new();
    let mut section: Vec<Heading> = Vec::new();
    records
        .into_iter()
        .map(|record| {
            if record.chapter != chapter {
                chapter.clone_from(&record.chapter);
                section.clear();
            }
            let mut path = headings(&record.chapter);
            let highest = path.last().map_or(Level::Part, |h| h.level);
            path.extend(section.iter().filter(|h| h.level > highest).cloned());
            let (text, following) = split_trailing(&record.text);
            for heading in following {
                section.retain(|h| h.level < heading.level);
                section.push(heading);
            }
            Article {
                label: record.reference.article,
                title: record.title,
                headings: path,
                text,
            }
        })
        .collect()
}

/// Cuts headings off the end of a text. Lines in capitals behind a heading are its title.
fn split_trailing(text: &str) -> (String, Vec<Heading>) {
    let lines: Vec<&str> = text.lines().collect();
    let mut cut = lines.len();
    let mut found = Vec::new();
    let mut tail: Vec<&str> = Vec::new();
    while cut > 1 {
        let content = lines[cut - 1].trim();
        match line(content) {
            Line::Heading(mut heading) if heading.level >= Level::Section => {
                let more = tail.drain(..).rev().collect::<Vec<_>>().join(" ");
                if !more.is_empty() {
                    heading.title = format!("{} {more}", heading.title).trim().to_owned();
                }
                found.insert(0, heading);
            }
            Line::Plain if capitals(content) => tail.push(content),
            _ => break,
        }
        cut -= 1;
    }
    if found.is_empty() {
        return (text.to_owned(), found);
    }
    // Capitals above the first heading belong to the article.
    (lines[..cut + tail.len()].join("\n").trim_end().to_owned(), found)
}

fn capitals(text: &str) -> bool {
    !text.is_empty() && text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}

/// Sets every document's validity from its own text, the typed fields, and what newer documents say of it.
fn time(drafts: &mut [Draft], report: &mut Report) {
    let documents: Vec<Document> = drafts.iter().map(|d| d.made.document.clone()).collect();
    let names = Names::of(&documents);
    let effects: Vec<_> = drafts
        .iter()
        .map(|d| effect::read(&d.made.articles, &names))
        .collect();
    for (draft, effect) in drafts.iter_mut().zip(&effects) {
        begin(draft, effect, report);
    }
    let starts: Vec<Validity> = drafts.iter().map(|d| d.made.document.validity.clone()).collect();
    for (at, draft) in drafts.iter_mut().enumerate() {
        let said = effects.iter().enumerate().filter(|(by, _)| *by != at);
        let ends: Vec<End> = said
            .flat_map(|(by, effect)| {
                effect
                    .ends
                    .iter()
                    .filter(|(of, _, _)| *of == at)
                    .map(move |end| (by, end))
            })
            .map(|(by, &(_, date, partly))| End {
                by: documents[by].number.clone(),
                date: date.or(starts[by].from),
                elsewhere: if date.is_none() {
                    starts[by].from_elsewhere
                } else {
                    None
                },
                partly,
            })
            .collect();
        finish(draft, &ends, report);
    }
}

struct End {
    by: String,
    date: Option<Date>,
    elsewhere: Option<Date>,
    partly: bool,
}

/// The start. The document's own effect article wins over the typed date; a contradiction is kept and shown.
fn begin(draft: &mut Draft, effect: &effect::Effect, report: &mut Report) {
    let document = &mut draft.made.document;
    let validity = &mut document.validity;
    match (&effect.from, draft.typed) {
        (Some((date, article)), typed) => {
            validity.from = Some(*date);
            validity.state = Force::InForce;
            validity.remark(&format!("Ngày hiệu lực theo Điều {article} của văn bản."));
            if let Some(other) = typed.filter(|typed| !typed.admits(*date)) {
                let other = other.earliest();
                let line = draft
                    .made
                    .articles
                    .iter()
                    .position(|a| a.label == *article)
                    .map_or(0, |i| draft.lines[i]);
                report.add(Problem::new(
                    line,
                    "effective",
                    Fault::DatesDisagree {
                        typed: other,
                        text: *date,
                    },
                ));
                validity.from_elsewhere = Some(other);
                validity.state = Force::Disputed;
                validity.remark(&format!("Nguồn nhập ghi {}, chưa thống nhất.", show_date(other)));
                document.cautions.push(Caution::DatesDisagree);
            }
        }
        (None, Some(Precise::Day(date))) => {
            validity.from = Some(date);
            validity.state = Force::InForce;
            validity.remark("Ngày hiệu lực do người nhập ghi, chưa đối chiếu được với văn bản.");
        }
        (None, Some(about)) => {
            validity.remark(&format!(
                "Chỉ biết hiệu lực khoảng năm {}.",
                about.earliest().year()
            ));
        }
        (None, None) => validity.remark("Chưa rõ ngày bắt đầu có hiệu lực."),
    }
    for (label, date) in &effect.exceptions {
        if document.articles.contains(label) {
            let mut own = Validity::since(*date);
            own.remark(&format!(
                "Điều này có hiệu lực từ {}, khác với cả văn bản.",
                show_date(*date)
            ));
            document.exceptions.push((label.clone(), own));
        }
    }
}

/// The end: what newer documents of the library say, against what was typed.
fn finish(draft: &mut Draft, ends: &[End], report: &mut Report) {
    let document = &mut draft.made.document;
    let validity = &mut document.validity;
    let mut claims: Vec<Date> = ends
        .iter()
        .flat_map(|end| [end.date, end.elsewhere])
        .flatten()
        .collect();
    for end in ends {
        validity.remark(&format!("Bị thay thế bởi {}.", end.by));
        if end.partly {
            validity.remark("Có trường hợp chuyển tiếp vẫn theo văn bản này.");
        }
    }
    if let Some(typed) = draft.status.to {
        // A month or a year only, or a date nobody checked, does not contradict a text; alone it is a hint.
        if !draft.status.unchecked || !claims.is_empty() {
            claims.push(typed);
        } else {
            validity.to_unchecked = Some(typed);
            validity.remark(&format!(
                "Có nguồn ghi hết hiệu lực khoảng {}, chưa đối chiếu.",
                show_date(typed)
            ));
            document.cautions.push(Caution::EndUnchecked);
        }
    }
    claims.sort();
    validity.to = claims.first().copied();
    if let (Some(&one), Some(&other)) = (claims.first(), claims.last())
        && one != other
    {
        validity.to_elsewhere = Some(other);
        validity.state = Force::Disputed;
        validity.remark(&format!(
            "Ngày hết hiệu lực chưa thống nhất: {} hoặc {}.",
            show_date(one),
            show_date(other)
        ));
        report.add(Problem::new(
            draft.line,
            "status",
            Fault::EndsDisagree { one, other },
        ));
        if !document.cautions.contains(&Caution::DatesDisagree) {
            document.cautions.push(Caution::DatesDisagree);
        }
    }
    match draft.status.force {
        Some(force @ (Force::PartlyRepealed | Force::Suspended)) => validity.state = force,
        Some(Force::Repealed) if claims.is_empty() && validity.to_unchecked.is_none() => {
            validity.state = Force::Unknown;
            validity.remark("Nguồn nhập ghi đã hết hiệu lực nhưng không ghi ngày.");
        }
        None if validity.state == Force::InForce => validity.remark("Tình trạng ghi ở nguồn không đọc được."),
        _ => {}
    }
    if validity.from.is_none() {
        validity.state = Force::Unknown;
    }
    for (_, own) in &mut document.exceptions {
        own.to = validity.to;
        own.to_elsewhere = validity.to_elsewhere;
        own.to_unchecked = validity.to_unchecked;
    }
}
