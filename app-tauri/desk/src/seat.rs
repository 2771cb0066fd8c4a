//! The seat: one person at a time, and nobody once they have gone away.

use crate::person::home_id;
use crate::topics::{self, Observers};
use crate::{face, label};
use congdoan_client::domain::Instant;
use congdoan_client::ports::Steady;
use congdoan_client::{ApiError, Client, Clock, Worker, log};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Without a key or pointer for this long the page locks.
pub(crate) const IDLE_SECONDS: u32 = 600;
/// The page says at most once a minute that someone is there, so the last sign of life may be that much younger.
const TOUCH_SECONDS: u32 = 60;
/// How often the seat looks by itself.
const LOOK: Duration = Duration::from_secs(5);

struct Sitting {
    client: Arc<Client>,
    worker: Worker,
    seen: Seen,
}

/// When the person was last there, on both clocks of the device.
#[derive(Clone, Copy)]
struct Seen {
    steady: Steady,
    wall: Instant,
}

impl Seen {
    fn now(clock: &dyn Clock) -> Self {
        Self {
            steady: clock.steady(),
            wall: clock.now(),
        }
    }

    /// The longer of the two: some steady clocks stand still while the machine sleeps, and a wall clock may be set back.
    fn seconds_ago(self, before: Self) -> i64 {
        let steady = self.steady.since(before.steady).unwrap_or(i64::MAX);
        steady.max(self.wall.0 - before.wall.0) / 1_000
    }
}

#[derive(Default)]
struct Taken {
    open: Option<Sitting>,
    /// The home that is locked on screen.
    locked: Option<String>,
}

pub(crate) struct Seat {
    taken: Mutex<Taken>,
    observers: Observers,
    clock: Arc<dyn Clock>,
}

impl Seat {
    /// An empty seat, and the eye that locks it (the page's own timer is the first line; a hung page has none).
    pub(crate) fn new(observers: Observers, clock: Arc<dyn Clock>) -> Arc<Self> {
        let seat = Arc::new(Self {
            taken: Mutex::default(),
            observers,
            clock,
        });
        let watched = Arc::downgrade(&seat);
        std::thread::spawn(move || {
            while let Some(seat) = watched.upgrade() {
                seat.lock_if_idle();
                drop(seat);
                std::thread::sleep(LOOK);
            }
        });
        seat
    }

    fn hold(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seats a person: their home syncs by itself from now on.
    pub(crate) fn sit(&self, client: Client) {
        let client = Arc::new(client);
        let (observers, watched) = (self.observers.clone(), Arc::downgrade(&client));
        let shown = AtomicBool::new(client.may_show().is_ok());
        client.observe(move |kinds| {
            let Some(client) = watched.upgrade() else { return };
            if kinds.contains("sync") {
                label::keep(&client);
                let now = client.may_show().is_ok();
                if shown.swap(now, Ordering::Relaxed) != now {
                    observers.tell(topics::ALL);
                    return;
                }
            }
            observers.tell(&topics::of(kinds));
        });
        label::keep(&client);
        log::follow(client.dir());
        let worker = Worker::start(client.clone());
        *self.hold() = Taken {
            open: Some(Sitting {
                client,
                worker,
                seen: Seen::now(self.clock.as_ref()),
            }),
            locked: None,
        };
        self.observers.tell(topics::ALL);
    }

    /// Takes the person off the seat, at once; what they locked stays on screen when `keep`.
    pub(crate) fn rise(&self, keep: bool) -> Option<Arc<Client>> {
        let Sitting { client, worker, .. } = self.empty(keep)?;
        // Stopping waits for an exchange on the line; the screen does not.
        std::thread::spawn(move || drop(worker));
        self.observers.tell(topics::ALL);
        Some(client)
    }

    /// Lets go of the open home and returns when its last exchange has ended.
    pub(crate) fn close(&self) {
        drop(self.empty(false));
    }

    fn empty(&self, keep: bool) -> Option<Sitting> {
        let mut seat = self.hold();
        let taken = seat.open.take();
        let locked = taken
            .as_ref()
            .map(|sitting| home_id(sitting.client.home()))
            .or_else(|| seat.locked.take());
        seat.locked = locked.filter(|_| keep);
        drop(seat);
        if let Some(sitting) = &taken {
            label::left(&sitting.client);
            // The person's folder may be wiped next.
            log::follow(sitting.client.dir().parent().unwrap_or(sitting.client.dir()));
        }
        taken
    }

    /// Someone is there.
    pub(crate) fn touch(&self) {
        let seen = Seen::now(self.clock.as_ref());
        if let Some(sitting) = &mut self.hold().open {
            sitting.seen = seen;
        }
    }

    pub(crate) fn lock_if_idle(&self) {
        let now = Seen::now(self.clock.as_ref());
        let idle =
            self.hold().open.as_ref().is_some_and(|sitting| {
                now.seconds_ago(sitting.seen) > i64::from(IDLE_SECONDS + TOUCH_SECONDS)
            });
        if idle {
            drop(self.rise(true));
        }
    }

    pub(crate) fn locked(&self) -> Option<String> {
        self.hold().locked.clone()
    }

    /// The open home.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub(crate) fn client(&self) -> Result<Arc<Client>, ApiError> {
        let seat = self.hold();
        seat.open
            .as_ref()
            .map(|sitting| sitting.client.clone())
            .ok_or_else(face::locked)
    }
}
