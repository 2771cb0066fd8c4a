//! A law file with bad lines: the person who imports learns which, and decides.

use congdoan_server::law::{self, ImportError};
use congdoan_tests::kit::Office;
use std::process::Command;
use std::sync::OnceLock;

fn server() -> &'static std::path::Path {
    static PROGRAM: OnceLock<std::path::PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "-q", "-p", "congdoan-server"])
            .status()
            .unwrap();
        assert!(built.success(), "the program builds");
        let test = std::env::current_exe().unwrap();
        test.parent().unwrap().parent().unwrap().join("congdoan-server")
    })
}

/// The invented regulation with two lines spoilt: the third is no JSON, the fifth is not UTF-8.
fn spoilt() -> Vec<u8> {
    let sample = include_str!("../../../../core/law/src/sample/quy-che-mau.jsonl");
    let mut lines: Vec<Vec<u8>> = sample.lines().map(|line| line.as_bytes().to_vec()).collect();
    let half = lines[2].len() / 2;
    lines[2].truncate(half);
    lines[4][20] = 0xff;
    lines.join(&b'\n')
}

#[test]
fn bad_lines_are_named_by_number_and_the_rest_is_taken_only_on_request() {
    let office = Office::open();
    office.publish();
    let lan = office.enrol("lan");
    lan.download_pack("law", |_| true).unwrap();
    let before = law::segments(&office.data()).unwrap();

    let file = office.dir().join("hỏng.jsonl");
    std::fs::write(&file, spoilt()).unwrap();
    let Err(ImportError::Refused(report)) = law::import(&office.data(), &file, false) else {
        panic!("a file with bad lines is refused");
    };
    assert!(report.contains("Dòng 3") && report.contains("Dòng 5"), "{report}");
    assert_eq!(
        law::segments(&office.data()).unwrap(),
        before,
        "nothing was taken in"
    );

    // The program says the same and ends with an error.
    let said = Command::new(server())
        .args([
            "import",
            "law",
            "--data",
            office.data().to_str().unwrap(),
            file.to_str().unwrap(),
        ])
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(!said.status.success());
    assert!(words.contains("Dòng 3") && words.contains("Dòng 5"), "{words}");

    // On request the good lines are taken, and published as a newer pack.
    law::import(&office.data(), &file, true).unwrap();
    assert_ne!(law::segments(&office.data()).unwrap(), before);
    office.publish();
    lan.download_pack("law", |_| true).unwrap();
    let today = office.clock.now().date();
    assert!(
        !lan.law()
            .unwrap()
            .search("điều 1", 5, today)
            .unwrap()
            .hits
            .is_empty()
    );
}

#[test]
fn a_file_that_is_none_and_an_empty_one_are_refused() {
    let office = Office::open();
    let absent = office.dir().join("không có.jsonl");
    assert!(matches!(
        law::import(&office.data(), &absent, true),
        Err(ImportError::Io(..))
    ));
    let empty = office.dir().join("rỗng.jsonl");
    std::fs::write(&empty, b"").unwrap();
    assert!(matches!(
        law::import(&office.data(), &empty, true),
        Err(ImportError::Refused(_))
    ));
}
