use std::borrow::Cow;

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::citation::Unit;
use crate::import::jsonl;
use crate::search::Matched;
use crate::segment::{Layout, Segment, build};
use crate::structure::Label;
use crate::validity::Force;

fn day() -> Date {
    Date::constant(2026, 11, 24)
}

fn sample() -> Vec<Segment> {
    build(&crate::sample(), &Layout::default())
}

/// Two versions of an invented law, the older one ended by the newer.
fn versions() -> Library<Vec<Segment>> {
    let line = |law: &str, name: &str, article: u8, title: &str, text: &str, from: &str| {
        serde_json::json!({"law_id": law, "law_name": name, "article_id": article.to_string(), "title": title,
            "text": text, "status": "in force", "effective": from})
        .to_string()
    };
    let shifts = "1. Ca đêm được nghỉ 30 phút.\n2. Ca ngày:\na) nghỉ 20 phút;\nb) uống nước tùy ý.";
    let effect = "1. Luật này có hiệu lực từ ngày 01 tháng 01 năm 2026.\n2. Luật Nghỉ trưa số 01/2010/QH12 hết hiệu lực kể từ ngày Luật này có hiệu lực.";
    let lines = [
        line(
            "01/2010/QH12",
            "Luật Nghỉ trưa 2010",
            1,
            "Nghỉ giữa ca",
            "1. Ca đêm được nghỉ 15 phút.",
            "2011-01-01",
        ),
        line(
            "02/2025/QH15",
            "Luật Nghỉ trưa",
            1,
            "Nghỉ giữa ca",
            shifts,
            "2026-01-01",
        ),
        line(
            "02/2025/QH15",
            "Luật Nghỉ trưa",
            2,
            "Hiệu lực thi hành",
            effect,
            "2026-01-01",
        ),
    ];
    let import = jsonl(lines.join("\n").as_bytes(), false);
    assert!(!import.report.refused, "{:?}", import.report);
    Library::open(build(&import.corpus, &Layout::default())).unwrap()
}

fn find(library: &Library<Vec<Segment>>, text: &str) -> Vec<(String, Matched)> {
    let hits = library.search(text, 10, day()).unwrap().hits;
    hits.into_iter()
        .map(|h| (h.article.to_string(), h.matched))
        .collect()
}

#[test]
fn an_article_is_read_in_its_place() {
    let library = Library::open(sample()).unwrap();
    let view = library
        .article(&"01/2026/qc-mau#10".parse().unwrap())
        .unwrap()
        .unwrap();
    assert_eq!(view.title, "Đoàn phí mẫu");
    assert_eq!(view.headings[0].line(), "Chương III. TÀI CHÍNH VÀ PHÚC LỢI");
    assert_eq!(view.neighbours.previous.unwrap().to_string(), "01/2026/qc-mau#9");
    assert_eq!(view.neighbours.next.unwrap().to_string(), "01/2026/qc-mau#11");
    assert_eq!(view.blocks.len(), 3);
    assert_eq!(view.validity.on(day()), Force::InForce);
    assert!(
        library
            .article(&"01/2026/qc-mau#99".parse().unwrap())
            .unwrap()
            .is_none()
    );
}

#[test]
fn the_outline_names_headings_once() {
    let library = Library::open(sample()).unwrap();
    let outline = library.outline("01/2026/QC-MAU").unwrap();
    let headings = outline
        .lines
        .iter()
        .filter(|l| matches!(l, OutlineLine::Heading(_)))
        .count();
    assert_eq!((outline.lines.len(), headings), (19, 4));
    assert!(library.outline("9/9999/x").is_none());
}

#[test]
fn words_are_found_with_and_without_diacritics() {
    let library = Library::open(sample()).unwrap();
    for (text, matched) in [
        ("thẻ đoàn viên bị mất", Matched::Exact),
        ("the doan vien bi mat", Matched::Folded),
    ] {
        let hits = library.search(text, 5, day()).unwrap().hits;
        assert_eq!(hits[0].article.to_string(), "01/2026/qc-mau#7", "{text}");
        assert_eq!(hits[0].matched, matched);
        let marked: Vec<&str> = hits[0]
            .title_highlights
            .iter()
            .map(|r| &hits[0].title[r.clone()])
            .collect();
        assert_eq!(marked, ["Thẻ đoàn viên"]);
        assert!(!hits[0].snippet.highlights.is_empty());
    }
    // Old and new tone placement, and a slip that only matches without diacritics.
    assert_eq!(find(&library, "hoả hoạn")[0].0, find(&library, "hỏa hoạn")[0].0);
    let slip = find(&library, "thăm hoi khó khan");
    assert_eq!(slip[0].0, "01/2026/qc-mau#11");
    assert!(find(&library, "xyzzy").is_empty() && find(&library, " ").is_empty());
}

#[test]
fn the_version_in_force_stands_first_and_the_other_is_offered() {
    let library = versions();
    let found = find(&library, "điều 1 luật nghỉ trưa");
    assert_eq!(found[0], ("02/2025/qh15#1".to_owned(), Matched::Citation));
    assert_eq!(found[1], ("01/2010/qh12#1".to_owned(), Matched::Citation));
    assert_eq!(
        find(&library, "dieu 1 luat nghi trua 2010")[0].0,
        "01/2010/qh12#1"
    );
    assert_eq!(find(&library, "nghỉ giữa ca đêm")[0].0, "02/2025/qh15#1");
    let old = library
        .search("điều 1 luật nghỉ trưa", 5, Date::constant(2020, 1, 1))
        .unwrap()
        .hits;
    assert_eq!(
        (old[0].article.to_string().as_str(), old[0].force),
        ("01/2010/qh12#1", Force::InForce)
    );
    assert_eq!(old[1].force, Force::NotYet);
}

#[test]
fn a_cited_point_is_shown_as_it_stands() {
    let hits = versions()
        .search("điểm b khoản 2 điều 1 luật nghỉ trưa", 5, day())
        .unwrap()
        .hits;
    assert_eq!(hits[0].snippet.text, "b) uống nước tùy ý.");
    assert_eq!(hits[0].snippet.point.as_deref(), Some("b"));
}

#[test]
fn a_citation_resolves_or_says_why_not() {
    let library = versions();
    let here = Context {
        document: Some("02/2025/qh15".into()),
        article: Label::parse("1"),
        clause: Some("2".into()),
    };
    let standing = |text: &str| library.resolve(text, false, &here, day()).unwrap()[0].standing;
    assert_eq!(standing("điểm a khoản 2 Điều 1 Luật Nghỉ trưa"), Standing::Found);
    assert_eq!(standing("điểm b khoản này"), Standing::Found);
    assert_eq!(standing("khoản 1 Điều này"), Standing::Found);
    assert_eq!(standing("Điều 2 của Luật này"), Standing::Found);
    assert_eq!(
        standing("điểm c khoản 2 Điều 1 Luật Nghỉ trưa"),
        Standing::NoSuchPoint
    );
    assert_eq!(standing("khoản 3 Điều 1 Luật này"), Standing::NoSuchClause);
    assert_eq!(standing("Điều 9 Luật này"), Standing::NoSuchArticle);
    assert_eq!(
        standing("Điều 1 Nghị định số 99/2024/NĐ-CP"),
        Standing::DocumentNotHeld
    );
    let resolved = &library
        .resolve("Điều 1 Luật Nghỉ trưa", false, &here, day())
        .unwrap()[0];
    assert_eq!(resolved.others, ["01/2010/qh12"]);
    let nowhere = library
        .resolve("theo Điều 1", false, &Context::default(), day())
        .unwrap();
    assert_eq!(nowhere[0].standing, Standing::NoDocumentNamed);
    assert_eq!(Unit::Article as u8, 2);
}

#[test]
fn reading_works_without_an_index_and_says_so() {
    let mut segments = sample();
    segments.retain(|s| !s.name.starts_with("index1"));
    let library = Library::open(segments).unwrap();
    assert!(
        library
            .article(&"01/2026/qc-mau#1".parse().unwrap())
            .unwrap()
            .is_some()
    );
    assert_eq!(
        library.search("đoàn phí", 5, day()).unwrap_err().code(),
        "law-segment-missing"
    );
}

#[test]
fn a_damaged_shard_costs_what_lies_in_it_and_is_named() {
    let small = Layout {
        text_bytes: 2 << 10,
        shard_bytes: 2 << 10,
    };
    let whole = build(&crate::sample(), &small);
    let all = Library::open(whole.clone())
        .unwrap()
        .search("đoàn viên", 50, day())
        .unwrap();
    assert!(all.damaged.is_empty() && all.hits.len() > 2);
    let shards = || {
        whole
            .iter()
            .filter(|s| s.name.starts_with("index1.") && s.name != "index1.list")
    };
    assert!(shards().count() > 2);
    for broken in shards() {
        for missing in [false, true] {
            let mut segments = whole.clone();
            let at = segments.iter().position(|s| s.name == broken.name).unwrap();
            if missing {
                segments.remove(at);
            } else {
                segments[at].bytes.truncate(40);
            }
            let library = Library::open(segments).unwrap();
            for _ in 0..2 {
                let found = library.search("đoàn viên", 50, day()).unwrap();
                let named: Vec<_> = found.damaged.iter().map(LibraryError::segment).collect();
                assert_eq!(named, [broken.name.as_str()]);
                assert!(found.hits.len() < all.hits.len() || !found.hits.is_empty());
                for hit in &found.hits {
                    assert!(all.hits.iter().any(|known| known.article == hit.article));
                }
            }
        }
    }
    // A text that is gone costs its articles, in the contents their titles.
    let text = whole.iter().rfind(|s| s.name.starts_with("text.")).unwrap();
    let mut segments = whole.clone();
    segments.retain(|s| s.name != text.name);
    let library = Library::open(segments).unwrap();
    let outline = library.outline("01/2026/qc-mau").unwrap();
    assert_eq!(outline.damaged.len(), 1);
    let full = Library::open(whole).unwrap().outline("01/2026/qc-mau").unwrap();
    let articles = |outline: &Outline| {
        let is_article = |line: &&OutlineLine| matches!(line, OutlineLine::Article { .. });
        outline.lines.iter().filter(is_article).count()
    };
    assert_eq!(articles(&outline), articles(&full));
}

#[test]
fn a_cited_article_is_found_when_the_index_is_gone() {
    let mut segments = sample();
    segments.retain(|s| !s.name.starts_with("index1"));
    let library = Library::open(segments).unwrap();
    let found = library.search("điều 7 quy chế mẫu đoàn viên", 5, day()).unwrap();
    assert_eq!(found.hits[0].matched, Matched::Citation);
    assert_eq!(found.damaged[0].segment(), "index1.list");
}

#[test]
fn versions_stand_side_by_side_and_an_article_finds_its_counterpart() {
    let library = versions();
    let new = library.document("02/2025/qh15").unwrap();
    let keys: Vec<_> = library.versions(new).iter().map(|d| d.key.as_str()).collect();
    assert_eq!(keys, ["01/2010/qh12", "02/2025/qh15"]);
    let counterpart = |title| library.counterpart(title, "01/2010/qh12").map(|a| a.to_string());
    assert_eq!(counterpart("Nghỉ giữa ca").as_deref(), Some("01/2010/qh12#1"));
    assert_eq!(counterpart("Hiệu lực thi hành"), None);
}

#[test]
fn a_newer_format_is_told_from_damage() {
    let mut segments = sample();
    segments[0].bytes[4] = 9;
    let newer = Library::open(segments.clone()).err().unwrap();
    assert_eq!(
        newer,
        LibraryError::UnknownFormat {
            segment: "catalogue".into(),
            found: 9,
            known: 1
        }
    );
    segments[0].bytes[0] = b'X';
    assert_eq!(
        Library::open(segments).err().unwrap().code(),
        "law-segment-damaged"
    );
    assert_eq!(
        Library::open(Vec::<Segment>::new()).err().unwrap().code(),
        "law-segment-missing"
    );
}

/// A source that hands out its own copies, as one that unpacks does.
struct Copies(Vec<Segment>);

impl SegmentSource for Copies {
    fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.0.get(name).map(|bytes| Cow::Owned(bytes.into_owned()))
    }
}

#[test]
fn owned_and_borrowed_segments_answer_alike() {
    let (owned, lent) = (
        Library::open(Copies(sample())).unwrap(),
        Library::open(sample()).unwrap(),
    );
    for _ in 0..2 {
        assert_eq!(
            owned.search("trợ cấp", 5, day()).unwrap(),
            lent.search("trợ cấp", 5, day()).unwrap()
        );
    }
}

#[test]
fn a_citation_of_a_text_that_is_not_held_is_understood_as_one() {
    let library = versions();
    let unheld = |query: &str| -> Vec<String> {
        let found = library.unheld(query, day()).unwrap();
        found.into_iter().map(|range| query[range].to_owned()).collect()
    };
    assert_eq!(unheld("điều 98 bộ luật lao động"), ["điều 98 bộ luật lao động"]);
    assert_eq!(
        unheld("hỏi khoản 1 Điều 5 của Nghị định xử phạt, rồi thôi"),
        ["khoản 1 Điều 5 của Nghị định xử phạt"]
    );
    assert_eq!(unheld("điều 3 luật 99/2015/QH13").len(), 1);
    for held in [
        "điều 1 luật nghỉ trưa",
        "điều 9 luật nghỉ trưa",
        "điều 4",
        "điều 4 luật này",
        "bộ luật lao động",
    ] {
        assert_eq!(unheld(held), Vec::<String>::new(), "{held}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn damaged_segments_never_panic(which in 0usize..4, edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in prop::option::of(any::<prop::sample::Index>())) {
        static GOOD: std::sync::OnceLock<Vec<Segment>> = std::sync::OnceLock::new();
        let mut segments = GOOD.get_or_init(sample).clone();
        let bytes = &mut segments[which].bytes;
        for (at, value) in edits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            let length = cut.index(bytes.len());
            bytes.truncate(length);
        }
        if let Ok(library) = Library::open(segments) {
            let _ = library.search("thẻ doan viên điều 7 quy chế mẫu", 20, day());
            let _ = library.search("the doan vien", 20, day());
            let _ = library.outline("01/2026/qc-mau");
            for article in 1..16 {
                let reference = ArticleRef::new("01/2026/qc-mau", Label::parse(&article.to_string()).unwrap());
                let _ = library.article(&reference);
                library.neighbours(&reference);
            }
        }
    }

    #[test]
    fn any_query_is_answered(text in "((điều|khoản|điểm|luật|nghỉ trưa|số|2010|[a-z]{1,5}|[0-9]{1,3}|\\PC)[ ,./()-]?){0,20}") {
        let library = versions();
        for hit in library.search(&text, 5, day()).unwrap().hits {
            for range in hit.snippet.highlights {
                prop_assert!(hit.snippet.text.get(range).is_some());
            }
            for range in hit.title_highlights {
                prop_assert!(hit.title.get(range).is_some());
            }
        }
        library.resolve(&text, true, &Context::default(), day()).unwrap();
        for range in library.unheld(&text, day()).unwrap() {
            prop_assert!(text.get(range).is_some());
        }
    }
}
