//! The facade: open, execute, read, observe, suspend, wipe.

use crate::backup;
use crate::error::{ApiError, Retry};
use crate::folder;
use crate::home::Home;
use crate::ports::{Ports, Signer, Transport};
use crate::system::SoftwareKey;
use crate::token::Token;
use crate::{reseal, vault};
use congdoan_domain::{Actor, Command, CommandId, Instant};
use congdoan_store::{ROOMS, Store, StoreError};
use congdoan_sync::{Config, Engine, Wake};
use congdoan_wire::TrustDocument;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Name of the setting that keeps whether the device was ended.
pub(crate) const ENDED: &str = "ended";

/// Refusals that mean "this device does not know enough": the command is saved and the server decides.
const UNDECIDABLE_HERE: &[&[&str]] = &[congdoan_domain::market::UNDECIDABLE_HERE];

pub(crate) type Observer = Arc<dyn Fn(&BTreeSet<String>) + Send + Sync>;

/// How a home is opened.
#[derive(Clone, Default)]
pub struct Options {
    pub pin: Option<String>,
    /// A key of the platform (Keystore); else the one in the vault.
    pub signer: Option<Arc<dyn Signer>>,
    pub sync: Option<Config>,
}

/// One person's open home.
pub struct Client {
    pub(crate) dir: PathBuf,
    pub(crate) home: Home,
    pub(crate) store: Store,
    pub(crate) ports: Ports,
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) engine: Mutex<Engine>,
    pub(crate) token: Mutex<Option<Token>>,
    /// Server clock minus device clock, when known.
    pub(crate) offset: Mutex<Option<i64>>,
    /// The server lets this device in no longer.
    pub(crate) ended: AtomicBool,
    pub(crate) age: Mutex<crate::age::Age>,
    pub(crate) observers: Mutex<Vec<Observer>>,
    pub(crate) usage: Mutex<crate::usage::Usage>,
    pub(crate) background: crate::packs::Background,
    /// The open law library, with the version it was opened from.
    pub(crate) law: Mutex<Option<(u64, Arc<crate::law_pack::Law>)>>,
    /// One exchange at a time. Held while the server is asked, so nothing that must not wait may take it.
    pub(crate) exchange: Mutex<()>,
    pub(crate) wake: Condvar,
    pub(crate) wake_lock: Mutex<bool>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open_store(
    dir: &Path,
    key: &congdoan_store::DatabaseKey,
    home: &Home,
    now: Instant,
) -> Result<Store, StoreError> {
    let store = Store::open(dir, key, ROOMS, now.0)?;
    store.sign_in(Actor::Person {
        person: home.person,
        device: home.device,
    })?;
    Ok(store)
}

impl Client {
    /// Opens the home in a folder.
    ///
    /// # Errors
    /// Wrong PIN, open elsewhere, newer schema, full disk.
    pub fn open(dir: &Path, ports: Ports, options: Options) -> Result<Self, ApiError> {
        let home = Home::read(dir)?;
        backup::pass_over(dir);
        let secrets = vault::open(dir, options.pin.as_deref(), &ports)?;
        let signer: Arc<dyn Signer> = match options.signer {
            Some(signer) => signer,
            None => Arc::new(
                SoftwareKey::from_pkcs8(&secrets.device_key)
                    .map_err(|_| ApiError::home_damaged("vault.cbor"))?,
            ),
        };
        let key = secrets
            .database_key
            .as_slice()
            .try_into()
            .map_err(|_| ApiError::home_damaged("vault.cbor"))?;
        let now = ports.clock.now();
        let key = congdoan_store::DatabaseKey(key);
        let store = match open_store(dir, &key, &home, now) {
            // A page of the cache is damaged: it was noted, and opening once more puts a new cache in its place.
            Err(StoreError::Damaged(_)) => open_store(dir, &key, &home, now)?,
            other => other?,
        };
        // Only now is nobody else at this home.
        reseal::forget_spare(dir, &ports);
        let tls = crate::address::tls_of(&home.tls).ok_or_else(|| ApiError::home_damaged("home.json"))?;
        let transport = ports.connect.connect(&home.address, &tls)?;
        let engine = Engine::new(options.sync.unwrap_or_default(), Instant(ports.clock.steady().ms));
        let usage = crate::usage::Usage::load(&store, now)?;
        let offset = store
            .setting("clock_offset")?
            .and_then(|b| b.try_into().ok())
            .map(i64::from_be_bytes);
        tracing::info!(moved_aside = store.moved_aside().is_some(), "home opened");
        let ended = store.setting(ENDED)?.is_some_and(|kept| kept == [1]);
        if ended {
            // Nothing, unless a full disk or a crash kept it from being deleted when it should have been.
            store.forget_received()?;
        }
        let age = crate::age::Age::load(&store)?;
        crate::attempt::done(dir);
        Ok(Self {
            dir: dir.to_owned(),
            home,
            store,
            ports,
            signer,
            transport,
            engine: Mutex::new(engine),
            token: Mutex::new(None),
            offset: Mutex::new(offset),
            ended: AtomicBool::new(ended),
            age: Mutex::new(age),
            observers: Mutex::new(vec![]),
            usage: Mutex::new(usage),
            background: crate::packs::Background::default(),
            law: Mutex::new(None),
            exchange: Mutex::new(()),
            wake: Condvar::new(),
            wake_lock: Mutex::new(false),
        })
    }

    pub fn home(&self) -> &Home {
        &self.home
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the key of this home lies.
    ///
    /// # Errors
    /// The vault cannot be read any more.
    pub fn key_keeper(&self) -> Result<vault::Keeper, ApiError> {
        vault::kept_by(&self.dir)
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    pub fn now(&self) -> Instant {
        self.ports.clock.now()
    }

    /// The best guess of the server's clock: what local decisions use.
    pub fn server_now(&self) -> Instant {
        self.now().plus_ms(lock(&self.offset).unwrap_or(0))
    }

    /// Saves a command here. It is durable when this returns, and goes by itself.
    ///
    /// # Errors
    /// The rules refuse it, the disk is full, this device was ended or a desk's copy is too old: then nothing is saved.
    pub fn execute(&self, command: impl Into<Command>) -> Result<CommandId, ApiError> {
        self.execute_as(CommandId(self.ports.id()), command.into(), None)
    }

    /// As [`Self::execute`]; on success a refused command that this one mends is dropped in the same step.
    ///
    /// # Errors
    /// As [`Self::execute`].
    pub fn execute_mending(
        &self,
        command: impl Into<Command>,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        self.execute_as(CommandId(self.ports.id()), command.into(), mends)
    }

    fn execute_as(
        &self,
        id: CommandId,
        command: Command,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        self.may_show()?;
        let undecidable = UNDECIDABLE_HERE.concat();
        self.store
            .execute(id, self.now(), self.server_now(), &command, &undecidable, mends)?;
        let what = command.name();
        tracing::info!(what, "saved here");
        self.wake_up(Wake::Command);
        self.notify(&BTreeSet::from([
            "sync".to_owned(),
            command.name().to_owned(),
            "*".to_owned(),
        ]));
        Ok(id)
    }

    /// Whether the rules would take a command now, as far as this device knows; nothing is saved.
    ///
    /// # Errors
    /// Why they would not.
    pub fn consider(&self, command: impl Into<Command>) -> Result<(), ApiError> {
        self.may_show()?;
        Ok(self
            .store
            .consider(self.now(), self.server_now(), &command.into())?)
    }

    /// Reads the view.
    ///
    /// # Errors
    /// What `read` returns; `device_ended`, `desk_stale`.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&congdoan_store::Db) -> Result<T, StoreError>,
    ) -> Result<T, ApiError> {
        self.may_show()?;
        self.peek(read)
    }

    /// Reads what may be known of a locked home too: who uses it, and what is their own.
    pub(crate) fn peek<T>(
        &self,
        read: impl FnOnce(&congdoan_store::Db) -> Result<T, StoreError>,
    ) -> Result<T, ApiError> {
        Ok(self.store.read(read)?)
    }

    /// Calls `observer` with the kinds of rows that changed (`*`: any), and `sync` or `pack`.
    pub fn observe(&self, observer: impl Fn(&BTreeSet<String>) + Send + Sync + 'static) {
        lock(&self.observers).push(Arc::new(observer));
    }

    pub(crate) fn notify(&self, topics: &BTreeSet<String>) {
        let observers = lock(&self.observers).clone();
        for observer in observers {
            observer(topics);
        }
    }

    /// Wakes the sync.
    pub fn wake_up(&self, wake: Wake) {
        lock(&self.engine).wake(wake, self.steady(), self.ports.jitter());
        *lock(&self.wake_lock) = true;
        self.wake.notify_all();
    }

    /// Returns when no transaction is open. An answer of the server that is still awaited is not waited for.
    pub fn suspend(&self) {
        self.store.quiesce();
    }

    /// What this device trusts, checked against the fingerprint of the invitation at every reading.
    ///
    /// # Errors
    /// The stored document is missing or not signed by the root.
    pub fn trust(&self) -> Result<TrustDocument, ApiError> {
        let untrusted = || {
            ApiError::new(
                "trust_broken",
                Retry::Online,
                "Máy không kiểm được chữ ký của tổ chức. Dữ liệu khác vẫn còn nguyên. Hãy tải lại gói khi có mạng.",
                "The union's signature cannot be checked. Other data is untouched. Download the pack again with a network.",
            )
        };
        let bytes = self.store.setting("trust")?.ok_or_else(untrusted)?;
        let signed = ciborium::from_reader(bytes.as_slice()).map_err(|_| untrusted())?;
        let root = congdoan_wire::hex::decode_32(&self.home.root).ok_or_else(untrusted)?;
        TrustDocument::open(&signed, &root).map_err(|_| untrusted())
    }

    /// Whether the home may be deleted now.
    ///
    /// # Errors
    /// `waiting`: something is only here, and `give_up` is false.
    pub fn may_wipe(&self, give_up: bool) -> Result<(), ApiError> {
        let (waiting, refused) = self.store.outbox_counts()?;
        if waiting + refused > 0 && !give_up {
            return Err(ApiError::new(
                "waiting",
                Retry::Online,
                "Còn việc chưa gửi, chỉ có trên máy này. Hãy chờ gửi xong, hoặc đồng ý bỏ những việc đó.",
                "Some work is only on this device. Wait until it is sent, or agree to give it up.",
            )
            .arg("waiting", waiting)
            .arg("refused", refused));
        }
        Ok(())
    }

    /// Deletes the home from this device. What was sent stays on the server, and other files in its folder stay there.
    ///
    /// # Errors
    /// Those of [`Self::may_wipe`].
    pub fn wipe(self, give_up: bool) -> Result<(), ApiError> {
        self.may_wipe(give_up)?;
        let (dir, ports) = (self.dir.clone(), self.ports.clone());
        drop(self);
        // Keys first: whatever stops the rest, what stays can never be read again.
        vault::destroy(&dir, &ports)?;
        folder::erase(&dir).map_err(Into::into)
    }
}
