//! A twin on a free port, asked over a socket.

use crate::{Guard, router};
use congdoan_desk::Desk;
use std::io::{Read, Write};
use std::sync::Arc;

/// Serves a twin on a free port for as long as the test runs; gives its port.
pub(crate) fn twin(desk: &Arc<Desk>) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let routes = router(desk.clone(), Guard::new("abc".into(), port), std::env::temp_dir());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, routes).await.unwrap();
        });
    });
    port
}

pub(crate) fn ask(port: u16, request: &str) -> std::net::TcpStream {
    let mut line = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    let timeout = Some(std::time::Duration::from_secs(5));
    line.set_read_timeout(timeout).unwrap();
    let request = request.replace("PORT", &port.to_string());
    line.write_all(request.as_bytes()).unwrap();
    line
}

pub(crate) fn until(line: &mut impl Read, end: &str) -> String {
    let (mut read, mut part) = (String::new(), [0; 1024]);
    while !read.contains(end) {
        let n = line
            .read(&mut part)
            .unwrap_or_else(|error| panic!("{error}, read {read:?}"));
        assert!(n > 0, "closed after {read:?}");
        read.push_str(&String::from_utf8_lossy(&part[..n]));
    }
    read
}
