//! The headless program itself, and a server on the system's clock for it.

use congdoan_server::init::Founding;
use congdoan_server::serve::{Config, Running};
use congdoan_server::{clock, sample, serve};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Built by cargo when a test first runs it: a package's tests do not bring another package's program with them.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "-q", "-p", "congdoan-cli"])
            .status()
            .unwrap();
        assert!(built.success(), "the program builds");
        let test = std::env::current_exe().unwrap();
        test.parent().unwrap().parent().unwrap().join("congdoan")
    })
}

/// Runs it on a home, in Vietnamese, with `--json`.
pub fn congdoan(home: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(program())
        .args(["--home", home.to_str().unwrap(), "--json"])
        .args(arguments)
        .env("LANG", "vi_VN.UTF-8")
        .env_remove("LC_ALL")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// A folder with the sample organisation in `server`, served on a free port.
pub fn served() -> (TempDir, Running) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("server");
    let listen = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let now = clock::system()();
    let founding = Founding::new(&data, "Máy chủ thử", &format!("http://{listen}"), now, false).unwrap();
    sample::found(&founding, &data, now, |_| {}).unwrap();
    drop(founding);
    let clock = clock::system();
    (folder, serve::start(Config { data, listen, clock }).unwrap())
}
