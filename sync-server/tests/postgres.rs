//! The operator's program with PostgreSQL: founding, serving, examining, and what it refuses.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn url() -> Option<String> {
    let url = std::env::var("CONGDOAN_TEST_POSTGRES").ok();
    if url.is_none() {
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no PostgreSQL (CONGDOAN_TEST_POSTGRES)"
        );
    }
    url
}

fn program(arguments: &[&str], data: &Path, url: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_congdoan-server"));
    command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env("CONGDOAN_LANG", "vi")
        .env_remove("CONGDOAN_DATABASE_URL");
    if let Some(url) = url {
        command.env("CONGDOAN_DATABASE_URL", url);
    }
    command
}

fn run(arguments: &[&str], data: &Path, url: Option<&str>) -> (bool, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = program(arguments, data, url).output().unwrap();
    let text = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.success(), text)
}

fn cell() -> String {
    let cell: u16 = u16::from_be_bytes(congdoan_server::clock::random());
    (1_000_000 + u32::from(cell)).to_string()
}

struct Serving(Child);

impl Serving {
    fn start(data: &Path, url: &str) -> Self {
        let mut child = program(&["serve", "--listen", "127.0.0.1:0"], data, Some(url))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("listening on http://"), "{line}");
        Self(child)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_is_founded_served_twice_and_examined_with_its_rows_in_postgresql() {
    let Some(url) = url() else { return };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (good, said) = run(&["init", "--sample", "--cell", &cell()], &data, Some(&url));
    assert!(good, "{said}");
    assert!(!data.join("server.db").exists());
    let settings = std::fs::read_to_string(data.join("database.json")).unwrap();
    assert!(
        settings.contains("postgresql") && !settings.contains("://"),
        "{settings}"
    );

    let (one, two) = (Serving::start(&data, &url), Serving::start(&data, &url));
    let (good, said) = run(&["unit", "list"], &data, Some(&url));
    assert!(good && said.contains("Đồng An"), "{said}");
    let (good, said) = run(&["doctor"], &data, Some(&url));
    assert!(good && said.contains("Không thấy chỗ sai"), "{said}");
    let (good, said) = run(&["publish", "card-status"], &data, Some(&url));
    assert!(good && said.contains("card-status"), "{said}");
    drop((one, two));
}

#[test]
fn a_folder_is_not_opened_with_another_store_or_another_servers_database() {
    let Some(url) = url() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    let number = cell();
    let (good, said) = run(&["init", "--cell", &number], &here, Some(&url));
    assert!(good, "{said}");
    let (good, said) = run(&["doctor"], &here, None);
    assert!(!good && said.contains("CONGDOAN_DATABASE_URL"), "{said}");
    let (good, said) = run(&["init"], &here, None);
    assert!(!good && said.contains("đã có một máy chủ"), "{said}");
    let (good, said) = run(&["init", "--cell", &number], &there, Some(&url));
    assert!(!good && said.contains(&format!("Ô {number}")), "{said}");

    let (good, said) = run(&["init"], &there, None);
    assert!(good, "{said}");
    let (good, said) = run(&["serve"], &there, Some(&url));
    assert!(!good && said.contains("server.db"), "{said}");
    // The keys of one server with the rows of another.
    std::fs::remove_file(there.join("server.db")).unwrap();
    std::fs::copy(here.join("database.json"), there.join("database.json")).unwrap();
    for command in [&["serve"][..], &["doctor"]] {
        let (good, said) = run(command, &there, Some(&url));
        assert!(!good && said.contains("của một máy chủ khác"), "{said}");
    }
    let (good, said) = run(&["doctor", "--cell", "7"], &here, Some(&url));
    assert!(!good && said.contains("--cell"), "{said}");
}

#[test]
fn an_address_that_is_wrong_is_said_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for bad in [
        "postgresql://cd:matkhau@127.0.0.1:1/cd",
        "postgresql://cd:matkhau@[::1/cd",
        "matkhau",
    ] {
        let (good, said) = run(&["init"], &data, Some(bad));
        assert!(!good && said.contains("--database-url"), "{said}");
        assert!(!said.contains("matkhau") && !said.contains("panicked"), "{said}");
        assert!(!data.join("database.json").exists());
    }
}
