//! One seed's story, told as it happens: who did what, what the network did to it, what each end made of it.

use super::world::START;
use congdoan_domain::Instant;

/// Tells, or keeps quiet.
#[derive(Clone, Copy, Default)]
pub struct Story {
    told: bool,
}

impl Story {
    pub fn told() -> Self {
        Self { told: true }
    }

    /// `line` is only made when somebody listens.
    pub fn tell(self, now: Instant, line: impl FnOnce() -> String) {
        if self.told {
            let ms = now.0 - START.0;
            let (hours, rest) = (ms / 3_600_000, ms % 3_600_000);
            println!(
                "{hours:>3}:{:02}:{:02}.{:03}  {}",
                rest / 60_000,
                rest / 1_000 % 60,
                rest % 1_000,
                line()
            );
        }
    }
}

/// The end of an id: in a run the beginnings are all the same.
pub fn short(id: impl std::fmt::Display) -> String {
    let text = id.to_string();
    text[text.len().saturating_sub(6)..].to_owned()
}
