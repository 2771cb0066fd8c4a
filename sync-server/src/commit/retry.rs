use crate::store::StoreError;
use std::time::Duration;

/// Times a transaction is tried before its caller is told that the store is busy. Each waits its turn under locks, so
/// more than a few in a row means more work than the store can do.
const TRIES: u32 = 8;
/// Waited at most after the first time; doubled each time, up to the longest.
const FIRST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_millis(200);

/// Runs a whole transaction, from its begin to its commit, and again where another writer was first. What it does
/// outside the store it must bear to do twice; inside, nothing of a failed try is kept.
///
/// # Errors
/// `Busy` when it was tried often enough, else what the store said.
pub fn retried<T>(mut transaction: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    for tried in 0..TRIES {
        match transaction() {
            Err(StoreError::Conflict) => std::thread::sleep(pause(tried)),
            done => return done,
        }
    }
    tracing::warn!(tries = TRIES, "every try met another writer");
    Err(StoreError::Busy)
}

/// At random, so that two who met do not meet again.
fn pause(tried: u32) -> Duration {
    let most = (FIRST * 2_u32.pow(tried.min(16))).min(LONGEST);
    most * (u32::from(u16::from_be_bytes(crate::clock::random())) + 1) / (u32::from(u16::MAX) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_that_met_another_is_run_again_and_no_other_failure_is() {
        let mut left = 3;
        let done = retried(|| {
            left -= 1;
            if left > 0 {
                Err(StoreError::Conflict)
            } else {
                Ok(7)
            }
        });
        assert_eq!((done.unwrap(), left), (7, 0));
        let mut runs = 0;
        let full = retried(|| {
            runs += 1;
            Err::<(), _>(StoreError::Full)
        });
        assert!(matches!(full, Err(StoreError::Full)) && runs == 1);
    }

    #[test]
    fn it_ends_when_it_was_tried_often_enough() {
        let mut runs = 0;
        let never = retried(|| {
            runs += 1;
            Err::<(), _>(StoreError::Conflict)
        });
        assert!(matches!(never, Err(StoreError::Busy)));
        assert_eq!(runs, TRIES);
        assert!((0..40).all(|tried| pause(tried) <= LONGEST));
    }
}
