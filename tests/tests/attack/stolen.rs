//! A stolen database file without its key.

use super::commands::rows;
use congdoan_domain::member::Member;
use congdoan_tests::kit::Office;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

fn databases(home: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(home).unwrap().flatten().map(|file| file.path());
    all.filter(|path| path.file_name().unwrap().to_string_lossy().contains(".db"))
        .collect()
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == text[0]);
    starts.into_iter().any(|(at, _)| bytes[at..].starts_with(text))
}

#[test]
fn a_devices_files_without_the_key_open_with_nothing_and_show_nothing() {
    let office = Office::open();
    let hung = office.enrol("hung");
    let unit = hung.me().unwrap().unit.unwrap().id;
    let secret = "Bí Mật Chưa Gửi Đi";
    hung.admit_member(unit, congdoan_domain::member::Profile::named(secret), None)
        .unwrap();
    // While it is in use and afterwards: what is not yet written back lies in files of its own.
    let mut taken: Vec<(PathBuf, Vec<u8>)> = vec![];
    let take = |taken: &mut Vec<_>| {
        for path in databases(&office.home("hung")) {
            taken.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    };
    take(&mut taken);
    drop(hung);
    take(&mut taken);
    let names = |what: &str| taken.iter().any(|(path, _)| path.ends_with(what));
    assert!(names("outbox.db") && names("cache.db"));

    let members: Vec<Member> = rows(&office);
    let mut words = vec![
        secret.to_owned(),
        "Bữa ăn giữa ca".to_owned(),
        "admit_member".to_owned(),
        "CREATE TABLE".to_owned(),
    ];
    for member in members.into_iter().filter(|member| member.unit == unit).take(8) {
        words.push(member.profile.name);
        words.extend(member.profile.phone);
        words.extend(member.profile.national_id);
    }
    for (path, bytes) in &taken {
        for word in &words {
            assert!(
                !holds(bytes, word.as_bytes()),
                "{} shows {word:?}",
                path.display()
            );
        }
    }

    let folder = tempfile::tempdir().unwrap();
    for file in ["outbox.db", "cache.db"] {
        let copy = folder.path().join(file);
        std::fs::copy(office.home("hung").join(file), &copy).unwrap();
        for key in [
            "",
            "x''",
            &format!("x'{}'", "00".repeat(32)),
            "congdoan",
            "000000",
        ] {
            let db = Connection::open(&copy).unwrap();
            if !key.is_empty() {
                db.pragma_update(None, "key", key).unwrap();
            }
            let read = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| {
                row.get::<_, i64>(0)
            });
            assert!(read.is_err(), "{file} opened with {key:?}");
        }
    }
}

/// The server's database is not encrypted (`docs/security.md`), but whoever steals it alone can be nobody: what signs
/// and what mints tokens lies elsewhere, and the codes of invitations lie nowhere.
#[test]
fn the_servers_database_alone_signs_nothing_and_lets_nobody_in() {
    let office = Office::open();
    drop(office.enrol("lan"));
    let mut taken = vec![];
    for path in databases(&office.data()) {
        taken.extend(std::fs::read(path).unwrap());
    }
    assert!(
        holds(&taken, "Nguyễn Thị Ngọc Lan".as_bytes()),
        "it is the database"
    );
    let mut keys: Vec<_> = std::fs::read_dir(office.data().join("keys"))
        .unwrap()
        .flatten()
        .map(|file| file.path())
        .collect();
    keys.extend(
        std::fs::read_dir(office.data().join("keys/card"))
            .unwrap()
            .flatten()
            .map(|file| file.path()),
    );
    keys.retain(|path| path.extension().is_some_and(|end| end == "key"));
    assert!(keys.len() > 5, "{keys:?}");
    for key in keys {
        let bytes = std::fs::read(&key).unwrap();
        // An Ed25519 key in PKCS#8 (RFC 5958) has its seed behind 16 bytes; the others are secret from the first.
        let secret = bytes.get(16..48).unwrap_or(&bytes);
        assert!(!holds(&taken, secret), "{}", key.display());
    }
    for file in std::fs::read_dir(office.data().join("sample")).unwrap().flatten() {
        let line = std::fs::read_to_string(file.path()).unwrap();
        if let Some(code) = line.trim().rsplit('|').next().filter(|code| code.len() > 16) {
            assert!(!holds(&taken, code.as_bytes()) && !holds(&taken, code.replace('-', "").as_bytes()));
        }
    }
}
