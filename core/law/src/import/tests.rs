use jiff::civil::Date;
use serde_json::{Value, json};

use super::*;
use crate::model::Caution;
use crate::validity::Force;

fn article(law: &str, number: &str, title: &str, text: &str) -> Value {
    json!({
        "doc_id": format!("{}#{number}", law.to_lowercase()), "law_id": law, "law_name": "Luật Thử nghiệm",
        "article_id": number, "title": title, "text": text, "chapter": "Chương I — CHUNG", "source": "thử",
        "status": "in force", "effective": "2026-01-01",
    })
}

fn file(lines: &[Value]) -> Vec<u8> {
    lines
        .iter()
        .map(Value::to_string)
        .collect::<Vec<_>>()
        .join("\n")
        .into_bytes()
}

const LAW: &str = "01/2025/QH15";

#[test]
fn a_good_file_is_taken_in_the_order_of_articles() {
    let found = jsonl(
        &file(&[
            article(LAW, "2", "Hai", "1. Một."),
            article(LAW, "1", "Một", "Lời."),
        ]),
        false,
    );
    assert!(!found.report.refused, "{:?}", found.report);
    assert_eq!((found.report.taken, found.report.bad_lines), (2, 0));
    let document = &found.corpus.documents[0];
    assert_eq!(document.articles[0].title, "Một");
    assert_eq!(document.document.validity.from, Some(Date::constant(2026, 1, 1)));
}

#[test]
fn one_bad_line_refuses_all_and_every_fault_is_named() {
    let mut bad = article(LAW, "3", "Ba", "x");
    bad["effective"] = json!("31/02/2026");
    bad["text"] = json!(7);
    let mut lines = file(&[
        article(LAW, "1", "Một", "Lời."),
        bad,
        article(LAW, "1", "Lặp", "Lời."),
        article(LAW, "4", "Bốn", ""),
    ]);
    lines.extend_from_slice(b"\n{\"law_id\": \n\xff\xfe\n\n");
    let refused = jsonl(&lines, false);
    assert!(refused.report.refused && refused.corpus.documents.is_empty());
    let faults: Vec<(usize, &str, Fault)> = refused
        .report
        .problems
        .iter()
        .map(|p| (p.line, p.field, p.fault.clone()))
        .collect();
    assert_eq!(
        faults,
        [
            (2, "text", Fault::NotText),
            (2, "effective", Fault::BadDate),
            (3, "article_id", Fault::Duplicate { first: 1 }),
            (4, "text", Fault::Empty),
            (5, "", Fault::NotJson),
            (6, "", Fault::NotUtf8),
        ]
    );
    assert_eq!((refused.report.lines, refused.report.bad_lines), (6, 5));
    assert!(
        refused.report.problems[3]
            .to_string()
            .starts_with("Dòng 4, trường text")
    );
    let kept = jsonl(&lines, true);
    assert_eq!((kept.report.taken, kept.corpus.article_count()), (1, 1));
}

#[test]
fn an_empty_file_is_refused() {
    assert!(jsonl(b"\n \n", true).report.refused);
}

#[test]
fn a_title_that_swallowed_its_text_gives_it_back() {
    let title = "Thẩm quyền tuyên bố vô hiệu Tòa án có quyền tuyên bố thỏa thuận này vô hiệu toàn bộ.";
    let found = jsonl(&file(&[article(LAW, "1", title, "")]), false);
    assert_eq!(found.corpus.documents[0].articles[0].text, title);
    assert_eq!(found.report.problems[0].fault, Fault::TextInTitle);
}

#[test]
fn a_typed_date_against_the_text_is_disputed() {
    let effect = "1. Luật này có hiệu lực thi hành từ ngày 10 tháng 9 năm 2026.";
    let found = jsonl(&file(&[article(LAW, "1", "Hiệu lực thi hành", effect)]), false);
    let document = &found.corpus.documents[0].document;
    assert_eq!(document.validity.from, Some(Date::constant(2026, 9, 10)));
    assert_eq!(document.validity.from_elsewhere, Some(Date::constant(2026, 1, 1)));
    assert_eq!(document.validity.state, Force::Disputed);
    assert!(document.cautions.contains(&Caution::DatesDisagree));
    assert!(matches!(
        found.report.problems[0].fault,
        Fault::DatesDisagree { .. }
    ));
}

#[test]
fn a_newer_text_ends_the_older_one() {
    let old = article("02/2012/QH13", "1", "Một", "Lời.");
    let effect = "1. Luật này có hiệu lực từ ngày 01 tháng 01 năm 2026.\n2. Luật Thử nghiệm số 02/2012/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.";
    let found = jsonl(
        &file(&[old, article(LAW, "1", "Hiệu lực thi hành", effect)]),
        false,
    );
    let old = &found.corpus.documents[0].document.validity;
    assert_eq!(old.to, Some(Date::constant(2026, 1, 1)));
    assert!(old.note.contains(LAW));
}

#[test]
fn a_part_of_a_text_that_ends_does_not_end_the_whole() {
    let old = article("02/2012/QH13", "1", "Một", "Lời.");
    let effect = "1. Luật này có hiệu lực từ ngày 01 tháng 01 năm 2026.\n2. Khoản 2 Điều 1 của Luật Thử nghiệm số 02/2012/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực.";
    let found = jsonl(
        &file(&[old, article(LAW, "1", "Hiệu lực thi hành", effect)]),
        false,
    );
    assert_eq!(found.corpus.documents[0].document.validity.to, None);
}

#[test]
fn section_headings_are_moved_to_the_article_they_stand_above() {
    let first = article(LAW, "1", "Một", "1. Lời.\nMục 2. CHẤM DỨT\nHỢP ĐỒNG");
    let found = jsonl(&file(&[first, article(LAW, "2", "Hai", "Lời.")]), false);
    let articles = &found.corpus.documents[0].articles;
    assert_eq!(articles[0].text, "1. Lời.");
    assert_eq!(
        articles[1].headings.last().unwrap().line(),
        "Mục 2. CHẤM DỨT HỢP ĐỒNG"
    );
    assert_eq!(articles[0].headings.len(), 1);
}
