use proptest::prelude::*;

use super::*;
use crate::model::{Document, DocumentKind};
use crate::validity::Validity;

fn document(number: &str, name: &str) -> Document {
    Document {
        key: number.to_lowercase(),
        number: number.to_owned(),
        name: name.to_owned(),
        kind: DocumentKind::of(number, name),
        validity: Validity::unknown(),
        source: String::new(),
        cautions: Vec::new(),
        articles: Vec::new(),
        exceptions: Vec::new(),
    }
}

fn library() -> (Vec<Document>, Names) {
    let documents = vec![
        document("45/2019/QH14", "Bộ luật Lao động"),
        document("50/2024/QH15", "Luật Công đoàn"),
        document("12/2012/QH13", "Luật Công đoàn 2012"),
        document("41/2024/QH15", "Luật Bảo hiểm xã hội"),
        document(
            "145/2020/NĐ-CP",
            "Nghị định hướng dẫn Bộ luật Lao động về điều kiện lao động",
        ),
        document("84/2015/QH13", "Luật An toàn, vệ sinh lao động"),
    ];
    let names = Names::of(&documents);
    (documents, names)
}

/// `article.clause.point @ documents` of each citation.
fn read(text: &str) -> Vec<String> {
    let (documents, names) = library();
    let show = |t: &Target| {
        [&t.article, &t.clause, &t.point]
            .map(|part| part.clone().unwrap_or_else(|| "_".to_owned()))
            .join(".")
    };
    cite(text, &names, true)
        .into_iter()
        .map(|c| {
            let targets = c.targets.iter().map(show).collect::<Vec<_>>().join(" ");
            let named = c.mention.map_or(String::new(), |m| match m.relative {
                Some(_) => " @ this".to_owned(),
                None => m
                    .documents
                    .iter()
                    .fold(" @".to_owned(), |all, &d| all + " " + &documents[d].number),
            });
            targets + &named
        })
        .collect()
}

#[test]
fn drafting_order_and_typing_order_mean_the_same() {
    assert_eq!(
        read("điểm b khoản 1 Điều 29 Luật Công đoàn số 50/2024/QH15"),
        ["29.1.b @ 50/2024/QH15"]
    );
    assert_eq!(
        read("điểm b khoản 1 điều 29 luật công đoàn"),
        ["29.1.b @ 50/2024/QH15 12/2012/QH13"]
    );
    assert_eq!(
        read("luật công đoàn 2012 điều 29 khoản 1 điểm b"),
        ["29.1.b @ 12/2012/QH13"]
    );
    assert_eq!(read("Theo Điều 96, khoản 2 BLLĐ"), ["96.2._ @ 45/2019/QH14"]);
}

#[test]
fn short_and_unaccented_forms_find_their_document() {
    for text in [
        "dieu 98 bo luat lao dong",
        "đ98 blld",
        "45/2019/QH14 điều 98",
        "điều 98 luật lao động",
        "dieu 98 BLLĐ 2019",
        "bộ luật lao động, điều 98",
    ] {
        assert_eq!(read(text), ["98._._ @ 45/2019/QH14"], "{text}");
    }
    assert_eq!(read("điều 5 luật bhxh"), ["5._._ @ 41/2024/QH15"]);
    assert_eq!(read("dieu 5 luat atvsld"), ["5._._ @ 84/2015/QH13"]);
    assert_eq!(read("điều 60 nghị định 145"), ["60._._ @ 145/2020/NĐ-CP"]);
    assert_eq!(read("dieu 60 nd 145/2020"), ["60._._ @ 145/2020/NĐ-CP"]);
    assert_eq!(
        read("Điều 60 Nghị định số 145/2020/NĐ-CP"),
        ["60._._ @ 145/2020/NĐ-CP"]
    );
}

#[test]
fn lists_keep_each_unit_with_its_own() {
    assert_eq!(read("các điểm a, b và c khoản 1 Điều 2"), ["2.1.a 2.1.b 2.1.c"]);
    assert_eq!(
        read("khoản 1, khoản 2 và khoản 5 Điều 30"),
        ["30.1._ 30.2._ 30.5._"]
    );
    assert_eq!(read("điểm b khoản 1 và khoản 2 Điều 2"), ["2.1.b 2.2._"]);
    assert_eq!(read("điểm a khoản 1, điểm b khoản 2 Điều 5"), ["5.1.a 5.2.b"]);
    assert_eq!(
        read("từ Điều 5 đến Điều 7 Bộ luật này"),
        ["5._._ 6._._ 7._._ @ this"]
    );
    assert_eq!(
        read("Điều 8; Điều 9; khoản 3 Điều 10"),
        ["8._._", "9._._", "10.3._"]
    );
    assert_eq!(
        read("khoản 2 Điều 5 và Điều 7 Luật Công đoàn 2012"),
        ["5.2._ 7._._ @ 12/2012/QH13"]
    );
}

#[test]
fn relative_units_wait_for_their_context() {
    let (_, names) = library();
    let found = cite(
        "theo khoản 1 và khoản 2 Điều này, điểm a khoản này",
        &names,
        false,
    );
    assert_eq!(found[0].here, Some(Unit::Article));
    assert_eq!(found[0].targets.len(), 2);
    assert_eq!(found[1].here, Some(Unit::Clause));
    assert_eq!(found[1].targets[0].point.as_deref(), Some("a"));
}

#[test]
fn a_document_the_library_lacks_is_a_mention_without_documents() {
    assert_eq!(read("Điều 5 Nghị định số 374/2025/NĐ-CP"), ["5._._ @"]);
    assert_eq!(read("luật công đoàn 1990"), [" @"]);
    assert_eq!(read("luật công đoàn 2012"), [" @ 12/2012/QH13"]);
}

#[test]
fn ordinary_sentences_cite_nothing() {
    for text in [
        "lương làm thêm giờ ngày lễ",
        "điều kiện hưởng lương hưu từ 7/2025",
        "khoản tiền 5 triệu đồng",
    ] {
        assert!(read(text).is_empty(), "{text}");
    }
}

proptest! {
    #[test]
    fn ranges_are_on_boundaries(text in "((điểm|khoản|Điều|luật|này|số|và|đến|từ|12/2012/QH13|[a-zđ]|[0-9]{1,4}|[,;.\n-]|\\PC) ?){0,24}") {
        let (_, names) = library();
        for typed in [false, true] {
            for citation in cite(&text, &names, typed) {
                prop_assert!(text.get(citation.range.clone()).is_some(), "{:?}", citation.range);
            }
        }
    }
}
