//! A real server on a free port with the invented organisation, and the personas' homes.

pub mod program;
pub mod seat;
pub mod stand_in;
pub mod tap;
pub mod valve;

use congdoan_client::{Client, Clock, Enrolment, Options, Ports, system};
use congdoan_domain::Instant;
use congdoan_server::database::Database;
use congdoan_server::init::{FIRST_CELL, Founding};
use congdoan_server::serve::{self, Entrance, Running};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// Monday 23/11/2026, 14:05 in Việt Nam.
pub const START: i64 = 1_795_417_500_000;

/// A clock that tests turn. Forward, time passes; back, somebody sets the wall clock, and the steady one stays.
#[derive(Clone)]
pub struct TestClock {
    wall: Arc<AtomicI64>,
    steady: Arc<AtomicI64>,
}

impl TestClock {
    pub fn at(ms: i64) -> Self {
        Self {
            wall: Arc::new(AtomicI64::new(ms)),
            steady: Arc::new(AtomicI64::new(ms)),
        }
    }

    pub fn advance_hours(&self, hours: i64) {
        self.advance_minutes(hours * 60);
    }

    pub fn advance_minutes(&self, minutes: i64) {
        self.wall.fetch_add(minutes * 60_000, Ordering::SeqCst);
        self.steady.fetch_add(minutes.max(0) * 60_000, Ordering::SeqCst);
    }

    pub fn now(&self) -> Instant {
        Instant(self.wall.load(Ordering::SeqCst))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        TestClock::now(self)
    }

    fn steady(&self) -> congdoan_client::ports::Steady {
        congdoan_client::ports::Steady {
            run: 1,
            ms: self.steady.load(Ordering::SeqCst),
        }
    }
}

/// Where the servers of this run keep their rows: in their folder, or (`CONGDOAN_TEST_STORE=postgres`) in a cell of their
/// own of the PostgreSQL at `CONGDOAN_TEST_POSTGRES`.
fn database(data: &Path) -> (Database, i32) {
    let here = Database::at(data);
    if std::env::var("CONGDOAN_TEST_STORE").as_deref() != Ok("postgres") {
        return (here, FIRST_CELL);
    }
    let url = std::env::var("CONGDOAN_TEST_POSTGRES").expect("./dev test starts a PostgreSQL");
    let cell = i32::from_be_bytes(congdoan_server::clock::random());
    (here.reached_by(Some(url), None), cell)
}

/// A server with the sample organisation.
pub struct Office {
    dir: TempDir,
    data: PathBuf,
    database: Database,
    pub clock: TestClock,
    running: Option<Running>,
    address: std::net::SocketAddr,
}

impl Default for Office {
    fn default() -> Self {
        Self::open()
    }
}

impl Office {
    pub fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("server");
        Self::found(dir, data)
    }

    /// With the server's data in a folder of the test's choice.
    pub fn open_in(data: &Path) -> Self {
        Self::found(tempfile::tempdir().unwrap(), data.to_owned())
    }

    fn found(dir: TempDir, data: PathBuf) -> Self {
        let clock = TestClock::at(START);
        // The port is chosen first, because invitations carry the address.
        let address = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let (database, cell) = database(&data);
        let url = format!("http://{address}");
        let founding = Founding::found((&database, cell), "Máy chủ thử", &url, clock.now(), false).unwrap();
        congdoan_server::sample::found(&founding, &data, clock.now(), |_| {}).unwrap();
        drop(founding);
        let mut office = Self {
            dir,
            data,
            database,
            clock,
            running: None,
            address,
        };
        office.start();
        office
    }

    pub fn data(&self) -> PathBuf {
        self.data.clone()
    }

    /// Where the server listens.
    pub fn address(&self) -> std::net::SocketAddr {
        self.address
    }

    pub fn start(&mut self) {
        let clock = self.clock.clone();
        let config = serve::Config {
            data: self.data(),
            listen: self.address,
            clock: Arc::new(move || clock.now()),
        };
        let store = self.database.open().unwrap();
        self.running = Some(serve::start_on(store, config, Entrance::default()).unwrap());
    }

    /// The server goes away; homes work on.
    pub fn stop(&mut self) {
        self.running = None;
    }

    pub fn publish(&self) {
        use congdoan_server::{card, keys::Keys, law, pack};
        let (data, now) = (self.data(), self.clock.now());
        let keys = Keys::at(&data);
        let key = keys.read("pack").unwrap();
        let store = self.database.open().unwrap();
        let snapshot = store.begin_read().unwrap();
        let server = snapshot.identity().unwrap().server;
        let cards = card::segments(snapshot.as_ref(), &keys, server, now).unwrap();
        pack::publish(
            &data.join("packs"),
            ("card-status", card::FORMAT),
            cards,
            (&key, server),
            now,
        )
        .unwrap();
        let segments = law::segments(&data).unwrap();
        pack::publish(
            &data.join("packs"),
            ("law", law::FORMAT),
            segments,
            (&key, server),
            now,
        )
        .unwrap();
    }

    pub fn ports(&self, clock: &TestClock) -> Ports {
        Ports {
            clock: Arc::new(clock.clone()),
            ..system::ports(false)
        }
    }

    pub fn invitation(&self, name: &str) -> String {
        std::fs::read_to_string(self.data().join("sample").join(format!("{name}.invitation"))).unwrap()
    }

    pub fn home(&self, name: &str) -> PathBuf {
        self.dir.path().join("homes").join(name)
    }

    /// Enrols a persona on a new device and syncs once.
    pub fn enrol(&self, name: &str) -> Client {
        let client = self.enrol_with(name, &self.invitation(name)).unwrap();
        client.sync_now();
        client
    }

    /// # Errors
    /// What the client says.
    pub fn enrol_with(&self, home: &str, invitation: &str) -> Result<Client, congdoan_client::ApiError> {
        self.enrol_into(&self.home(home), home, invitation)
    }

    /// A persona on a new device whose home is a folder of the test's choice.
    ///
    /// # Errors
    /// What the client says.
    pub fn enrol_at(&self, home: &Path, name: &str) -> Result<Client, congdoan_client::ApiError> {
        self.enrol_into(home, name, &self.invitation(name))
    }

    fn enrol_into(
        &self,
        home: &Path,
        name: &str,
        invitation: &str,
    ) -> Result<Client, congdoan_client::ApiError> {
        let choice = Enrolment {
            device_name: format!("máy của {name}"),
            pin: None,
            sample: true,
            signer: None,
        };
        Client::enrol(home, invitation, self.ports(&self.clock), choice)
    }

    /// # Errors
    /// What the client says.
    pub fn reopen(&self, name: &str) -> Result<Client, congdoan_client::ApiError> {
        Client::open(&self.home(name), self.ports(&self.clock), Options::default())
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }
}
