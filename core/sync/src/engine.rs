//! When to sync, and what state to show meanwhile.

use congdoan_domain::{CommandId, Instant};
use std::collections::BTreeSet;

/// How the engine behaves. Times in milliseconds, sizes in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Without any wake, how often to ask.
    pub poll: i64,
    /// First wait after a failure; doubles each time.
    pub backoff: i64,
    pub backoff_max: i64,
    /// Bytes of rows wanted in one answer.
    pub budget: u32,
    /// Commands sent in one request.
    pub commands: usize,
    pub command_bytes: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            poll: 60_000,
            backoff: 2_000,
            backoff_max: 5 * 60_000,
            budget: 1 << 20,
            commands: 100,
            command_bytes: 1 << 20,
        }
    }
}

/// Why to sync sooner than the timer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// A command was saved.
    Command,
    /// The server said that something changed in one of our scopes.
    Server,
    /// The system says there is a network now.
    Network,
    /// A person asked: no waiting, no backoff.
    Person,
}

/// Why an exchange did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outage {
    /// No answer: no network, no server, or an answer cut short.
    Unreachable,
    /// The server is there and asks to come back later.
    Busy { retry_after: Option<u32> },
    /// The token is not accepted (any more): open a session anew.
    Session,
    /// This device's access was ended.
    DeviceEnded,
    /// This app is too old for the server; what waits is kept.
    TooOld,
    /// The server answered something else than the protocol says.
    Fault(String),
}

/// The next thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Wait { until: Instant },
    OpenSession,
    Exchange,
}

/// What the status line shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not tried yet.
    Unknown,
    Online,
    /// Since when.
    Offline {
        since: Instant,
    },
    /// Only a person can go on: access ended, or the app is too old.
    Stopped(Outage),
}

#[derive(Clone, Debug)]
pub struct Engine {
    config: Config,
    status: Status,
    session: bool,
    due: Instant,
    /// The server asked to stay away until then. Only a person comes back sooner.
    not_before: Instant,
    failures: u32,
    /// A wake since the last exchange began: what it was about may be missing from that answer.
    woken: Option<Instant>,
    /// Commands of this exchange that the server has answered for.
    delivered: BTreeSet<CommandId>,
}

impl Engine {
    pub fn new(config: Config, now: Instant) -> Self {
        Self {
            config,
            status: Status::Unknown,
            session: false,
            due: now,
            not_before: now,
            failures: 0,
            woken: None,
            delivered: BTreeSet::new(),
        }
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn status(&self) -> &Status {
        &self.status
    }

    /// When the next try is due.
    pub fn due(&self) -> Instant {
        self.due
    }

    /// Commands that need no second sending in this exchange.
    pub fn delivered(&self) -> &BTreeSet<CommandId> {
        &self.delivered
    }

    pub fn next(&self, now: Instant) -> Step {
        if let Status::Stopped(_) = self.status {
            return Step::Wait {
                until: Instant(i64::MAX),
            };
        }
        if now < self.due {
            Step::Wait { until: self.due }
        } else if self.session {
            Step::Exchange
        } else {
            Step::OpenSession
        }
    }

    /// `jitter`: a random number; spreads devices that the same event wakes.
    pub fn wake(&mut self, wake: Wake, now: Instant, jitter: u32) {
        let spread = |most: i64| i64::from(jitter) % most.max(1);
        let at = match wake {
            Wake::Person => {
                if self.status != Status::Stopped(Outage::DeviceEnded) {
                    self.status = if matches!(self.status, Status::Stopped(_)) {
                        Status::Unknown
                    } else {
                        self.status.clone()
                    };
                    self.failures = 0;
                    self.not_before = now;
                    self.due = now;
                    self.woken = Some(now);
                }
                return;
            }
            // Backoff holds for the rest: a command made offline must not hammer the server.
            Wake::Command if self.failures > 0 => return,
            Wake::Command => now.plus_ms(150),
            Wake::Server => now.plus_ms(spread(2_000)),
            Wake::Network => now.plus_ms(spread(1_000)),
        };
        self.due = self.due.min(at).max(self.not_before);
        self.woken = Some(self.woken.map_or(at, |before| before.min(at)));
    }

    /// An exchange begins: it serves every wake until now.
    pub fn begun(&mut self) {
        self.woken = None;
    }

    pub fn session_opened(&mut self) {
        self.session = true;
    }

    /// The token nears its end: open a session before the next exchange.
    pub fn session_closed(&mut self) {
        self.session = false;
    }

    /// An answer was applied. `again`: there is more to read or to send right now.
    pub fn applied(
        &mut self,
        sent: impl IntoIterator<Item = CommandId>,
        again: bool,
        retry_after: Option<u32>,
        now: Instant,
        jitter: u32,
    ) {
        self.status = Status::Online;
        self.failures = 0;
        if again {
            self.delivered.extend(sent);
            self.due = now;
        } else {
            self.delivered.clear();
            let spread = i64::from(jitter) % (self.config.poll / 4).max(1);
            let poll = now.plus_ms(self.config.poll + spread);
            self.due = self.woken.take().map_or(poll, |woken| poll.min(woken));
        }
        if let Some(seconds) = retry_after {
            self.stay_away(seconds, now, jitter);
        }
    }

    fn stay_away(&mut self, seconds: u32, now: Instant, jitter: u32) {
        self.not_before = now.plus_ms(i64::from(seconds) * 1_000 + i64::from(jitter) % 1_000);
        self.due = self.not_before;
    }

    /// The exchange or the session failed.
    pub fn failed(&mut self, outage: Outage, now: Instant, jitter: u32) {
        self.delivered.clear();
        let doubled = self
            .config
            .backoff
            .saturating_mul(1 << self.failures.min(10))
            .min(self.config.backoff_max);
        let wait = doubled / 2 + i64::from(jitter) % (doubled / 2).max(1);
        match outage {
            Outage::Session if self.session => {
                // Once, at once: tokens live 15 minutes.
                self.session = false;
                self.due = now;
                return;
            }
            Outage::DeviceEnded | Outage::TooOld => {
                self.status = Status::Stopped(outage);
                return;
            }
            Outage::Busy { retry_after } => {
                self.status = Status::Online;
                match retry_after {
                    Some(seconds) => self.stay_away(seconds, now, jitter),
                    None => self.due = now.plus_ms(wait),
                }
            }
            Outage::Unreachable | Outage::Session | Outage::Fault(_) => {
                if !matches!(self.status, Status::Offline { .. }) {
                    self.status = Status::Offline { since: now };
                }
                self.due = now.plus_ms(wait);
            }
        }
        self.failures = self.failures.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine() -> Engine {
        Engine::new(Config::default(), Instant(0))
    }

    #[test]
    fn it_opens_a_session_then_exchanges_then_waits() {
        let mut engine = engine();
        assert_eq!(engine.next(Instant(0)), Step::OpenSession);
        engine.session_opened();
        assert_eq!(engine.next(Instant(0)), Step::Exchange);
        engine.applied([], false, None, Instant(0), 7);
        assert_eq!(
            engine.next(Instant(1)),
            Step::Wait {
                until: Instant(60_007)
            }
        );
        engine.wake(Wake::Command, Instant(10), 0);
        assert_eq!(engine.next(Instant(160)), Step::Exchange);
    }

    #[test]
    fn failures_back_off_and_a_person_may_try_at_once() {
        let mut engine = engine();
        for _ in 0..20 {
            engine.failed(Outage::Unreachable, Instant(0), 0);
        }
        assert_eq!(engine.due(), Instant(150_000));
        assert_eq!(engine.status(), &Status::Offline { since: Instant(0) });
        engine.wake(Wake::Command, Instant(5), 0);
        assert_eq!(engine.due(), Instant(150_000));
        engine.wake(Wake::Person, Instant(5), 0);
        assert_eq!(engine.next(Instant(5)), Step::OpenSession);
    }

    #[test]
    fn the_server_steers_the_load() {
        let mut engine = engine();
        engine.session_opened();
        engine.failed(
            Outage::Busy {
                retry_after: Some(30),
            },
            Instant(0),
            400,
        );
        assert_eq!(engine.due(), Instant(30_400));
        assert_eq!(engine.status(), &Status::Online);
        // In a good answer as in a refusal, and nothing but a person shortens it.
        engine.begun();
        engine.applied([], false, Some(60), Instant(40_000), 1_200);
        for wake in [Wake::Command, Wake::Server, Wake::Network] {
            engine.wake(wake, Instant(40_010), 5);
            assert_eq!(engine.due(), Instant(100_200), "{wake:?}");
        }
        engine.wake(Wake::Server, Instant(100_100), 5);
        assert_eq!(engine.due(), Instant(100_200), "a wake never lengthens it either");
        engine.wake(Wake::Person, Instant(40_020), 5);
        assert_eq!(engine.next(Instant(40_020)), Step::Exchange);
        engine.begun();
        engine.applied([], false, None, Instant(40_030), 0);
        engine.wake(Wake::Server, Instant(40_040), 5);
        assert_eq!(engine.due(), Instant(40_045), "and it holds only once");
    }

    #[test]
    fn a_wake_during_an_exchange_is_not_lost_with_its_answer() {
        let mut engine = engine();
        engine.session_opened();
        for (wake, due) in [(Wake::Person, 100), (Wake::Server, 105), (Wake::Command, 250)] {
            engine.wake(Wake::Person, Instant(90), 0);
            engine.begun();
            engine.wake(wake, Instant(100), 5);
            engine.applied([], false, None, Instant(110), 0);
            assert_eq!(engine.due(), Instant(due), "{wake:?}");
            engine.begun();
            engine.applied([], false, None, Instant(120), 0);
            assert_eq!(engine.due(), Instant(60_120), "and it is served once");
        }
    }

    #[test]
    fn an_ended_device_stops_for_good() {
        let mut engine = engine();
        engine.failed(Outage::DeviceEnded, Instant(0), 0);
        engine.wake(Wake::Person, Instant(5), 0);
        assert_eq!(
            engine.next(Instant(5)),
            Step::Wait {
                until: Instant(i64::MAX)
            }
        );
    }
}
