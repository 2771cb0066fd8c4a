use axum::serve::Listener;
use rustls::ServerConfig;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A connection that has not agreed on keys by then is dropped.
const PATIENCE: Duration = Duration::from_secs(10);
/// Handshakes at once. Beyond it new connections wait in the kernel's queue.
const AT_ONCE: usize = 512;

type Ready = (TlsStream<TcpStream>, SocketAddr);

/// Accepts TLS connections; handshakes run beside each other, so that a slow one holds nobody up.
pub struct TlsListener {
    ready: mpsc::Receiver<Ready>,
    address: SocketAddr,
}

impl TlsListener {
    /// Must be called inside the runtime that serves.
    ///
    /// # Errors
    /// The socket has no address.
    pub fn new(tcp: TcpListener, config: Arc<ServerConfig>) -> io::Result<Self> {
        let address = tcp.local_addr()?;
        let (send, ready) = mpsc::channel(64);
        tokio::spawn(accept(tcp, TlsAcceptor::from(config), send));
        Ok(Self { ready, address })
    }
}

async fn accept(mut tcp: TcpListener, acceptor: TlsAcceptor, ready: mpsc::Sender<Ready>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(turn) = room.clone().acquire_owned().await else {
            return;
        };
        let (stream, from) = tokio::select! {
            accepted = Listener::accept(&mut tcp) => accepted,
            // The server stopped accepting: the socket closes with this task.
            () = ready.closed() => return,
        };
        let (acceptor, ready) = (acceptor.clone(), ready.clone());
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            // Whoever does not speak TLS is not answered; scanners do this all day, so it is no log line either.
            if let Ok(Ok(stream)) = timeout(PATIENCE, acceptor.accept(stream)).await {
                let _ = ready.send((stream, from)).await;
            }
            drop(turn);
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
