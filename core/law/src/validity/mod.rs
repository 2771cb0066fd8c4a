//! When a text is in force, and how sure anyone can be of it (law 8 of the design: dated and honest).
//!
//! A [`Validity`] keeps what the sources claim; [`Validity::on`] answers for one civil date of Việt Nam. Where sources
//! contradict each other the answer between the two dates is [`Force::Disputed`], outside them they agree and the
//! answer is plain. "Unknown start" is an answer too.

mod dates;

pub use dates::{Precise, dates, parse_date, show_date};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether a text binds on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// Còn hiệu lực.
    InForce,
    /// Chưa có hiệu lực.
    NotYet,
    /// Hết hiệu lực.
    Repealed,
    /// Hết hiệu lực một phần.
    PartlyRepealed,
    /// Ngưng hiệu lực.
    Suspended,
    /// No source gives the date, or the only one was never checked.
    Unknown,
    /// Two sources contradict each other for this day.
    Disputed,
}

impl Force {
    /// The words the national database uses; for the last two, ours.
    pub fn words(self) -> &'static str {
        match self {
            Self::InForce => "Còn hiệu lực",
            Self::NotYet => "Chưa có hiệu lực",
            Self::Repealed => "Hết hiệu lực",
            Self::PartlyRepealed => "Hết hiệu lực một phần",
            Self::Suspended => "Ngưng hiệu lực",
            Self::Unknown => "Chưa rõ hiệu lực",
            Self::Disputed => "Hiệu lực chưa thống nhất giữa các nguồn",
        }
    }

    /// The same in English.
    pub fn words_en(self) -> &'static str {
        match self {
            Self::InForce => "In force",
            Self::NotYet => "Not yet in force",
            Self::Repealed => "Repealed",
            Self::PartlyRepealed => "Partly repealed",
            Self::Suspended => "Suspended",
            Self::Unknown => "Standing unknown",
            Self::Disputed => "Sources disagree on its standing",
        }
    }

    /// Smaller is better when a version has to be chosen: what binds stands before what once did or will.
    pub fn order(self) -> u8 {
        match self {
            Self::InForce | Self::PartlyRepealed => 0,
            Self::Disputed => 1,
            Self::Unknown => 2,
            Self::Suspended => 3,
            Self::NotYet => 4,
            Self::Repealed => 5,
        }
    }
}

/// What the sources say about a text's time.
///
/// Ends are exclusive: `to` is the first day the text no longer binds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day in force. `None`: no source says it ("unknown start").
    pub from: Option<Date>,
    /// First day out of force. `None`: no end is known.
    pub to: Option<Date>,
    /// The standing without regard to a date: what a list shows before anyone picked a day.
    pub state: Force,
    /// Another source's start, when it contradicts `from`. `from` is then what the text itself says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_elsewhere: Option<Date>,
    /// Another source's end, when it contradicts `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_elsewhere: Option<Date>,
    /// A source that nobody checked says the text ended about this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_unchecked: Option<Date>,
    /// Where the dates come from and what is wrong with them, in Vietnamese, for the reader.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Validity {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Self {
            from: None,
            to: None,
            state: Force::Unknown,
            from_elsewhere: None,
            to_elsewhere: None,
            to_unchecked: None,
            note: String::new(),
        }
    }

    /// In force from a day on, no end known.
    pub fn since(from: Date) -> Self {
        Self {
            from: Some(from),
            state: Force::InForce,
            ..Self::unknown()
        }
    }

    /// The standing on a day.
    pub fn on(&self, day: Date) -> Force {
        let ended = |end: &Option<Date>| end.is_some_and(|end| day >= end);
        let (first, second) = (ended(&self.to), ended(&self.to_elsewhere));
        if first && (second || self.to_elsewhere.is_none()) {
            return Force::Repealed;
        }
        let starts = [self.from, self.from_elsewhere].into_iter().flatten();
        if self.from.is_some() && starts.clone().all(|start| day < start) {
            return Force::NotYet;
        }
        if first || second || starts.clone().any(|start| day < start) {
            return Force::Disputed;
        }
        if self.from.is_none() || ended(&self.to_unchecked) {
            return Force::Unknown;
        }
        match self.state {
            Force::PartlyRepealed | Force::Suspended | Force::Unknown => self.state,
            _ => Force::InForce,
        }
    }

    /// Adds a sentence to the note.
    pub fn remark(&mut self, sentence: &str) {
        if self.note.contains(sentence) {
            return;
        }
        if !self.note.is_empty() {
            self.note.push(' ');
        }
        self.note.push_str(sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i16, m: i8, d: i8) -> Date {
        Date::constant(y, m, d)
    }

    #[test]
    fn a_plain_life_has_three_ages() {
        let law = Validity {
            to: Some(day(2025, 7, 1)),
            ..Validity::since(day(2013, 1, 1))
        };
        assert_eq!(law.on(day(2012, 12, 31)), Force::NotYet);
        assert_eq!(law.on(day(2013, 1, 1)), Force::InForce);
        assert_eq!(law.on(day(2025, 6, 30)), Force::InForce);
        assert_eq!(law.on(day(2025, 7, 1)), Force::Repealed);
    }

    #[test]
    fn a_contradicted_start_is_disputed_only_between_the_two_dates() {
        let decree = Validity {
            from_elsewhere: Some(day(2027, 1, 1)),
            state: Force::Disputed,
            ..Validity::since(day(2026, 9, 10))
        };
        assert_eq!(decree.on(day(2026, 9, 9)), Force::NotYet);
        assert_eq!(decree.on(day(2026, 11, 24)), Force::Disputed);
        assert_eq!(decree.on(day(2027, 1, 1)), Force::InForce);
    }

    #[test]
    fn a_contradicted_end_is_disputed_only_between_the_two_dates() {
        let decree = Validity {
            to: Some(day(2026, 9, 10)),
            to_elsewhere: Some(day(2027, 1, 1)),
            ..Validity::since(day(2022, 1, 17))
        };
        assert_eq!(decree.on(day(2026, 9, 9)), Force::InForce);
        assert_eq!(decree.on(day(2026, 9, 10)), Force::Disputed);
        assert_eq!(decree.on(day(2027, 1, 1)), Force::Repealed);
    }

    #[test]
    fn what_nobody_checked_is_unknown() {
        let decree = Validity {
            to_unchecked: Some(day(2025, 8, 1)),
            ..Validity::since(day(2021, 2, 15))
        };
        assert_eq!(decree.on(day(2025, 7, 31)), Force::InForce);
        assert_eq!(decree.on(day(2025, 8, 1)), Force::Unknown);
        assert_eq!(Validity::unknown().on(day(2026, 1, 1)), Force::Unknown);
    }

    #[test]
    fn an_unknown_start_with_a_known_end_is_repealed_after_it() {
        let old = Validity {
            to: Some(day(2020, 1, 1)),
            ..Validity::unknown()
        };
        assert_eq!(old.on(day(2019, 1, 1)), Force::Unknown);
        assert_eq!(old.on(day(2020, 1, 1)), Force::Repealed);
    }
}
