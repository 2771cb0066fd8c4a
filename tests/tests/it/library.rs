//! The law and its pack as the page asks for them, over a real server and a line that breaks.

use congdoan_client::store::packs::Packs;
use congdoan_desk::Desk;
use congdoan_tests::kit::Office;
use congdoan_tests::kit::valve::Valve;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

struct Library {
    office: Office,
    desk: Desk,
    valve: Valve,
}

/// Three invented regulations, each long enough for a part of the index of its own; the second replaces the first.
fn regulations() -> String {
    let mut lines = vec![];
    let documents = [
        (
            "11/2015/QC-MAU",
            "Quy chế thử nghỉ giữa ca 2015",
            "nghỉ giữa ca",
            "expired 2024-01-01",
            "2015-01-01",
        ),
        (
            "12/2024/QC-MAU",
            "Quy chế thử nghỉ giữa ca",
            "nghỉ giữa ca",
            "in force",
            "2024-01-01",
        ),
        (
            "13/2024/QC-MAU",
            "Quy chế thử về bữa ăn ca",
            "bữa ăn ca",
            "in force",
            "2024-03-01",
        ),
    ];
    for (number, name, subject, status, from) in documents {
        for article in 1..=60 {
            let text = format!(
                "1. Người làm việc được {subject} theo bảng số {article}.\n2. Tổ trưởng ghi sổ:\na) giờ bắt đầu;\nb) giờ kết thúc.\n3. {}",
                "Điều này viết dài ra cho đủ chỗ, không phải pháp luật. ".repeat(8)
            );
            let line = json!({"law_id": number, "law_name": name, "article_id": article.to_string(),
                "title": format!("Bảng số {article} về {subject}"), "text": text, "status": status, "effective": from});
            lines.push(line.to_string());
        }
    }
    lines.join("\n")
}

impl Library {
    fn new() -> Self {
        let office = Office::open();
        let file = office.dir().join("quy-che.jsonl");
        std::fs::write(&file, regulations()).unwrap();
        congdoan_server::law::import(&office.data(), &file, false).unwrap();
        office.publish();
        let mut ports = office.ports(&office.clock);
        let valve = Valve::into(&mut ports);
        let desk = Desk::with_ports(office.dir().join("pc"), false, ports);
        let library = Self { office, desk, valve };
        let invitation = library.office.invitation("lan");
        library.ask(
            "session_enrol",
            json!({"invitation": invitation, "pin": "", "device_name": "PC"}),
        );
        // The small list of cards comes by itself; its bytes are not to be counted.
        library.valve.open(u64::MAX);
        library.when_of("card-status", "fresh", |pack| pack["state"] == "ready");
        library.valve.shut();
        library.valve.asked();
        library
    }

    /// With the pack on the device.
    fn filled() -> Self {
        let library = Self::new();
        library.valve.open(u64::MAX);
        library.get();
        library.until("ready");
        library.valve.asked();
        library
    }

    fn ask(&self, call: &str, with: Value) -> Value {
        self.desk
            .call(call, with)
            .unwrap_or_else(|error| panic!("{call}: {error}"))
    }

    fn get(&self) {
        self.ask("sync_pack_download", json!({"name": "law"}));
    }

    fn pack(&self) -> Value {
        self.pack_of("law")
    }

    fn pack_of(&self, name: &str) -> Value {
        let panel = self.ask("sync_panel", json!({}));
        let packs = panel["packs"].as_array().unwrap();
        packs.iter().find(|pack| pack["name"] == name).unwrap().clone()
    }

    fn when(&self, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        self.when_of("law", what, holds)
    }

    fn when_of(&self, name: &str, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..400 {
            let pack = self.pack_of(name);
            if holds(&pack) {
                return pack;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("never {what}: {}", self.pack_of(name));
    }

    fn until(&self, state: &str) -> Value {
        self.when(state, |pack| pack["state"] == state)
    }

    fn lock_and_open(&self) {
        let locked = self.ask("session_lock", json!({}));
        let home = locked["locked_home_id"].clone();
        assert!(self.desk.call("law_state", json!({})).is_err());
        self.ask("session_open", json!({"home_id": home, "pin": ""}));
    }

    fn find(&self, query: &str) -> Value {
        self.ask("law_search", json!({"query": query, "limit": 50}))
    }

    fn packs(&self) -> Packs {
        let home = std::fs::read_dir(self.office.dir().join("pc")).unwrap();
        let found: Vec<PathBuf> = home
            .flatten()
            .map(|entry| entry.path().join("packs"))
            .filter(|packs| packs.exists())
            .collect();
        assert_eq!(found.len(), 1);
        Packs::at(&found[0])
    }

    /// Turns one byte of a segment on the disk; the address it is fetched from.
    fn damage(&self, segment: impl Fn(&str) -> bool) -> String {
        let manifest = self.packs().installed("law").unwrap().unwrap().manifest;
        let entry = manifest
            .segments
            .iter()
            .find(|entry| segment(&entry.name))
            .unwrap();
        let path = self.packs().dir().join("segments").join(entry.hash.to_string());
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        std::fs::write(path, bytes).unwrap();
        format!("/v1/packs/segments/{}", entry.hash)
    }
}

#[test]
fn a_download_outlives_a_dead_line_and_a_lock_and_fetches_nothing_twice() {
    let library = Library::new();
    let absent = library.when("offered", |pack| !pack["fetch_bytes"].is_null());
    assert_eq!(
        (&absent["state"], &absent["version"]),
        (&json!("absent"), &json!(null))
    );
    let total = absent["fetch_bytes"].as_u64().unwrap();
    let refused = library
        .desk
        .call("law_search", json!({"query": "ca", "limit": 5}))
        .unwrap_err();
    assert_eq!(refused["code"], "law.law_absent");
    assert_eq!(library.ask("law_state", json!({}))["can_search"], false);

    // The line dies in the middle of a segment: what came is kept, and said with the bytes.
    library.valve.asked();
    library.valve.open(total / 2);
    library.get();
    let cut = library.when("cut", |pack| !pack["error"].is_null());
    assert_eq!(cut["state"], "downloading");
    assert_eq!(cut["error"]["retry"], "online");
    assert_eq!(cut["have_bytes"], total / 2);

    // Locked meanwhile: the home is let go, and opened again the download goes on without being asked.
    library.lock_and_open();
    assert_eq!(library.pack()["state"], "downloading");
    library.valve.open(u64::MAX);
    let ready = library.until("ready");
    assert_eq!(ready["version"], 1);
    assert_eq!(ready["signed_by"], "Máy chủ thử");
    let asked = library.valve.asked();
    assert_eq!(asked.iter().map(|one| one.bytes).sum::<u64>(), total);
    assert!(
        asked.iter().any(|one| one.from > 0),
        "gone on in the middle of a segment"
    );
    assert_eq!(library.ask("law_state", json!({}))["articles"], 180);
}

#[test]
fn a_paused_download_stays_paused_until_it_is_asked_for() {
    let library = Library::new();
    library.valve.open(3_000);
    library.get();
    library.when("cut", |pack| !pack["error"].is_null());
    library.ask("sync_pack_pause", json!({"name": "law"}));
    let paused = library.pack();
    assert_eq!(
        (&paused["state"], &paused["have_bytes"]),
        (&json!("paused"), &json!(3_000))
    );
    library.valve.open(u64::MAX);
    library.lock_and_open();
    std::thread::sleep(Duration::from_millis(2_500));
    assert_eq!(library.pack()["state"], "paused");
    library.get();
    library.until("ready");
}

#[test]
fn an_article_is_found_by_words_and_by_number_and_read_beside_its_older_version() {
    let library = Library::filled();
    for (query, matched) in [("nghỉ giữa ca", "exact"), ("nghi giua ca", "folded")] {
        let found = library.find(query);
        let hit = &found["hits"][0];
        assert_eq!(hit["match"], matched, "{found}");
        assert_eq!(
            hit["document"]["number"], "12/2024/QC-MAU",
            "what binds stands first"
        );
        let marked = |runs: &Value| {
            let runs = runs.as_array().unwrap();
            let text: Vec<_> = runs
                .iter()
                .filter(|run| run["marked"] == true)
                .map(|run| run["text"].as_str().unwrap())
                .collect();
            text.join(" ").to_lowercase()
        };
        assert!(marked(&hit["title"]).contains("nghỉ giữa ca"), "{hit}");
        assert!(found["jump"].is_null());
    }
    let found = library.find("điểm b khoản 2 điều 7 quy chế thử nghỉ giữa ca");
    let jump = &found["jump"];
    assert_eq!(jump["article_id"], "12/2024/qc-mau#7", "{found}");
    assert_eq!(jump["anchor"], "k2-b");

    let article = library.ask("law_article", json!({"article_id": jump["article_id"]}));
    let block = article["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|block| block["anchor"] == "k2-b")
        .unwrap();
    assert_eq!(
        (&block["label"], &block["text"]),
        (&json!("b)"), &json!("giờ kết thúc."))
    );
    assert_eq!(
        block["citation"],
        "điểm b khoản 2 Điều 7 Quy chế thử nghỉ giữa ca 12/2024/QC-MAU"
    );
    assert_eq!(article["validity"]["state"], "in_force");
    assert_eq!(article["previous"]["article_id"], "12/2024/qc-mau#6");
    let versions = article["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0]["article"]["article_id"], "11/2015/qc-mau#7");
    assert_eq!(
        (&versions[0]["state"], &versions[1]["state"]),
        (&json!("past"), &json!("present"))
    );

    // As of a day before it, the newer one is not there yet.
    let before = library.ask(
        "law_article",
        json!({"article_id": jump["article_id"], "on": "2020-05-01"}),
    );
    assert_eq!(before["validity"]["state"], "not_yet");
    assert_eq!(before["versions"][0]["state"], "present");

    let outline = library.ask("law_outline", json!({"document_id": "13/2024/qc-mau"}));
    assert_eq!(outline["nodes"].as_array().unwrap().len(), 60);
    let nothing = library.find("xyzzyq");
    assert_eq!(
        (&nothing["jump"], nothing["hits"].as_array().unwrap().len()),
        (&Value::Null, 0)
    );
}

#[test]
fn a_damaged_part_is_named_the_rest_is_searched_and_only_that_part_is_fetched_again() {
    let library = Library::filled();
    let broken = library.damage(|name| name.starts_with("index1.13-2024"));
    let found = library.find("bữa ăn ca nghỉ giữa ca");
    let unread = found["unread"].as_array().unwrap();
    assert_eq!(unread.len(), 1, "{found}");
    assert!(
        unread[0].as_str().unwrap().contains("Quy chế thử về bữa ăn ca"),
        "{unread:?}"
    );
    let numbers: Vec<_> = found["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["document"]["number"].clone())
        .collect();
    assert!(numbers.contains(&json!("12/2024/QC-MAU")), "{numbers:?}");
    assert_eq!(library.pack()["state"], "broken");

    library.get();
    library.until("ready");
    let asked: Vec<_> = library.valve.asked().into_iter().map(|one| one.path).collect();
    assert_eq!(asked, [broken]);
    let mended = library.find("bữa ăn ca");
    assert_eq!(mended["unread"], json!([]));
    assert_eq!(mended["hits"][0]["document"]["number"], "13/2024/QC-MAU");
}

#[test]
fn proving_a_pack_finds_what_nobody_has_read_yet() {
    let library = Library::filled();
    assert_eq!(
        library.ask("sync_pack_verify", json!({"name": "law"}))["state"],
        "ready"
    );
    let broken = library.damage(|name| name.starts_with("text.12-2024"));
    assert_eq!(library.pack()["state"], "ready", "nobody has read it");
    let proved = library.ask("sync_pack_verify", json!({"name": "law"}));
    assert_eq!(proved["state"], "broken");
    let outline = library.ask("law_outline", json!({"document_id": "12/2024/qc-mau"}));
    assert_eq!(outline["unread"].as_array().unwrap().len(), 1);
    assert_eq!(
        outline["nodes"].as_array().unwrap().len(),
        60,
        "numbers stay without titles"
    );
    library.get();
    library.until("ready");
    let asked: Vec<_> = library.valve.asked().into_iter().map(|one| one.path).collect();
    assert_eq!(asked, [broken]);
    assert!(
        library
            .desk
            .call("sync_pack_download", json!({"name": "no-such-pack"}))
            .is_err()
    );
}
