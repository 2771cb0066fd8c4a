//! 200 seeds in every run (design section 7).

#[test]
fn two_hundred_seeds_keep_every_promise() {
    let summary = congdoan_tests::simulation::run_seeds(1, 200);
    assert!(summary.faults.is_empty(), "{:#?}", summary.faults);
    for kind in [
        "request lost",
        "answer lost",
        "request repeated",
        "delayed and overtaken",
        "phone restored",
        "server restored",
        "scope rebuilt",
        "tombstones purged",
        "withdrawn",
        "withdrawal refused",
        "commit paused",
        "read during a paused commit",
        "crash between writes",
        "cache damaged",
        "scope lost",
        "unsettled answer",
    ] {
        assert!(
            summary.injected.get(kind).is_some_and(|count| *count > 0),
            "{kind} never happened"
        );
    }
}
