//! What is being done with each pack: read by screens, written by the threads that do it.

use crate::error::ApiError;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes of a download (or of a check).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackProgress {
    pub have: u64,
    pub total: u64,
}

/// What is being done with a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    pub proving: bool,
    pub progress: PackProgress,
    /// No network: it goes on by itself.
    pub waiting: Option<ApiError>,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What runs in the background of a home.
#[derive(Default)]
pub(crate) struct Background {
    pub(super) tasks: Mutex<BTreeMap<String, Arc<Task>>>,
    pub(super) failed: Mutex<BTreeMap<String, ApiError>>,
    /// Packs that are being read through.
    proving: Mutex<BTreeMap<String, PackProgress>>,
    pub(super) closed: Arc<Alarm>,
}

/// One pack's download.
pub(super) struct Task {
    pub stop: Alarm,
    pub state: Mutex<Running>,
}

/// A flag that can be slept on.
#[derive(Default)]
pub(super) struct Alarm {
    rung: AtomicBool,
    lock: Mutex<()>,
    bell: Condvar,
}

impl Alarm {
    pub fn ring(&self) {
        self.rung.store(true, Ordering::SeqCst);
        let _held = lock(&self.lock);
        self.bell.notify_all();
    }

    pub fn is_rung(&self) -> bool {
        self.rung.load(Ordering::SeqCst)
    }

    pub fn sleep(&self, time: Duration) {
        let held = lock(&self.lock);
        let _woken = self
            .bell
            .wait_timeout_while(held, time, |()| !self.is_rung())
            .unwrap_or_else(PoisonError::into_inner);
    }
}

impl Background {
    pub fn of(&self, name: &str) -> (Option<Running>, Option<ApiError>) {
        let proving = lock(&self.proving).get(name).map(|progress| Running {
            proving: true,
            progress: *progress,
            waiting: None,
        });
        let running = proving.or_else(|| lock(&self.tasks).get(name).map(|task| lock(&task.state).clone()));
        (running, lock(&self.failed).get(name).cloned())
    }

    pub fn prove(&self, name: &str, progress: PackProgress) {
        lock(&self.proving).insert(name.to_owned(), progress);
    }

    pub fn proved(&self, name: &str) {
        lock(&self.proving).remove(name);
    }

    /// Stops everything; what is wanted stays wanted.
    pub fn close(&self) {
        self.closed.ring();
        for task in std::mem::take(&mut *lock(&self.tasks)).into_values() {
            task.stop.ring();
        }
    }
}
