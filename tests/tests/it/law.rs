use congdoan_tests::kit::Office;

#[test]
fn the_library_is_downloaded_in_parts_and_searched_with_no_network() {
    let mut office = Office::open();
    office.publish();
    let lan = office.enrol("lan");
    assert_eq!(lan.law().err().unwrap().code, "law_absent");
    // Paused after the first bytes, and gone on with later.
    let mut calls = 0;
    let paused = lan.download_pack("law", |_| {
        calls += 1;
        calls < 2
    });
    assert_eq!(paused.unwrap_err().code, "pack_paused");
    assert!(lan.pack("law").unwrap().staged.is_some());
    lan.download_pack("law", |_| true).unwrap();
    office.stop();
    let library = lan.law().unwrap();
    let today = office.clock.now().date();
    let first = library.documents()[0].name.clone();
    assert!(!first.is_empty());
    let hits = library.search("điều 1", 5, today).unwrap().hits;
    assert!(!hits.is_empty());
    let view = library.article(&hits[0].article).unwrap().unwrap();
    assert!(!view.text.is_empty());
}

#[test]
fn a_pack_that_is_damaged_or_not_signed_is_not_used_and_the_old_one_stays() {
    let office = Office::open();
    office.publish();
    let lan = office.enrol("lan");
    lan.download_pack("law", |_| true).unwrap();
    let packs = office.data().join("packs");
    // Signed by nobody we trust: another server's manifest.
    let other = Office::open();
    other.publish();
    let good = std::fs::read(packs.join("law.manifest")).unwrap();
    std::fs::copy(
        other.data().join("packs/law.manifest"),
        packs.join("law.manifest"),
    )
    .unwrap();
    assert_eq!(
        lan.download_pack("law", |_| true).unwrap_err().code,
        "pack_not_signed"
    );
    // A newer version, and then the old one again: the ratchet holds.
    std::fs::write(packs.join("law.manifest"), &good).unwrap();
    office.publish();
    lan.download_pack("law", |_| true).unwrap();
    std::fs::write(packs.join("law.manifest"), &good).unwrap();
    assert_eq!(lan.download_pack("law", |_| true).unwrap_err().code, "pack_older");
    // A truncated segment on another device.
    let hung = office.enrol("hung");
    for file in std::fs::read_dir(packs.join("segments")).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap();
        std::fs::write(file.path(), &bytes[..bytes.len() / 2]).unwrap();
    }
    assert_eq!(
        hung.download_pack("law", |_| true).unwrap_err().code,
        "pack_damaged"
    );
    assert!(lan.law().is_ok(), "what was here before still works");
}
