//! What a PIN must be, and how often one may be tried. A few tries are free; then each one costs a wait that grows.
//!
//! The wait is counted on a clock that nobody can set, and is kept on the disk: neither another date on the device nor a
//! restart shortens it. What was counted in another run of that clock is not credited, so after a restart of the machine
//! the rest of the wait begins again. A try is written down before it is made: killing the program does not save it.
//!
//! Whoever can write the file can also copy the vault; against them stand Argon2id and the platform's key store.

use crate::error::{ApiError, Retry};
use crate::ports::{Clock, Steady};
use congdoan_store::{StoreError, private};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::{Path, PathBuf};

const FILE: &str = "pin.json";
const LOCK: &str = "pin.lock";
/// Wrong PINs before the first wait.
const FREE: u32 = 5;
/// Minutes to wait after the fifth, sixth, seventh and every later wrong PIN.
const WAITS: [i64; 4] = [1, 5, 15, 60];
const MINUTE_MS: i64 = 60_000;
/// Six digits withstand the tries above; longer ones, and words, are welcome.
const SHORTEST: usize = 6;

/// Whether a person may choose this as a PIN.
///
/// # Errors
/// `pin_short`.
pub(crate) fn fit(pin: &str) -> Result<(), ApiError> {
    if pin.chars().count() >= SHORTEST {
        return Ok(());
    }
    Err(ApiError::new(
        "pin_short",
        Retry::Never,
        &format!(
            "Mã PIN mới cần ít nhất {SHORTEST} chữ số. Chưa có gì thay đổi. Anh/chị chọn một mã dài hơn rồi làm lại."
        ),
        &format!("A new PIN needs at least {SHORTEST} digits. Nothing was changed. Choose a longer one and try again."),
    )
    .arg("field", "pin"))
}

#[derive(Serialize, Deserialize)]
struct Kept {
    failed: u32,
    /// What is left of the wait at `mark`, in milliseconds.
    wait_ms: i64,
    mark: Steady,
}

/// One try. Others wait until it is over, so that many programs at once gain nothing.
pub(crate) struct Try {
    file: PathBuf,
    failed: u32,
    wait_ms: i64,
    _alone: File,
}

impl Try {
    /// # Errors
    /// `pin_wait`: too many were wrong; the disk is full.
    pub(crate) fn begin(dir: &Path, clock: &dyn Clock) -> Result<Self, ApiError> {
        let alone = private::options()
            .write(true)
            .create(true)
            .truncate(true)
            .open(dir.join(LOCK))
            .map_err(StoreError::from)?;
        alone.lock().map_err(StoreError::from)?;
        let file = dir.join(FILE);
        let now = clock.steady();
        let kept = std::fs::read(&file).ok();
        let kept: Option<Kept> = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let failed = kept.as_ref().map_or(0, |kept| kept.failed);
        let left = kept.map_or(0, |kept| kept.wait_ms - now.since(kept.mark).unwrap_or(0));
        if left > 0 {
            keep(&file, failed, left, now)?;
            return Err(wait(left));
        }
        let failed = failed.saturating_add(1);
        let wait_ms = wait_after(failed);
        keep(&file, failed, wait_ms, now)?;
        Ok(Self {
            file,
            failed,
            wait_ms,
            _alone: alone,
        })
    }

    pub(crate) fn right(self) {
        // Should it stay, the next wrong PIN waits sooner: no harm.
        let _ = std::fs::remove_file(self.file);
    }

    pub(crate) fn wrong(self) -> ApiError {
        if self.wait_ms > 0 {
            return wait(self.wait_ms).arg("left", 0);
        }
        let left = FREE - self.failed;
        ApiError::new(
            "pin_wrong",
            Retry::Now,
            &format!(
                "Mã PIN không đúng. Dữ liệu vẫn an toàn. Anh/chị gõ lại; còn {left} lần trước khi phải chờ."
            ),
            &format!("Wrong PIN. The data is safe. Try again; {left} more before a wait."),
        )
        .arg("left", left)
    }
}

fn wait_after(failed: u32) -> i64 {
    let Some(over) = failed.checked_sub(FREE) else {
        return 0;
    };
    let step = usize::try_from(over).unwrap_or(usize::MAX);
    WAITS[step.min(WAITS.len() - 1)] * MINUTE_MS
}

fn wait(ms: i64) -> ApiError {
    let minutes = (ms + MINUTE_MS - 1) / MINUTE_MS;
    ApiError::new(
        "pin_wait",
        Retry::Later,
        &format!(
            "Mã PIN sai nhiều lần nên máy tạm khóa. Dữ liệu vẫn còn nguyên. Anh/chị chờ {minutes} phút rồi nhập lại; quên mã thì xin lời mời mới."
        ),
        &format!("Too many wrong PINs. The data is untouched. Wait {minutes} min; if it is forgotten, ask for a new invitation."),
    )
    .arg("left", 0)
    .arg("wait_seconds", (ms + 999) / 1_000)
}

fn keep(file: &Path, failed: u32, wait_ms: i64, mark: Steady) -> Result<(), ApiError> {
    let kept = serde_json::to_vec(&Kept {
        failed,
        wait_ms,
        mark,
    })
    .expect("plain data");
    crate::file::write_private(file, &kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use congdoan_domain::Instant;
    use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

    /// A steady clock that tests turn; its wall clock says what a thief wants it to say.
    struct Turned {
        run: AtomicU64,
        ms: AtomicI64,
        wall: AtomicI64,
    }

    impl Clock for Turned {
        fn now(&self) -> Instant {
            Instant(self.wall.load(Relaxed))
        }
        fn steady(&self) -> Steady {
            Steady {
                run: self.run.load(Relaxed),
                ms: self.ms.load(Relaxed),
            }
        }
    }

    fn clock() -> Turned {
        Turned {
            run: AtomicU64::new(1),
            ms: AtomicI64::new(0),
            wall: AtomicI64::new(0),
        }
    }

    fn wrong(dir: &Path, clock: &Turned) -> ApiError {
        match Try::begin(dir, clock) {
            Ok(tried) => tried.wrong(),
            Err(error) => error,
        }
    }

    #[test]
    fn after_five_wrong_pins_each_costs_a_longer_wait() {
        let (dir, clock) = (tempfile::tempdir().unwrap(), clock());
        let left: Vec<_> = (0..5)
            .map(|_| wrong(dir.path(), &clock).args["left"].clone())
            .collect();
        assert_eq!(left, ["4", "3", "2", "1", "0"]);
        for (minutes, seconds) in [(1, "300"), (5, "900"), (15, "3600"), (60, "3600")] {
            clock.ms.fetch_add(minutes * MINUTE_MS - 1, Relaxed);
            assert_eq!(wrong(dir.path(), &clock).args["wait_seconds"], "1");
            clock.ms.fetch_add(1, Relaxed);
            assert_eq!(wrong(dir.path(), &clock).args["wait_seconds"], seconds);
        }
    }

    #[test]
    fn neither_the_devices_date_nor_a_restart_ends_a_wait() {
        let (dir, clock) = (tempfile::tempdir().unwrap(), clock());
        (0..5).for_each(|_| drop(wrong(dir.path(), &clock)));
        clock.wall.store(i64::MAX / 2, Relaxed);
        assert_eq!(wrong(dir.path(), &clock).code, "pin_wait");
        clock.ms.store(40_000, Relaxed);
        assert_eq!(wrong(dir.path(), &clock).args["wait_seconds"], "20");
        // The machine starts anew, and its steady clock stands far ahead of the old one.
        clock.run.store(2, Relaxed);
        clock.ms.store(9_000_000, Relaxed);
        assert_eq!(wrong(dir.path(), &clock).args["wait_seconds"], "20");
        clock.ms.fetch_add(20_000, Relaxed);
        assert!(Try::begin(dir.path(), &clock).is_ok());
    }

    #[test]
    fn the_right_pin_forgives_and_a_killed_try_counts() {
        let (dir, clock) = (tempfile::tempdir().unwrap(), clock());
        wrong(dir.path(), &clock);
        drop(Try::begin(dir.path(), &clock).unwrap());
        assert_eq!(wrong(dir.path(), &clock).args["left"], "2");
        Try::begin(dir.path(), &clock).unwrap().right();
        assert_eq!(wrong(dir.path(), &clock).args["left"], "4");
    }
}
