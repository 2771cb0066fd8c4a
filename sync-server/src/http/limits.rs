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
/// Addresses remembered at most. One that is not remembered has a full bucket.
const REMEMBERED: usize = 100_000;
/// How often full buckets are forgotten, in milliseconds: looking at all of them holds everybody up.
const SWEEP: i64 = 60_000;

/// What is left, and when that was so.
type Bucket = (f64, Instant);

#[derive(Default)]
struct Buckets {
    addresses: HashMap<IpAddr, Bucket>,
    everyone: Option<Bucket>,
    swept: Option<Instant>,
}

#[derive(Default)]
pub struct Limiter(Mutex<Buckets>);

fn filled((left, at): Bucket, rate: Rate, now: Instant) -> f64 {
    let seconds = (now.0 - at.0).max(0) as f64 / 1_000.0;
    (left + seconds * rate.per_second).min(rate.most)
}

impl Buckets {
    /// Forgets full buckets, when it is time.
    fn sweep(&mut self, now: Instant) {
        let due = self.swept.is_none_or(|swept| now.0 - swept.0 >= SWEEP);
        if due && self.addresses.len() > REMEMBERED / 2 {
            self.swept = Some(now);
            self.addresses
                .retain(|_, bucket| filled(*bucket, ADDRESS, now) < ADDRESS.most);
        }
    }
}

impl Limiter {
    /// Whether a request may go on. `cost` 1 is an ordinary one.
    ///
    /// A refused one takes nothing, least of all from what everyone shares: one address cannot lock out the others.
    pub fn allows(&self, address: IpAddr, cost: f64, now: Instant) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.sweep(now);
        let known = buckets.addresses.get(&address).copied();
        let mine = filled(known.unwrap_or((ADDRESS.most, now)), ADDRESS, now);
        let all = filled(buckets.everyone.unwrap_or((EVERYONE.most, now)), EVERYONE, now);
        if mine < 1.0 || all < 1.0 {
            return false;
        }
        buckets.everyone = Some((all - cost.min(1.0), now));
        // Too many to remember: those not remembered still share what everyone has.
        if known.is_some() || buckets.addresses.len() < REMEMBERED {
            buckets.addresses.insert(address, (mine - cost.min(mine), now));
        }
        true
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

    #[test]
    fn one_address_that_is_refused_takes_nothing_from_the_others() {
        let limiter = Limiter::default();
        let guesser = IpAddr::from([10, 0, 0, 1]);
        for _ in 0..5_000 {
            limiter.allows(guesser, WRONG_CODE, Instant(0));
        }
        for other in 0..1_500_u32 {
            assert!(limiter.allows(IpAddr::from((11 << 24 | other).to_be_bytes()), 1.0, Instant(0)));
        }
        let refused = (0..2_000_u32)
            .filter(|other| !limiter.allows(IpAddr::from((12 << 24 | other).to_be_bytes()), 1.0, Instant(0)))
            .count();
        assert!(refused > 0, "all together are limited as well");
    }

    #[test]
    fn full_buckets_are_forgotten_and_not_by_looking_at_all_of_them_each_time() {
        let limiter = Limiter::default();
        let address = |n: u32| IpAddr::from((20 << 24 | n).to_be_bytes());
        let remembered = || limiter.0.lock().unwrap().addresses.len();
        // Fifty a second, which everyone's bucket bears for ever; each is full again two seconds later.
        let at = |n: u32| Instant(i64::from(n) * 20);
        for n in 0..=(REMEMBERED as u32 / 2 + 1) {
            assert!(limiter.allows(address(n), 1.0, at(n)), "{n}");
        }
        assert!(remembered() <= 101, "{} are still not full", remembered());
        let swept = limiter.0.lock().unwrap().swept.unwrap();
        for n in 0..=(REMEMBERED as u32 / 2) {
            let mut buckets = limiter.0.lock().unwrap();
            buckets.addresses.insert(address(n), (0.0, swept));
        }
        limiter.allows(address(1 << 20), 1.0, swept.plus_ms(SWEEP - 1));
        assert_eq!(
            limiter.0.lock().unwrap().swept,
            Some(swept),
            "too early to look again"
        );
        limiter.allows(address(1 << 20), 1.0, swept.plus_ms(SWEEP * 5));
        assert!(remembered() <= 2, "{} left", remembered());
    }
}
