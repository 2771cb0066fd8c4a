//! Taking connections: how many at once, and how long each may keep the server waiting. axum's own loop limits neither.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep};
use tower_service::Service;

/// How long a caller may keep the server waiting.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For all of a request's headers, and for the next request of a connection.
    pub headers: Duration,
    /// For the next part of a body.
    pub part: Duration,
    /// For a whole body: 4 MiB at 20 KB/s is well inside.
    pub body: Duration,
    /// For a byte in either direction. Streams of wake-ups say something every 10 seconds.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(20),
            part: Duration::from_secs(15),
            body: Duration::from_secs(240),
            idle: Duration::from_secs(60),
        }
    }
}

/// Connections open at once, of one address and of all. Callers on this machine (a proxy) count among all only.
const OF_ONE: usize = 1_024;
const OF_ALL: usize = 16_384;

/// One household or office has a whole /64 of IPv6 addresses: they count as one.
pub(crate) fn house(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

/// Who is in.
#[derive(Default)]
pub struct Admission(Mutex<(usize, HashMap<IpAddr, usize>)>);

/// A place taken until dropped.
struct Place(Arc<Admission>, IpAddr);

impl Admission {
    fn enter(self: &Arc<Self>, from: IpAddr) -> Option<Place> {
        let from = house(from);
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = open.1.get(&from).copied().unwrap_or_default();
        if open.0 >= OF_ALL || (of_one >= OF_ONE && !from.is_loopback()) {
            return None;
        }
        open.0 += 1;
        open.1.insert(from, of_one + 1);
        Some(Place(self.clone(), from))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.0 -= 1;
        match open.1.get_mut(&self.1) {
            Some(of_one) if *of_one > 1 => *of_one -= 1,
            _ => drop(open.1.remove(&self.1)),
        }
    }
}

/// Serves connections until told to close, then lets what is under way finish.
pub async fn serve_connections<L>(
    mut listener: L,
    app: axum::Router,
    patience: Patience,
    admission: Arc<Admission>,
    mut closing: watch::Receiver<bool>,
) where
    L: Listener<Addr = SocketAddr>,
{
    // Each connection holds a receiver: the last one to end closes the channel.
    let (all_ended, under_way) = watch::channel(());
    loop {
        let (io, from) = tokio::select! {
            accepted = listener.accept() => accepted,
            () = told(&mut closing) => break,
        };
        // One too many is hung up on at once: it tries again by itself, and those inside are served.
        let Some(place) = admission.enter(from.ip()) else {
            continue;
        };
        let (app, closing, under_way) = (app.clone(), closing.clone(), under_way.clone());
        tokio::spawn(async move {
            serve_one(io, from, app, patience, closing).await;
            drop((place, under_way));
        });
    }
    drop((listener, under_way));
    all_ended.closed().await;
}

async fn told(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

async fn serve_one(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    from: SocketAddr,
    app: axum::Router,
    patience: Patience,
    mut closing: watch::Receiver<bool>,
) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.headers);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(patience.headers)
        .max_concurrent_streams(64);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        app.clone().call(request.map(Body::new))
    });
    let io = TokioIo::new(Idle::new(io, patience.idle));
    let connection = builder.serve_connection(io, service);
    tokio::pin!(connection);
    // How a connection ended is the caller's affair (hung up, too slow, no HTTP) and no line in the log.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = told(&mut closing) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// A connection that fails once neither side has said anything for so long.
struct Idle<T> {
    io: T,
    limit: Duration,
    until: Pin<Box<Sleep>>,
}

impl<T> Idle<T> {
    fn new(io: T, limit: Duration) -> Self {
        let until = Box::pin(sleep(limit));
        Self { io, limit, until }
    }

    fn watched<R>(&mut self, done: Poll<io::Result<R>>, cx: &mut Context<'_>) -> Poll<io::Result<R>> {
        if done.is_ready() {
            self.until.as_mut().reset(Instant::now() + self.limit);
            return done;
        }
        match self.until.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Idle<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.io).poll_read(cx, buffer);
        self.watched(done, cx)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Idle<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.watched(done, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.io).poll_write_vectored(cx, parts);
        self.watched(done, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.io).poll_shutdown(cx);
        self.watched(done, cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_every_place() {
        let admission = Arc::new(Admission::default());
        let (crowd, other) = (IpAddr::from([203, 0, 113, 1]), IpAddr::from([203, 0, 113, 2]));
        let mut inside: Vec<_> = std::iter::from_fn(|| admission.enter(crowd)).collect();
        assert_eq!(inside.len(), OF_ONE);
        assert!(admission.enter(other).is_some());
        inside.pop();
        assert!(admission.enter(crowd).is_some(), "a place left is a place free");
        drop(inside);
        let local = IpAddr::from([127, 0, 0, 1]);
        let all: Vec<_> = std::iter::from_fn(|| admission.enter(local)).collect();
        assert_eq!(all.len(), OF_ALL);
        assert!(admission.enter(other).is_none());
        drop(all);
        assert_eq!(*admission.0.lock().unwrap(), (0, HashMap::new()));
    }
}
