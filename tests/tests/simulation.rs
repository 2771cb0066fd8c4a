//! A few seeds with every `cargo test`; `./dev test` runs 200 of them in its own layer, `./dev sim` as many as wanted.

#[test]
fn the_first_seeds_keep_every_promise() {
    let summary = congdoan_tests::simulation::run_seeds(1, 16);
    assert!(summary.faults.is_empty(), "{:#?}", summary.faults);
    for kind in [
        "request lost",
        "answer lost",
        "request repeated",
        "server restored",
        "scope lost",
        "unsettled answer",
    ] {
        assert!(
            summary.injected.get(kind).is_some_and(|count| *count > 0),
            "{kind} never happened"
        );
    }
}
