//! The background: one thread that steps the engine, one that listens for wake-ups.

use crate::client::{Client, lock};
use congdoan_sync::{Step, Wake};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Longest sleep: the wall clock may jump while we sleep.
const LONGEST: Duration = Duration::from_secs(5);

/// Stops its threads when dropped.
pub struct Worker {
    stop: Arc<AtomicBool>,
    client: Arc<Client>,
    steps: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts syncing by itself.
    pub fn start(client: Arc<Client>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let steps = {
            let (client, stop) = (client.clone(), stop.clone());
            std::thread::spawn(move || run(&client, &stop))
        };
        {
            // Not joined: it ends at the next heartbeat of the stream.
            let (client, stop) = (Arc::downgrade(&client), stop.clone());
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let Some(client) = client.upgrade() else { return };
                    listen(&client, &stop);
                    drop(client);
                    std::thread::sleep(Duration::from_secs(3));
                }
            });
        }
        Self {
            stop,
            client,
            steps: Some(steps),
        }
    }
}

fn run(client: &Client, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        if let Step::Wait { until } = client.step() {
            let wait = u64::try_from(until.0.saturating_sub(client.now().0)).unwrap_or(0);
            let woken = lock(&client.wake_lock);
            let timeout = Duration::from_millis(wait).min(LONGEST);
            let (mut woken, _) = client
                .wake
                .wait_timeout_while(woken, timeout, |woken| !*woken && !stop.load(Ordering::Relaxed))
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            *woken = false;
        }
    }
}

fn listen(client: &Client, stop: &AtomicBool) {
    let Some(token) = client.token() else { return };
    let mut running = |data: &str| {
        if !data.is_empty() {
            client.wake_up(Wake::Server);
        }
        // The token is good for this stream as long as the server says so; renewing opens a new one.
        !stop.load(Ordering::Relaxed)
    };
    let _ = client.transport.events(&token, &mut running);
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        *lock(&self.client.wake_lock) = true;
        self.client.wake.notify_all();
        if let Some(steps) = self.steps.take() {
            let _ = steps.join();
        }
    }
}
