//! Downloads that go on by themselves: through a lost network, and after a lock or a restart until the person pauses.

use super::board::{Alarm, PackProgress, Running, Task, lock};
use super::download::{check_in_background, in_background};
use super::pack::{KEPT_FRESH, NAMES};
use crate::client::Client;
use crate::error::{ApiError, Retry};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

/// Names of the packs whose download is wanted, in the settings of the home.
const WANTED: &str = "packs_wanted";
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Between two looks for newer versions; and while there is no network.
const LOOK: Duration = Duration::from_secs(6 * 3600);
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// A screen is told at most about every that many bytes.
const TELL: u64 = 128 << 10;

impl Client {
    /// Downloads (or repairs) a pack in the background. Already under way: nothing more is done.
    ///
    /// # Errors
    /// No such pack, or the wish cannot be saved.
    pub fn start_download(self: &Arc<Self>, name: &str) -> Result<(), ApiError> {
        if !NAMES.contains(&name) {
            return Err(ApiError::not_found());
        }
        self.want(name, true)?;
        self.run_download(name);
        self.notify_pack();
        Ok(())
    }

    /// Stops a download; what came is kept, and nothing goes on by itself.
    ///
    /// # Errors
    /// The wish cannot be saved.
    pub fn pause_download(&self, name: &str) -> Result<(), ApiError> {
        self.want(name, false)?;
        if let Some(task) = lock(&self.background.tasks).remove(name) {
            task.stop.ring();
        }
        self.notify_pack();
        Ok(())
    }

    fn wanted(&self) -> Result<BTreeSet<String>, ApiError> {
        let saved = self.store.setting(WANTED)?;
        Ok(saved
            .and_then(|bytes| ciborium::from_reader(bytes.as_slice()).ok())
            .unwrap_or_default())
    }

    fn want(&self, name: &str, wanted: bool) -> Result<(), ApiError> {
        let mut all = self.wanted()?;
        let changed = if wanted {
            all.insert(name.to_owned())
        } else {
            all.remove(name)
        };
        if changed {
            let mut bytes = vec![];
            ciborium::into_writer(&all, &mut bytes).expect("writing CBOR to memory cannot fail");
            self.store.set_setting(WANTED, &bytes)?;
        }
        Ok(())
    }

    fn run_download(self: &Arc<Self>, name: &str) {
        let mut tasks = lock(&self.background.tasks);
        if tasks.contains_key(name) || self.background.closed.is_rung() {
            return;
        }
        lock(&self.background.failed).remove(name);
        let task = Arc::new(Task {
            stop: Alarm::default(),
            state: Mutex::new(Running {
                proving: false,
                progress: PackProgress::default(),
                waiting: None,
            }),
        });
        tasks.insert(name.to_owned(), task.clone());
        let (client, name) = (Arc::downgrade(self), name.to_owned());
        std::thread::spawn(move || run(&client, &name, &task));
    }

    fn end_task(&self, name: &str, task: &Arc<Task>, failed: Option<ApiError>) {
        let mut tasks = lock(&self.background.tasks);
        // Paused and started again meanwhile: the entry is the newer one's.
        if tasks.get(name).is_some_and(|known| Arc::ptr_eq(known, task)) {
            tasks.remove(name);
        }
        drop(tasks);
        if let Some(error) = failed {
            lock(&self.background.failed).insert(name.to_owned(), error);
        }
        let _ = self.want(name, false); // asked for again by hand if this failed
        self.notify_pack();
    }

    fn tell_progress(&self) {
        self.notify(&BTreeSet::from(["pack_progress".to_owned()]));
    }
}

fn run(client: &Weak<Client>, name: &str, task: &Arc<Task>) {
    let mut wait = FIRST_WAIT;
    loop {
        let mut told = 0;
        let mut progress = |progress: PackProgress| {
            if task.stop.is_rung() {
                return false;
            }
            let mut state = lock(&task.state);
            state.progress = progress;
            state.waiting = None;
            drop(state);
            if progress.have == progress.total || progress.have >= told + TELL {
                told = progress.have;
                if let Some(client) = client.upgrade() {
                    client.tell_progress();
                }
            }
            true
        };
        let outcome = in_background(client, name, &mut progress);
        if task.stop.is_rung() {
            return;
        }
        let Some(open) = client.upgrade() else { return };
        match outcome {
            Ok(()) => return open.end_task(name, task, None),
            Err(error) if error.retry == Retry::Online => {
                if told > 0 {
                    wait = FIRST_WAIT;
                }
                lock(&task.state).waiting = Some(error);
                open.notify_pack();
            }
            Err(error) => return open.end_task(name, task, Some(error)),
        }
        drop(open);
        task.stop.sleep(wait);
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Goes on with what is wanted, and looks for newer versions now and every few hours. Ends when the background closes.
pub(crate) fn watch(client: &Arc<Client>) {
    for name in client.wanted().unwrap_or_default() {
        client.run_download(&name);
    }
    let (closed, client) = (client.background.closed.clone(), Arc::downgrade(client));
    std::thread::spawn(move || {
        while !closed.is_rung() {
            let reached = look(&client);
            closed.sleep(if reached { LOOK } else { LOOK_AGAIN });
        }
    });
}

/// `false`: the server could not be asked.
fn look(client: &Weak<Client>) -> bool {
    for name in NAMES {
        let checked = check_in_background(client, name);
        // Another fault (no such pack yet, one not to be believed) is said when the person asks for the pack.
        if checked.is_err_and(|error| error.retry == Retry::Online) {
            return false;
        }
        let Some(open) = client.upgrade() else {
            return false;
        };
        if KEPT_FRESH.contains(name) && open.is_behind(name) {
            open.run_download(name);
        }
        open.notify_pack();
    }
    true
}

impl Client {
    fn is_behind(&self, name: &str) -> bool {
        self.pack(name)
            .is_ok_and(|pack| pack.offered.is_some() && (pack.installed.is_none() || pack.update().is_some()))
    }
}
