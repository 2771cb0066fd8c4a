//! The background: one thread that steps the engine, one that listens for wake-ups.

use crate::client::{Client, lock};
use congdoan_sync::{Outage, Step, Wake};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

/// Longest sleep: the machine may sleep too, and not count it.
const LONGEST: Duration = Duration::from_secs(5);
/// Before the listener calls again.
const AGAIN: Duration = Duration::from_secs(3);

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
        crate::packs::watch(&client);
        {
            // Not joined: between two wake-ups it holds nothing of the home, only the way to the server.
            let (client, stop) = (Arc::downgrade(&client), stop.clone());
            std::thread::spawn(move || {
                let mut heard = Heard::default();
                while !stop.load(Ordering::Relaxed) {
                    listen(&client, &stop, &mut heard);
                    std::thread::sleep(AGAIN);
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
            let wait = u64::try_from(until.0.saturating_sub(client.steady().0)).unwrap_or(0);
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

/// What the listener knows of the line.
#[derive(Default)]
struct Heard {
    /// Nobody listened for a while, so what happened meanwhile is asked for at the first sign of life.
    missed: bool,
    /// How often in a row the line answered although no exchange got through.
    alive: u32,
}

impl Heard {
    /// Whether to say that the line is there again: at its first answer, and should no exchange get through even so,
    /// at the second, the fourth, the eighth. `unreachable`: the last exchange got no answer.
    fn comes_back(&mut self, unreachable: bool, ask: impl FnOnce() -> bool) -> bool {
        self.alive = if unreachable && ask() {
            self.alive.saturating_add(1)
        } else {
            0
        };
        self.alive.is_power_of_two()
    }
}

/// Listens until the stream ends. The coming and going of the line shows here first: the engine alone would ask once a
/// minute, and less often after failures.
fn listen(client: &Weak<Client>, stop: &AtomicBool, heard: &mut Heard) {
    let Some((transport, token, unreachable)) = client.upgrade().map(|client| {
        let unreachable = lock(&client.engine).outage() == Some(&Outage::Unreachable);
        (client.transport.clone(), client.token(), unreachable)
    }) else {
        return;
    };
    // The token may have run out meanwhile: the line is asked after without one. Only the line: a server that answers and
    // lets nobody in would be asked every few seconds, and the whole office's address with it.
    let health = || transport.get("/v1/health", 0, &mut |_| true) == Ok(200);
    if heard.comes_back(unreachable, health)
        && let Some(client) = client.upgrade()
    {
        client.wake_up(Wake::Network);
    }
    let Some(token) = token else { return };
    let mut running = |data: &str| {
        let open = client.upgrade().filter(|_| !stop.load(Ordering::Relaxed));
        if let Some(client) = &open {
            if std::mem::take(&mut heard.missed) {
                client.wake_up(Wake::Network);
            }
            if !data.is_empty() {
                client.wake_up(Wake::Server);
            }
        }
        // The token is good for this stream as long as the server says so; renewing opens a new one.
        open.is_some()
    };
    let _ = transport.events(&token, &mut running);
    let first = !std::mem::replace(&mut heard.missed, true);
    if let Some(client) = client
        .upgrade()
        .filter(|_| first && !stop.load(Ordering::Relaxed))
    {
        // The line was cut, or the server closed in good order: one try now, so that the status line says so before
        // the next poll.
        client.wake_up(Wake::Network);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.client.background.close();
        *lock(&self.client.wake_lock) = true;
        self.client.wake.notify_all();
        if let Some(steps) = self.steps.take() {
            let _ = steps.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_asked_after_only_when_nobody_answers_and_said_less_and_less_often() {
        let mut heard = Heard::default();
        assert!(!heard.comes_back(false, || panic!("a server that refuses is not asked again")));
        assert!(!heard.comes_back(true, || false));
        let said: Vec<u32> = (1..20).filter(|_| heard.comes_back(true, || true)).collect();
        assert_eq!(said, [1, 2, 4, 8, 16]);
        assert!(!heard.comes_back(true, || false), "the line is dead again");
        assert!(heard.comes_back(true, || true), "and comes back");
    }
}
