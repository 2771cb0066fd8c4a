//! Format 1 of the segments, frozen: today's program writes these bytes and reads them.
//! `LAW_GOLDEN=write cargo test -p congdoan-law --test golden` rewrites them; that is a decision, with a new format number.

use std::path::Path;

use congdoan_law::{Layout, Library, Segment, build, sample};
use jiff::civil::Date;

#[test]
fn the_sample_in_format_1_is_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/1");
    let built = build(&sample(), &Layout::default());
    if std::env::var_os("LAW_GOLDEN").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for segment in &built {
            std::fs::write(folder.join(&segment.name), &segment.bytes).unwrap();
        }
    }
    let mut frozen = Vec::new();
    for segment in &built {
        let bytes = std::fs::read(folder.join(&segment.name)).expect("a golden file for each segment");
        assert!(
            bytes == segment.bytes,
            "{} is written differently than before",
            segment.name
        );
        frozen.push(Segment {
            name: segment.name.clone(),
            bytes,
        });
    }
    let library = Library::open(frozen).unwrap();
    let hits = library
        .search("trợ cấp khó khăn", 3, Date::constant(2026, 11, 24))
        .unwrap()
        .hits;
    assert_eq!(hits[0].article.to_string(), "01/2026/qc-mau#11");
    assert_eq!(library.outline("01/2026/qc-mau").unwrap().lines.len(), 19);
}
