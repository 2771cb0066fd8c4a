//! Retrieval on the labour questions: prints recall at 1, 10 and 100, with and without diacritics, and fails below a floor.
//! `cargo test -p congdoan-law --test labour_questions -- --nocapture`

mod shared;

use std::collections::HashSet;

use congdoan_law::text::fold;
use congdoan_law::{Layout, Library, build};
use jiff::civil::Date;

#[derive(serde::Deserialize)]
struct Question {
    id: String,
    question: String,
    relevant: Vec<String>,
}

#[test]
fn labour_questions_find_their_articles() {
    let (Some(import), Some(lines)) = (shared::labour(), shared::read("questions-labour-dev.jsonl")) else {
        return;
    };
    let segments = build(&import.corpus, &Layout::default());
    let bytes = |prefix: &str| {
        segments
            .iter()
            .filter(|s| s.name.starts_with(prefix))
            .map(|s| s.bytes.len())
            .sum::<usize>()
    };
    println!(
        "{} segments: text {} B, index {} B, catalogue {} B",
        segments.len(),
        bytes("text."),
        bytes("index1."),
        bytes("catalogue")
    );
    let library = Library::open(segments).unwrap();
    let at = Date::constant(2026, 11, 24);
    let questions: Vec<Question> = lines
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    for (name, plain) in [("with diacritics", false), ("without diacritics", true)] {
        let mut recall = [0.0; 3];
        for question in &questions {
            let text = if plain {
                fold(&question.question)
            } else {
                question.question.clone()
            };
            let hits = library.search(&text, 100, at).unwrap().hits;
            let gold: HashSet<&str> = question.relevant.iter().map(String::as_str).collect();
            for (sum, k) in recall.iter_mut().zip([1, 10, 100]) {
                let found = hits
                    .iter()
                    .take(k)
                    .filter(|h| gold.contains(h.article.to_string().as_str()))
                    .count();
                *sum += found as f64 / gold.len() as f64;
            }
            let first = hits
                .iter()
                .position(|h| gold.contains(h.article.to_string().as_str()));
            if first.is_none_or(|at| at >= 10) {
                println!(
                    "  {} {first:?} {} | {:?} | {}",
                    question.id,
                    question.question,
                    gold,
                    hits.iter()
                        .take(3)
                        .map(|h| h.article.to_string())
                        .collect::<Vec<_>>()
                        .join(" ")
                );
            }
        }
        let of = questions.len() as f64;
        println!(
            "labour {name}: R@1 {:.3} R@10 {:.3} R@100 {:.3}",
            recall[0] / of,
            recall[1] / of,
            recall[2] / of
        );
        assert!(
            recall[1] / of >= 0.80,
            "recall at 10 fell to {:.3}",
            recall[1] / of
        );
    }
}
