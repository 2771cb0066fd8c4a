//! How often one address, and all together, may knock at the unauthenticated doors.

use congdoan_domain::Instant;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Tokens of a bucket and how fast it fills.
#[derive(Clone, Copy, Debug)]
struct Rate {
    most: f64,
    per_second: f64,
}

/// A branch behind one address enrols a hall full of members: 120 at once, then one every two seconds.
const ADDRESS: Rate = Rate {
    most: 120.0,
    per_second: 0.5,
};
const EVERYONE: Rate = Rate {
    most: 2_000.0,
    per_second: 50.0,
};
/// Wrong codes count this much: 80 bits are far beyond guessing, this keeps the logs quiet too.
pub const WRONG_CODE: f64 = 10.0;
/// A challenge, and its answer: every device does both each quarter of an hour.
pub const SIGN_IN: f64 = 0.1;
/// An answer that is not good costs as much as an enrolment: checking signatures is work.
pub const FAILED: f64 = 1.0;
const REMEMBERED: usize = 100_000;

#[derive(Default)]
struct Buckets {
    addresses: HashMap<IpAddr, (f64, Instant)>,
    everyone: Option<(f64, Instant)>,
}

#[derive(Default)]
pub struct Limiter(Mutex<Buckets>);

fn take(bucket: &mut (f64, Instant), rate: Rate, cost: f64, now: Instant) -> bool {
    let seconds = (now.0 - bucket.1.0).max(0) as f64 / 1_000.0;
    bucket.0 = (bucket.0 + seconds * rate.per_second).min(rate.most);
    bucket.1 = now;
    let good = bucket.0 >= 1.0;
    bucket.0 -= cost.min(bucket.0);
    good
}

impl Limiter {
    /// Whether a request may go on. `cost` 1 is an ordinary one.
    pub fn allows(&self, address: IpAddr, cost: f64, now: Instant) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.addresses.len() > REMEMBERED {
            buckets
                .addresses
                .retain(|_, (left, _)| *left < ADDRESS.most / 2.0);
        }
        let mine = take(
            buckets.addresses.entry(address).or_insert((ADDRESS.most, now)),
            ADDRESS,
            cost,
            now,
        );
        let all = take(
            buckets.everyone.get_or_insert((EVERYONE.most, now)),
            EVERYONE,
            cost.min(1.0),
            now,
        );
        mine && all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_codes_is_slowed_down_and_others_are_not() {
        let limiter = Limiter::default();
        let (guesser, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let tries = (0..100)
            .filter(|_| limiter.allows(guesser, WRONG_CODE, Instant(0)))
            .count();
        assert_eq!(tries, 12);
        assert!(limiter.allows(other, 1.0, Instant(0)));
        assert!(
            limiter.allows(guesser, 1.0, Instant(10_000)),
            "it may try again later"
        );
    }
}
