//! Which questions of the page have a new answer when rows, commands or the sync moved.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The page's topics.
pub const ALL: &[&str] = &[
    "session", "home", "sync", "pack", "member", "grant", "card", "survey", "law", "market", "settings",
];

type Observer = Arc<dyn Fn(&[&'static str]) + Send + Sync>;

/// Those who want to know.
#[derive(Clone, Default)]
pub(crate) struct Observers(Arc<Mutex<Vec<Observer>>>);

impl Observers {
    pub(crate) fn add(&self, observer: impl Fn(&[&'static str]) + Send + Sync + 'static) {
        self.held().push(Arc::new(observer));
    }

    pub(crate) fn tell(&self, topics: &[&'static str]) {
        // Called outside the lock: an observer may ask the desk something.
        let observers = self.held().clone();
        for observer in observers {
            observer(topics);
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Vec<Observer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The topics that a kind of row, a command or the sync itself touches.
fn touched(kind: &str) -> &'static [&'static str] {
    match kind {
        "*" => &[],
        "sync" => &["sync", "home"],
        "pack" => &["pack", "sync", "law", "card"],
        "pack_progress" => &["pack"],
        "member" | "admit_member" | "edit_member" | "change_status" => {
            &["member", "survey", "card", "home", "session"]
        }
        "device" | "person_devices" | "end_device" | "enrol_device" => &["member", "grant", "settings"],
        "invitation" | "invite" | "revoke_invitation" => &["member", "grant", "home", "settings"],
        "survey" | "answer" | "save_survey" | "delete_survey" | "publish_survey" | "close_survey"
        | "answer_survey" => &["survey", "home"],
        "card" | "card_head" | "reissue_card" => &["card", "member"],
        "offer" | "voucher" | "save_offer" | "submit_offer" | "approve_offer" | "refuse_offer"
        | "end_offer" | "take_voucher" | "redeem_voucher" => &["market", "home"],
        // Units and grants decide what is seen at all; what a later version adds is unknown here.
        _ => ALL,
    }
}

/// The page's topics for what a client says has changed.
pub(crate) fn of(kinds: &BTreeSet<String>) -> Vec<&'static str> {
    let named = kinds.iter().any(|kind| kind != "*" && kind != "sync");
    if kinds.contains("*") && !named {
        return ALL.to_vec();
    }
    let hit: BTreeSet<_> = kinds.iter().flat_map(|kind| touched(kind)).copied().collect();
    ALL.iter().copied().filter(|topic| hit.contains(topic)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(kinds: &[&str]) -> Vec<&'static str> {
        of(&kinds.iter().map(|kind| (*kind).to_owned()).collect())
    }

    #[test]
    fn only_the_questions_that_a_change_touches_are_asked_again() {
        assert_eq!(topics(&["sync"]), ["home", "sync"]);
        assert_eq!(topics(&["*", "survey", "sync"]), ["home", "sync", "survey"]);
        assert_eq!(
            topics(&["*", "end_device", "sync"]),
            ["home", "sync", "member", "grant", "settings"]
        );
        assert_eq!(topics(&["pack"]), ["sync", "pack", "card", "law"]);
        assert_eq!(topics(&["pack_progress"]), ["pack"]);
    }

    #[test]
    fn what_is_not_known_here_touches_everything() {
        assert_eq!(topics(&["*", "grant", "sync"]), ALL);
        assert_eq!(topics(&["*", "a-kind-of-next-year", "sync"]), ALL);
        assert_eq!(topics(&["*", "sync"]), ALL, "a command was taken back");
    }
}
