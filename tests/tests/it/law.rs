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

/// A law file of some megabytes of invented words that no packing makes small.
fn large_file(to: &std::path::Path) {
    let mut seed = 7_u64;
    let mut word = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        format!("{:x}", seed >> 24)
    };
    let lines: Vec<String> = (1..=900)
        .map(|article| {
            let text: Vec<String> = (0..200).map(|_| word()).collect();
            serde_json::json!({"law_id": "01/2026/QC-MAU", "law_name": "Quy chế thử", "article_id": article.to_string(),
                "title": format!("Bảng {article}"), "text": text.join(" "), "status": "in force", "effective": "2026-01-01"})
            .to_string()
        })
        .collect();
    std::fs::write(to, lines.join("\n")).unwrap();
}

#[test]
fn the_program_checks_downloads_pauses_proves_and_mends_a_pack() {
    use congdoan_tests::kit::program::{congdoan, program};
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let office = Office::open();
    let file = office.dir().join("lớn.jsonl");
    large_file(&file);
    congdoan_server::law::import(&office.data(), &file, false).unwrap();
    office.publish();
    drop(office.enrol("lan"));
    let home = office.home("lan");
    let run = |arguments: &[&str]| -> serde_json::Value {
        let output = congdoan(&home, arguments, &[]);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
    };
    let checked = run(&["pack", "check", "law"]);
    let size = checked["offered"]["size"].as_u64().unwrap();
    assert!(checked["version"].is_null() && size > 1_000_000, "{checked}");

    // Ctrl+C at the first line of progress: what came is kept, and the next download goes on.
    let mut begun = Command::new(program())
        .args([
            "--home",
            home.to_str().unwrap(),
            "--json",
            "pack",
            "download",
            "law",
        ])
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut progress = BufReader::new(begun.stderr.take().unwrap()).lines();
    progress.next().unwrap().unwrap();
    let signalled = Command::new("kill")
        .args(["-INT", &begun.id().to_string()])
        .status();
    assert!(signalled.unwrap().success());
    progress.for_each(drop);
    let output = begun.wait_with_output().unwrap();
    assert!(!output.status.success());
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["error"]["code"], "pack_paused");
    let staged = run(&["pack", "list"])[0]["staged"].clone();
    let have = staged["have"].as_u64().unwrap();
    assert!(have > 0 && have < size, "{staged}");
    assert_eq!(run(&["pack", "download", "law"])["version"], 1);

    // One damaged byte: proved, and the rest is searched meanwhile.
    let lan = office.reopen("lan").unwrap();
    let manifest = lan.pack("law").unwrap().installed.unwrap().manifest;
    drop(lan);
    let shard = manifest
        .segments
        .iter()
        .find(|s| s.name.starts_with("index1.01-2026"))
        .unwrap();
    let path = home.join("packs/segments").join(shard.hash.to_string());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(
        run(&["pack", "verify", "law"])["damaged"],
        serde_json::json!([shard.name])
    );
    let found = run(&["law", "search", "bảng", "--limit", "20"]);
    assert_eq!(found["unread"], serde_json::json!([shard.name]));
    assert_eq!(found["hits"].as_array().unwrap().len(), 20);
    assert_eq!(run(&["pack", "download", "law"])["missing"], 0);
    assert_eq!(run(&["pack", "verify", "law"])["damaged"], serde_json::json!([]));
    let read = run(&["law", "read", "điều 7 quy chế thử"]);
    assert_eq!(read["article"]["reference"], "01/2026/qc-mau#7");
    assert_eq!(run(&["law", "documents"])[0]["number"], "01/2026/QC-MAU");
}
