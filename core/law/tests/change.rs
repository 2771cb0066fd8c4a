//! A change of 1 % of the articles replaces few bytes of the pack.

mod shared;

use std::collections::HashMap;

use congdoan_law::{Corpus, Layout, Segment, build};

fn packed(bytes: &[u8]) -> usize {
    zstd::encode_all(bytes, 9).unwrap().len()
}

/// Share of the packed bytes that are new.
fn replaced(before: &[Segment], after: &[Segment]) -> f64 {
    let old: HashMap<&str, &[u8]> = before.iter().map(|s| (s.name.as_str(), &s.bytes[..])).collect();
    let changed = after
        .iter()
        .filter(|s| old.get(s.name.as_str()) != Some(&&s.bytes[..]));
    changed.map(|s| packed(&s.bytes)).sum::<usize>() as f64
        / after.iter().map(|s| packed(&s.bytes)).sum::<usize>() as f64
}

#[test]
fn an_amended_hundredth_replaces_a_twentieth() {
    let Some(import) = shared::labour() else { return };
    let layout = Layout::default();
    let before = build(&import.corpus, &layout);
    println!(
        "packed: {} B in {} segments",
        before.iter().map(|s| packed(&s.bytes)).sum::<usize>(),
        before.len()
    );
    let changed = |edit: &dyn Fn(&mut Corpus)| {
        let mut corpus = import.corpus.clone();
        edit(&mut corpus);
        replaced(&before, &build(&corpus, &layout))
    };
    let count = import.corpus.article_count() / 100;
    let amend = |text: &mut String| text.push_str("\n99. Khoản được bổ sung.");
    let mut worst = 0.0_f64;
    for first in [10, 90, 180] {
        let share = changed(&|corpus| {
            corpus.documents[0].articles[first..first + count]
                .iter_mut()
                .for_each(|a| amend(&mut a.text))
        });
        println!(
            "{count} articles of one law from article {first} on: {:.1} %",
            share * 100.0
        );
        worst = worst.max(share);
    }
    let inserted = changed(&|corpus| {
        let mut new = corpus.documents[0].articles[50].clone();
        new.label = congdoan_law::structure::Label::parse("51a").unwrap();
        corpus.documents[0].articles.insert(51, new);
    });
    println!("one article inserted: {:.1} %", inserted * 100.0);
    let step = 100;
    let scattered = changed(&|corpus| {
        let all = corpus.documents.iter_mut().flat_map(|d| &mut d.articles);
        all.step_by(step).for_each(|a| amend(&mut a.text));
    });
    println!(
        "every hundredth article of all documents: {:.1} %",
        scattered * 100.0
    );
    assert!(
        worst.max(inserted) <= 0.06,
        "an amendment replaces {:.1} %",
        worst.max(inserted) * 100.0
    );
}
