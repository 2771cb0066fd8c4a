//! When to sync, and what state to show meanwhile.

use crate::outage::{Outage, Status};
use crate::taken::Taken;
use congdoan_domain::{CommandId, Instant, Scope};
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

/// The next thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Wait { until: Instant },
    OpenSession,
    Exchange,
}

/// Every time here is of one clock that only grows and that nobody can set: a wall clock set back would put off what is
/// due until it has caught up.
#[derive(Clone, Debug)]
pub struct Engine {
    config: Config,
    status: Status,
    /// Why the last exchange came to nothing.
    outage: Option<Outage>,
    session: bool,
    /// The session was opened anew because its token was not taken, and no exchange has worked since.
    renewed: bool,
    due: Instant,
    /// The server asked to stay away until then, or it would not help to come. Only a person comes back sooner.
    not_before: Instant,
    failures: u32,
    /// Scopes that differed and are being read again.
    doubted: BTreeSet<Scope>,
    /// How often one still differed after that.
    disagreements: u32,
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
            outage: None,
            session: false,
            renewed: false,
            due: now,
            not_before: now,
            failures: 0,
            doubted: BTreeSet::new(),
            disagreements: 0,
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

    /// Why the last exchange came to nothing; none once one worked.
    pub fn outage(&self) -> Option<&Outage> {
        self.outage.as_ref()
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
            // The line is not what is wrong, so a sign of life on it changes nothing.
            _ if self.failures > 0 && self.outage.as_ref().is_some_and(|o| o.reached() != Some(false)) => {
                return;
            }
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

    /// An answer was applied.
    pub fn applied(&mut self, taken: &Taken, now: Instant, jitter: u32) {
        self.status = Status::Online;
        self.failures = 0;
        self.renewed = false;
        let still = self.doubt(taken);
        self.outage = (self.disagreements > 0 || still).then_some(Outage::Differs);
        if still {
            // One wrong checksum at the server must not make every device of the scope read it without pause.
            self.delivered.clear();
            let pause = self.pause(self.disagreements, jitter);
            self.disagreements = self.disagreements.saturating_add(1);
            self.not_before = now.plus_ms(pause);
            self.due = self.not_before;
        } else if taken.more || !taken.differing.is_empty() {
            self.delivered.extend(taken.sent.iter().copied());
            self.due = now;
        } else {
            self.delivered.clear();
            let spread = i64::from(jitter) % (self.config.poll / 4).max(1);
            let poll = now.plus_ms(self.config.poll + spread);
            self.due = self.woken.take().map_or(poll, |woken| poll.min(woken));
        }
        if let Some(seconds) = taken.retry_after {
            self.stay_away(seconds, now, jitter);
        }
    }

    /// Whether a scope differs that was just read again because it differed: reading it once more at once would not help.
    fn doubt(&mut self, taken: &Taken) -> bool {
        if taken.fresh {
            self.doubted.clear();
        }
        let still = taken.differing.iter().any(|scope| self.doubted.contains(scope));
        for scope in &taken.ended {
            self.doubted.remove(scope);
        }
        self.doubted.extend(taken.differing.iter().copied());
        if self.doubted.is_empty() {
            self.disagreements = 0;
        }
        still
    }

    fn stay_away(&mut self, seconds: u32, now: Instant, jitter: u32) {
        let until = now.plus_ms(i64::from(seconds) * 1_000 + i64::from(jitter) % 1_000);
        self.not_before = self.not_before.max(until);
        self.due = self.not_before;
    }

    /// The exchange or the session failed.
    pub fn failed(&mut self, outage: Outage, now: Instant, jitter: u32) {
        self.delivered.clear();
        match outage {
            Outage::Session if self.session => {
                self.session = false;
                // Once, at once: tokens live 15 minutes. A new one that is not taken either is no matter of its age.
                if !std::mem::replace(&mut self.renewed, true) {
                    self.due = now;
                    return;
                }
            }
            Outage::DeviceEnded | Outage::TooOld => {
                self.status = Status::Stopped(outage);
                return;
            }
            _ => {}
        }
        match outage.retry_after() {
            Some(seconds) => self.stay_away(seconds, now, jitter),
            None => self.due = now.plus_ms(self.pause(self.failures, jitter)),
        }
        match outage.reached() {
            Some(true) => self.status = Status::Online,
            Some(false) if matches!(self.status, Status::Offline { .. }) => {}
            Some(false) => self.status = Status::Offline { since: now },
            None => {}
        }
        self.renewed &= outage == Outage::Session;
        self.outage = Some(outage);
        self.failures = self.failures.saturating_add(1);
    }

    /// How long to wait after so many failures: doubled each time, half of it at random.
    fn pause(&self, failures: u32, jitter: u32) -> i64 {
        let doubled = self
            .config
            .backoff
            .saturating_mul(1 << failures.min(10))
            .min(self.config.backoff_max);
        doubled / 2 + i64::from(jitter) % (doubled / 2).max(1)
    }
}

#[cfg(test)]
mod tests;
