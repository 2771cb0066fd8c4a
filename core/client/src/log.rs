//! The log of this device: two files that replace each other, and the text a person reads before sending it.
//!
//! It tells what the program did, in numbers and in the program's own words. Nothing that a person wrote or that is said
//! of a person goes into it (law 9): `tests/tests/logs.rs` and the guard `logs` hold that.

use crate::client::Client;
use crate::error::ApiError;
use congdoan_store::private;
use congdoan_sync::Status;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

const FILE: &str = "log.txt";
const OLDER: &str = "log.1.txt";
/// Half a megabyte each: some weeks of an office.
const LARGEST: u64 = 512 << 10;

/// Where this process writes.
static SINK: OnceLock<Sink> = OnceLock::new();

#[derive(Default)]
struct Sink(Mutex<Place>);

#[derive(Default)]
struct Place {
    dir: PathBuf,
    open: Option<(File, u64)>,
}

impl Place {
    fn write(&mut self, line: &[u8]) -> std::io::Result<()> {
        let path = self.dir.join(FILE);
        if self.open.as_ref().is_some_and(|(_, size)| *size >= LARGEST) {
            self.open = None;
            std::fs::rename(&path, self.dir.join(OLDER))?;
        }
        if self.open.is_none() {
            let file = private::options().create(true).append(true).open(&path)?;
            let size = file.metadata()?.len();
            self.open = Some((file, size));
        }
        let Some((file, size)) = &mut self.open else {
            return Ok(());
        };
        file.write_all(line)?;
        *size += line.len() as u64;
        Ok(())
    }
}

impl Write for &Sink {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        // A full disk must not stop the program; the log then has a gap.
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).write(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for &'static Sink {
    type Writer = &'a Sink;
    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

/// Starts this process' log, in a folder: that of a person, or of all of them while nobody sits here.
pub fn start(dir: &Path) {
    let sink = SINK.get_or_init(Sink::default);
    follow(dir);
    let subscriber = tracing_subscriber::fmt()
        .with_writer(sink)
        .with_ansi(false)
        .with_target(false)
        .with_max_level(tracing::Level::INFO)
        .finish();
    // Not the first in this process: whoever was keeps the lines.
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        note_panics();
    }
}

/// Writes on in another folder, if this process has a log.
pub fn follow(dir: &Path) {
    if let Some(sink) = SINK.get() {
        *sink.0.lock().unwrap_or_else(PoisonError::into_inner) = Place {
            dir: dir.to_owned(),
            open: None,
        };
    }
}

/// Where the program broke, without the words of the panic: they may hold data.
fn note_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(at) = panic.location() {
            tracing::error!(file = at.file(), line = at.line(), "the program broke here");
        }
        before(panic);
    }));
}

impl Client {
    /// The log of this home as a text to read and to send: what the program is, how it stands, what it did.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn log_text(&self) -> Result<String, ApiError> {
        let status = self.sync_status()?;
        let at = |instant: Option<congdoan_domain::Instant>| {
            instant.map_or_else(|| "-".to_owned(), congdoan_domain::time::utc)
        };
        let read = |name: &str| std::fs::read_to_string(self.dir.join(name)).unwrap_or_default();
        let online = matches!(lock_status(self), Status::Online);
        Ok(format!(
            "Nhật ký Công Đoàn Số để gửi người hỗ trợ. Không có họ tên, số điện thoại hay nội dung phiếu.\n\
             bản {} · {} {} · giao thức {} · lập lúc {}\n\
             có mạng: {} · chờ gửi: {} · bị từ chối: {} · đồng bộ xong: {} · lệch giờ (ms): {} · đang bị chặn: {}\n\
             giờ dưới đây là giờ UTC\n\n{}{}",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            congdoan_wire::PROTOCOL,
            at(Some(self.now())),
            if online { "có" } else { "không" },
            status.waiting,
            status.refused,
            at(status.last_settled),
            status.clock_offset_ms.unwrap_or(0),
            status
                .blocked
                .map_or_else(|| "không".to_owned(), |error| error.code),
            read(OLDER),
            read(FILE),
        ))
    }
}

fn lock_status(client: &Client) -> Status {
    crate::client::lock(&client.engine).status().clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_never_grows_beyond_two_files_and_keeps_the_newest_lines() {
        let dir = tempfile::tempdir().unwrap();
        let sink = Sink(Mutex::new(Place {
            dir: dir.path().to_owned(),
            open: None,
        }));
        let line = [b'x'; 1 << 10];
        for _ in 0..2_000 {
            (&sink).write_all(&line).unwrap();
        }
        (&sink).write_all(b"the last line\n").unwrap();
        let size = |name: &str| std::fs::metadata(dir.path().join(name)).unwrap().len();
        assert!(size(FILE) + size(OLDER) <= 2 * LARGEST + 1024);
        assert!(size(OLDER) >= LARGEST, "the older half is kept");
        let newest = std::fs::read_to_string(dir.path().join(FILE)).unwrap();
        assert!(newest.ends_with("the last line\n"));
    }
}
