//! The real labour set: its known faults are found, its clean texts are not accused.

mod shared;

use congdoan_law::import::{Fault, jsonl};
use congdoan_law::validity::Force;
use congdoan_law::{Caution, Document};
use jiff::civil::Date;

fn show(document: &Document) -> String {
    let v = &document.validity;
    format!(
        "{} {:?} {:?}..{:?} | {} | {:?}",
        document.number, v.state, v.from, v.to, v.note, document.cautions
    )
}

#[test]
fn known_faults_of_the_labour_set_are_named() {
    let Some(bytes) = shared::read("labour.jsonl.zst") else {
        return;
    };
    let strict = jsonl(&bytes, false);
    assert!(strict.report.refused && strict.corpus.documents.is_empty());
    let grave: Vec<usize> = strict.report.grave().map(|p| p.line).collect();
    assert_eq!(grave, [287, 288], "two articles of the 2012 law have no text");

    let kept = jsonl(&bytes, true);
    assert_eq!((kept.report.lines, kept.report.taken), (1595, 1593));
    for problem in &kept.report.problems {
        println!("{problem}");
    }
    let documents: Vec<&Document> = kept.corpus.documents.iter().map(|d| &d.document).collect();
    for document in &documents {
        println!("{}", show(document));
    }
    let find = |number: &str| documents.iter().find(|d| d.number == number).copied().unwrap();
    let today = Date::constant(2026, 11, 24);

    let decree = find("283/2026/NĐ-CP");
    assert_eq!(decree.validity.from, Some(Date::constant(2026, 9, 10)));
    assert_eq!(decree.validity.on(today), Force::Disputed);
    assert!(decree.cautions.contains(&Caution::Scanned));
    let typed = Date::constant(2027, 1, 1);
    assert!(
        kept.report
            .problems
            .iter()
            .any(|p| matches!(p.fault, Fault::DatesDisagree { typed: t, .. } if t == typed))
    );
    assert_eq!(find("12/2022/NĐ-CP").validity.on(today), Force::Disputed);
    assert_eq!(find("12/2022/NĐ-CP").validity.on(typed), Force::Repealed);

    for (number, from) in [
        ("45/2019/QH14", (2021, 1, 1)),
        ("50/2024/QH15", (2025, 7, 1)),
        ("74/2025/QH15", (2026, 1, 1)),
    ] {
        let law = find(number);
        assert_eq!(
            law.validity.from,
            Some(Date::constant(from.0, from.1, from.2)),
            "{number}"
        );
        assert_eq!(law.validity.on(today), Force::InForce, "{}", show(law));
        assert!(law.cautions.is_empty(), "{}", show(law));
    }
    for number in ["12/2012/QH13", "58/2014/QH13", "38/2013/QH13"] {
        assert_eq!(
            find(number).validity.on(today),
            Force::Repealed,
            "{}",
            show(find(number))
        );
    }
    assert_eq!(find("152/2020/NĐ-CP").validity.on(today), Force::Unknown);
    assert_eq!(
        find("85/2026/NĐ-CP").validity.from,
        Some(Date::constant(2026, 5, 10))
    );
    let insurance = find("188/2025/NĐ-CP");
    assert_eq!(
        insurance.force_of(&insurance.articles[0], Date::constant(2025, 8, 1)),
        Force::InForce
    );
    assert_eq!(insurance.validity.on(Date::constant(2025, 8, 1)), Force::NotYet);
}
