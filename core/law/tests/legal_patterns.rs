//! The examples of the domain's pattern file: every `match` is recognised as that thing, no `no_match` is.

use std::collections::BTreeMap;

use congdoan_law::citation::{Names, NumberKind, cite, numbers};
use congdoan_law::structure::{Level, Line, line};
use congdoan_law::validity::dates;

#[derive(serde::Deserialize)]
struct File {
    patterns: BTreeMap<String, Pattern>,
}

#[derive(serde::Deserialize)]
struct Pattern {
    #[serde(rename = "match")]
    matches: Vec<String>,
    no_match: Vec<String>,
}

fn number(text: &str, kinds: &[NumberKind]) -> bool {
    let found = numbers(text);
    found.len() == 1 && found[0].0 == (0..text.len()) && kinds.contains(&found[0].1.kind)
}

fn heading(text: &str, level: Level) -> bool {
    matches!(line(text), Line::Heading(heading) if heading.level == level)
}

/// `None`: the pattern is no matter of the law library (identity papers, phones …).
fn recognised(name: &str, text: &str) -> Option<bool> {
    use NumberKind::*;
    Some(match name {
        "norm_number_with_year" => number(text, &[Normative]),
        "admin_number_no_year" => number(text, &[Administrative, Consolidated, CommitteeResolution]),
        "union_local_number_with_year" => number(text, &[LocalUnion]),
        "resolution_ubtvqh_no_year" => number(text, &[CommitteeResolution]),
        "party_number" => number(text, &[Party]),
        "consolidated" => number(text, &[Consolidated]),
        "unit_citation" => cite(text, &Names::default(), false)
            .iter()
            .any(|c| c.range == (0..text.len())),
        "heading_phan" => heading(text, Level::Part),
        "heading_chuong" => heading(text, Level::Chapter),
        "heading_muc" => heading(text, Level::Section),
        "heading_tieu_muc" => heading(text, Level::Subsection),
        "heading_dieu" => matches!(line(text), Line::Article { .. }),
        "line_khoan" => matches!(line(text), Line::Clause { .. }),
        "line_diem" => matches!(line(text), Line::Point { .. }),
        "date_long" => !dates(text).is_empty() && text.contains("tháng"),
        "date_short" => !dates(text).is_empty() && !text.contains("tháng"),
        "effect_from" => text.contains("có hiệu lực") && !dates(text).is_empty(),
        "effect_end" => text.contains("hết hiệu lực"),
        _ => return None,
    })
}

#[test]
fn every_example_of_the_pattern_file_is_read() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/domain/legal_patterns.json"
    );
    let Ok(bytes) = std::fs::read(path) else {
        println!("SKIPPED: {path} is not there");
        return;
    };
    let file: File = serde_json::from_slice(&bytes).unwrap();
    let mut checked = 0;
    for (name, pattern) in &file.patterns {
        for text in &pattern.matches {
            let Some(found) = recognised(name, text) else {
                continue;
            };
            assert!(found, "{name} should read {text:?}");
            checked += 1;
        }
        for text in &pattern.no_match {
            let Some(found) = recognised(name, text) else {
                continue;
            };
            assert!(!found, "{name} should not read {text:?}");
            checked += 1;
        }
    }
    assert!(checked >= 40, "only {checked} examples were checked");
}
