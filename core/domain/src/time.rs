//! Instants are UTC; legal, closing and due dates are civil dates in Asia/Ho_Chi_Minh (law 12).
//!
//! Việt Nam has kept UTC+7 without daylight saving since 13 June 1975, so a fixed offset is exact for every
//! date this software handles and needs no time zone database on the device.

use serde::{Deserialize, Serialize};

/// A civil date (year, month, day) without a zone.
pub use jiff::civil::Date;

/// Offset of Asia/Ho_Chi_Minh in milliseconds.
const VIETNAM: i64 = 7 * 3_600_000;
const DAY: i64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    pub const fn plus_hours(self, hours: i64) -> Self {
        Self(self.0.saturating_add(hours.saturating_mul(3_600_000)))
    }

    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The civil date on a wall calendar in Việt Nam at this instant.
    ///
    /// Instants outside the years 1 to 9999 (a broken clock) give the nearest date of that range.
    pub fn date(self) -> Date {
        let days = self
            .0
            .saturating_add(VIETNAM)
            .div_euclid(DAY)
            .clamp(-719_162, 2_932_896);
        Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
    }
}

/// The last millisecond of a civil date in Việt Nam: a thing that closes on a day is open until its end.
pub fn end_of(date: Date) -> Instant {
    let days = date
        .since(Date::constant(1970, 1, 1))
        .map_or(0, |span| i64::from(span.get_days()));
    Instant((days + 1) * DAY - VIETNAM - 1)
}

/// The first millisecond of a civil date in Việt Nam.
pub fn begin_of(date: Date) -> Instant {
    end_of(date).plus_ms(1 - DAY)
}

/// `2026-11-23T07:05:00Z`, for logs.
pub fn utc(at: Instant) -> String {
    let (days, ms) = (at.0.div_euclid(DAY), at.0.rem_euclid(DAY));
    let date =
        Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days.clamp(-719_162, 2_932_896)));
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{date}T{hour:02}:{minute:02}:{second:02}Z")
}

/// `23/11/2026`, as Vietnamese documents write it.
pub fn vi(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_utc_for_logs() {
        assert_eq!(utc(Instant(0)), "1970-01-01T00:00:00Z");
        assert_eq!(utc(Instant(1_795_417_500_000)), "2026-11-23T07:05:00Z");
    }

    #[test]
    fn a_day_in_viet_nam_turns_at_17_utc() {
        let before = Instant(1_795_539_599_999); // 2026-11-24T16:59:59.999Z
        assert_eq!(before.date(), Date::constant(2026, 11, 24));
        assert_eq!(before.plus_ms(1).date(), Date::constant(2026, 11, 25));
        assert_eq!(end_of(Date::constant(2026, 11, 24)), before);
        assert_eq!(begin_of(Date::constant(2026, 11, 25)), before.plus_ms(1));
    }

    #[test]
    fn a_broken_clock_gives_a_date_not_a_panic() {
        assert_eq!(Instant(i64::MAX).date(), Date::constant(9999, 12, 31));
        assert_eq!(Instant(i64::MIN).date(), Date::constant(1, 1, 1));
    }
}
