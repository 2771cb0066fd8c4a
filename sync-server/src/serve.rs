//! Starting and stopping the server.

use crate::card::{self, CardSeal, SegmentsError};
use crate::clock::Clock;
use crate::connection::{Admission, Patience, serve_connections};
use crate::database::{Database, DatabaseError};
use crate::http::{Doors, Limiter, Shared, router};
use crate::keys::{KeyError, Keys};
use crate::maintain::{self, Retention};
use crate::security::SecurityLog;
use crate::store::{ServerStore, StoreError};
use crate::tls::{self, Certificate, TlsListener};
use axum::serve::ListenerExt;
use ring::hmac;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

/// Requests under way get this long to end when the server stops.
const DRAIN: Duration = Duration::from_secs(20);

pub struct Config {
    pub data: PathBuf,
    /// Port 0: any free one.
    pub listen: SocketAddr,
    pub clock: Clock,
}

/// How the outside world reaches the server. The default is plain HTTP without a proxy.
#[derive(Debug, Default)]
pub struct Entrance {
    pub certificate: Option<Certificate>,
    /// A proxy on this machine names the callers.
    pub trust_proxy: bool,
    pub patience: Patience,
    pub retention: Retention,
}

/// A server that runs; stops when told, or when dropped.
pub struct Running {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// Why the server does not start, with what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CannotServe(pub String);

impl From<KeyError> for CannotServe {
    fn from(error: KeyError) -> Self {
        Self(error.in_words())
    }
}

impl From<crate::store::StoreError> for CannotServe {
    fn from(error: crate::store::StoreError) -> Self {
        Self(error.in_words())
    }
}

impl From<DatabaseError> for CannotServe {
    fn from(error: DatabaseError) -> Self {
        Self(error.to_string())
    }
}

impl From<SegmentsError> for CannotServe {
    fn from(error: SegmentsError) -> Self {
        match error {
            SegmentsError::Store(error) => error.into(),
            SegmentsError::Key(error) => error.into(),
        }
    }
}

impl From<tls::TlsError> for CannotServe {
    fn from(error: tls::TlsError) -> Self {
        Self(error.to_string())
    }
}

/// [`start_at`] the default entrance: plain HTTP, for this machine or behind a proxy.
///
/// # Errors
/// The data folder is not complete, or the address is taken.
pub fn start(config: Config) -> Result<Running, CannotServe> {
    start_at(config, Entrance::default())
}

/// [`start_on`] the database in the data folder.
///
/// # Errors
/// The data folder is not complete, the address is taken, or the certificate is not the one of the invitations.
pub fn start_at(config: Config, entrance: Entrance) -> Result<Running, CannotServe> {
    let store = Database::at(&config.data).open()?;
    start_on(store, config, entrance)
}

/// Starts serving on a thread of its own. Never opens the root's or the packs' private keys.
///
/// # Errors
/// The data folder is not complete, the address is taken, or the certificate is not the one of the invitations.
pub fn start_on(
    store: Box<dyn ServerStore>,
    config: Config,
    entrance: Entrance,
) -> Result<Running, CannotServe> {
    let keys = Keys::at(&config.data);
    let name = store.begin_read()?.identity()?.name;
    let lost = card::lost_keys(store.begin_read()?.as_ref(), &keys)?;
    if let Some(unit) = lost.first() {
        return Err(KeyError::CardKeyLost(*unit).into());
    }
    let tls = entrance
        .certificate
        .map(|certificate| match tls::pin_of_invitations(&keys)? {
            Some(pin) if pin != certificate.pin => Err(tls::TlsError::NotThePin),
            _ => certificate.into_config(),
        })
        .transpose()?;
    let closing = watch::Sender::new(false);
    let doors = Arc::new(Doors {
        seal: Box::new(CardSeal::new(keys.clone(), keys.trust()?.1.server)),
        store,
        clock: config.clock,
        name,
        trust: keys.trust()?,
        certificate: keys.read("certificate")?,
        token_secret: hmac::Key::new(hmac::HMAC_SHA256, &keys.token_secret()?),
        packs: config.data.join("packs"),
        security: SecurityLog::at(&config.data),
        limiter: Limiter::default(),
        changed: tokio::sync::broadcast::channel(1_024).0,
        watch: Arc::default(),
        closing: closing.subscribe(),
        patience: entrance.patience,
        trust_proxy: entrance.trust_proxy,
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| CannotServe(e.to_string()))?;
    let listener = runtime.block_on(TcpListener::bind(config.listen)).map_err(|e| {
        CannotServe(format!(
            "Không mở được địa chỉ {}: {e}. Có thể một chương trình khác đang dùng.",
            config.listen
        ))
    })?;
    let address = listener.local_addr().map_err(|e| CannotServe(e.to_string()))?;
    runtime.spawn(listen_to_others(doors.clone()));
    runtime.spawn(forget_daily(doors.clone(), entrance.retention));
    let (stop, stopped) = oneshot::channel::<()>();
    let app = router(doors);
    let thread = std::thread::spawn(move || {
        runtime.block_on(serve(listener, tls, app, entrance.patience, stopped, closing));
        runtime.shutdown_timeout(Duration::from_secs(5));
    });
    Ok(Running {
        address,
        stop: Some(stop),
        thread: Some(thread),
    })
}

/// Tells the listeners of this process what other processes changed.
async fn listen_to_others(doors: Shared) {
    let mut closing = doors.closing.clone();
    loop {
        tokio::select! {
            () = tokio::time::sleep(doors.watch.pause()) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        let looking = doors.clone();
        match tokio::task::spawn_blocking(move || looking.watch.look(looking.store.as_ref())).await {
            Ok(Ok(scopes)) if !scopes.is_empty() => drop(doors.changed.send(Arc::new(scopes))),
            Ok(Err(error)) => tracing::warn!(%error, "wake"),
            _ => {}
        }
    }
}

/// How often the clock is asked whether a day has gone by.
const DUE: Duration = Duration::from_secs(1);
/// The first time on a new server.
const FIRST: i64 = 10 * 60_000;
/// After a failure.
const AGAIN: i64 = 60 * 60_000;

/// Forgets once a day what is old enough, by the server's clock.
async fn forget_daily(doors: Shared, keep: Retention) {
    let began = (doors.clock)();
    let mut closing = doors.closing.clone();
    let mut again = began;
    loop {
        tokio::select! {
            () = tokio::time::sleep(DUE) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        let now = (doors.clock)();
        if now < again {
            continue;
        }
        let store = doors.clone();
        let done = tokio::task::spawn_blocking(move || {
            let due = maintain::due(store.store.as_ref())?.unwrap_or(began.plus_ms(FIRST));
            if now < due {
                return Ok((due, None));
            }
            let forgotten = maintain::daily(store.store.as_ref(), now, keep)?;
            Ok((now, Some(forgotten)))
        })
        .await;
        again = match done {
            Ok(Ok((due, None))) => due,
            Ok(Ok((_, Some(forgotten)))) => {
                let (tombstones, outcomes) = (forgotten.tombstones, forgotten.outcomes);
                tracing::info!(tombstones, outcomes, "forgotten");
                now
            }
            Ok(Err::<_, StoreError>(error)) => {
                tracing::warn!(%error, "forget");
                now.plus_ms(AGAIN)
            }
            Err(_) => now.plus_ms(AGAIN),
        };
    }
}

/// Serves until told to stop; then takes no new connection, ends event streams, and lets what is under way finish.
async fn serve(
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    app: axum::Router,
    patience: Patience,
    stopped: oneshot::Receiver<()>,
    closing: watch::Sender<bool>,
) {
    let mut told = closing.subscribe();
    let stop = {
        let closing = closing.clone();
        async move {
            let _ = stopped.await;
            closing.send_replace(true);
        }
    };
    let late = async move {
        let _ = told.wait_for(|closing| *closing).await;
        tokio::time::sleep(DRAIN).await;
    };
    let told_to_stop = closing.subscribe();
    let admission = Arc::new(Admission::default());
    let ended = async move {
        match tls {
            None => {
                let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
                serve_connections(listener, app, patience, admission, told_to_stop).await;
            }
            Some(config) => {
                let listener = TlsListener::new(listener, config)?;
                serve_connections(listener, app, patience, admission, told_to_stop).await;
            }
        }
        std::io::Result::Ok(())
    };
    let ended = async { tokio::join!(stop, ended).1 };
    tokio::select! {
        done = ended => if let Err(error) = done { tracing::error!(%error, "serve") },
        () = late => tracing::warn!("requests were cut off after {} s", DRAIN.as_secs()),
    }
}

impl Running {
    /// Waits until the process is told to stop: Ctrl+C, what service managers send, or the system shutting down.
    /// `ready` is called once that would be heard; told any earlier, the process would end in the middle of its work.
    pub fn until_signal(self, ready: impl FnOnce()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a small runtime");
        runtime.block_on(async {
            let told = told_to_end();
            ready();
            told.await;
        });
        drop(self);
    }
}

/// SIGINT and SIGTERM, listened for from this call on.
#[cfg(unix)]
fn told_to_end() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let [mut interrupt, mut terminate] =
        [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).expect("signals"));
    async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

/// Ctrl+C, the console closed, Windows shutting down, listened for from this call on.
#[cfg(windows)]
fn told_to_end() -> impl Future<Output = ()> {
    use tokio::signal::windows::{ctrl_c, ctrl_close, ctrl_shutdown};
    let mut interrupt = ctrl_c().expect("signals");
    let (mut close, mut shutdown) = (ctrl_close().expect("signals"), ctrl_shutdown().expect("signals"));
    async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = close.recv() => {}
            _ = shutdown.recv() => {}
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
