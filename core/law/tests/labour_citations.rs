//! The labour code's articles are found by every customary way of naming one, on the real labour set.

mod shared;

use congdoan_law::{Layout, Library, Matched, Segment, build};
use jiff::civil::Date;

/// A face or a server shares one open library between its threads.
const fn shared_between_threads<T: Send + Sync>() {}
const _: () = shared_between_threads::<Library<Vec<Segment>>>();

#[test]
fn an_article_of_the_labour_code_is_found_however_it_is_named() {
    let Some(import) = shared::labour() else { return };
    let library = Library::open(build(&import.corpus, &Layout::default())).unwrap();
    for named in [
        "điều 98 bộ luật lao động",
        "dieu 98 bo luat lao dong",
        "điều 98 blld",
        "đ98 BLLĐ",
        "khoản 1 điều 98 45/2019/QH14",
    ] {
        let hits = library
            .search(named, 10, Date::constant(2026, 11, 24))
            .unwrap()
            .hits;
        assert!(!hits.is_empty(), "{named} finds nothing");
        assert_eq!(hits[0].article.to_string(), "45/2019/qh14#98", "{named}");
        assert_eq!(hits[0].matched, Matched::Citation, "{named}");
        assert!(!hits[0].snippet.text.is_empty(), "{named}");
    }
}
