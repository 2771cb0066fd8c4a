//! The server's process is killed in the middle of a sync, a download, an import and a publication, and started again.

use congdoan_client::domain::member::Profile;
use congdoan_client::store::member::ListQuery;
use congdoan_client::{Client, Enrolment, system};
use congdoan_server::init::Founding;
use congdoan_server::{clock, sample};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tempfile::TempDir;

const SAMPLE: &str = include_str!("../../../core/law/src/sample/quy-che-mau.jsonl");

/// Built by cargo when a test first runs it.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
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

/// The sample organisation, and a process that serves it or does not.
struct House {
    folder: TempDir,
    address: SocketAddr,
    process: Arc<Mutex<Option<Child>>>,
}

impl House {
    fn found() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let (data, now) = (folder.path().join("server"), clock::system()());
        // Durable: what is killed here is a server as it runs in an office.
        let founding = Founding::new(&data, "Máy chủ thử", &format!("http://{address}"), now, true).unwrap();
        sample::found(&founding, &data, now, |_| {}).unwrap();
        Self {
            folder,
            address,
            process: Arc::default(),
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    fn start(&self) {
        let mut child = Command::new(program())
            .args(["serve", "--listen", &self.address.to_string(), "--data"])
            .arg(self.data())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("listening on"), "{line}");
        *self.process.lock().unwrap() = Some(child);
    }

    /// The operator's program; killed after a while if that is told. Says whether it came to its end.
    fn run(&self, arguments: &[&str], kill: Option<Duration>) -> bool {
        let mut child = Command::new(program())
            .args(arguments)
            .arg("--data")
            .arg(self.data())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        if let Some(after) = kill {
            std::thread::sleep(after);
            let _ = child.kill();
        }
        child.wait().unwrap().success()
    }

    fn enrol(&self, name: &str) -> Client {
        let line = std::fs::read_to_string(self.data().join(format!("sample/{name}.invitation"))).unwrap();
        let choice = Enrolment {
            device_name: "PC".into(),
            pin: None,
            sample: true,
            signer: None,
        };
        let client = Client::enrol(
            &self.folder.path().join(name),
            &line,
            system::ports(false),
            choice,
        )
        .unwrap();
        client.sync_now();
        client
    }
}

/// SIGKILL: no handler, no farewell.
fn kill(process: &Mutex<Option<Child>>) {
    if let Some(mut child) = process.lock().unwrap().take() {
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Drop for House {
    fn drop(&mut self) {
        kill(&self.process);
    }
}

fn members(client: &Client, text: &str) -> u64 {
    let query = ListQuery {
        text: text.into(),
        limit: 1,
        ..ListQuery::default()
    };
    client.member_list(&query).unwrap().total
}

#[test]
fn a_server_killed_in_the_middle_of_syncs_loses_nothing_and_does_nothing_twice() {
    let house = House::found();
    house.start();
    let hung = house.enrol("hung");
    kill(&house.process);
    let unit = hung.me().unwrap().unit.unwrap().id;
    const SAVED: u64 = 120;
    for n in 0..SAVED {
        hung.admit_member(unit, Profile::named(format!("Quách Thị Thử {n}")), None)
            .unwrap();
    }
    let mut cut = 0;
    for milliseconds in [4, 9, 16, 25, 40, 60, 90, 140] {
        house.start();
        let process = house.process.clone();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(milliseconds));
            kill(&process);
        });
        hung.sync_now();
        cut += u32::from(hung.sync_status().unwrap().waiting > 0);
        killer.join().unwrap();
        // Whatever was committed and not answered, the person still sees every name, once.
        assert_eq!(members(&hung, "Quách Thị Thử"), SAVED, "after {milliseconds} ms");
    }
    assert!(cut > 0, "no kill came in the middle");
    house.start();
    hung.sync_now();
    let status = hung.sync_status().unwrap();
    assert_eq!((status.waiting, status.refused), (0, 0));
    assert_eq!(members(&hung, "Quách Thị Thử"), SAVED);
    assert_eq!(members(&hung, ""), 214 + SAVED);
    let witness = house.enrol("hung-2");
    assert_eq!(members(&witness, ""), 214 + SAVED, "and so does another device");
    kill(&house.process);
    assert!(house.run(&["doctor"], None), "numbers and checksums fit the rows");
}

#[test]
fn a_download_goes_on_when_the_killed_server_is_back() {
    let house = House::found();
    assert!(house.run(&["publish", "law"], None));
    house.start();
    let lan = house.enrol("lan");
    let process = house.process.clone();
    let failed = lan.download_pack("law", |progress| {
        if progress.have > 0 {
            kill(&process);
        }
        true
    });
    assert_eq!(failed.unwrap_err().code, "offline");
    let staged = lan.pack("law").unwrap();
    assert!(
        staged.installed.is_none() && staged.staged.is_some(),
        "what came is kept"
    );
    house.start();
    let mut first = None;
    lan.download_pack("law", |progress| {
        first.get_or_insert(progress);
        true
    })
    .unwrap();
    assert!(first.unwrap().have > 0);
    let today = lan.server_now().date();
    let found = lan.law().unwrap().search("quy chế", 5, today).unwrap();
    assert!(!found.hits.is_empty());
}

/// A law file that takes a while to read: the invented regulation under many numbers.
fn long_law(path: &Path, copies: usize) {
    let copy = |n: usize| {
        SAMPLE
            .replace("01/2026/qc-mau", &format!("{n}/2026/qc-mau"))
            .replace("01/2026/QC-MAU", &format!("{n}/2026/QC-MAU"))
    };
    let lines: Vec<String> = (1..=copies).map(copy).collect();
    std::fs::write(path, lines.concat()).unwrap();
}

#[test]
fn an_import_or_publication_that_is_killed_leaves_the_old_one_or_the_new_one() {
    let house = House::found();
    let (small, large) = (
        house.folder.path().join("small.jsonl"),
        house.folder.path().join("large.jsonl"),
    );
    long_law(&small, 2);
    long_law(&large, 150);
    let import = |file: &Path, after| house.run(&["import", "law", file.to_str().unwrap()], after);
    assert!(import(&small, None));
    assert!(house.run(&["publish", "law"], None));
    let kept = house.data().join("law/import.jsonl");
    let (old, new) = (
        std::fs::read_to_string(&small).unwrap(),
        std::fs::read_to_string(&large).unwrap(),
    );
    let mut killed = 0;
    for milliseconds in [2, 10, 30, 60, 120, 240] {
        killed += u32::from(!import(&large, Some(Duration::from_millis(milliseconds))));
        let now = std::fs::read_to_string(&kept).unwrap();
        assert!(
            now.trim() == old.trim() || now.trim() == new.trim(),
            "half a file after {milliseconds} ms"
        );
    }
    assert!(killed > 0, "no kill came in the middle");
    assert!(import(&large, None), "it goes through the next time");

    house.start();
    let lan = house.enrol("lan");
    lan.download_pack("law", |_| true).unwrap();
    assert_eq!(lan.law().unwrap().documents().len(), 2);
    let mut killed = 0;
    for milliseconds in [5, 50, 150, 300, 500, 800] {
        killed += u32::from(!house.run(&["publish", "law"], Some(Duration::from_millis(milliseconds))));
        // Every byte of whatever is published is proved by the download.
        lan.download_pack("law", |_| true).unwrap();
        let documents = lan.law().unwrap().documents().len();
        assert!(
            documents == 2 || documents == 150,
            "{documents} documents after {milliseconds} ms"
        );
    }
    assert!(killed > 0, "no kill came in the middle");
    assert!(house.run(&["publish", "law"], None));
    lan.download_pack("law", |_| true).unwrap();
    assert_eq!(lan.law().unwrap().documents().len(), 150);
}
