//! What a verifier says about a card, with no network.
//!
//! First what cannot be trusted at all, then what holds whatever the list's age, then what needs a fresh list:
//! forged › key unknown › revoked (never undone) › expired › clock or list not good enough › paused › newer than the
//! list › valid. A pause can be lifted, so an old list does not accuse: it is *unknown*. Never green on a stale list.

use super::key::KeyCheck;
use super::status_list::{Listed, Status, StatusList};
use super::token::{Claims, Malformed, Token};
use crate::time::vi;
use crate::{Date, Instant, Words};

/// A shop's list may be this old. No source fixes it: a parameter.
pub const STALE_AFTER_HOURS: u32 = 14 * 24;
/// A clock may lag behind the list by this much before it is not believed.
const CLOCK_SLACK_HOURS: i64 = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictParams {
    pub stale_after_hours: u32,
}

impl Default for VerdictParams {
    fn default() -> Self {
        Self {
            stale_after_hours: STALE_AFTER_HOURS,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownWhy {
    /// No status list of the issuing server on this device.
    NoList,
    ListTooOld {
        age_hours: u32,
        stale_after_hours: u32,
    },
    /// No key with this id here; the name on the card is not shown, since nothing vouches for it.
    KeyUnknown,
    CardNewerThanList {
        list_age_hours: u32,
    },
    /// This device's clock is more than a day behind the list it holds.
    ClockBehind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgedWhy {
    /// Not a card, or damaged.
    Malformed(Malformed),
    /// Changed, or not signed by the union it names.
    Signature,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Valid { list_age_hours: u32 },
    Paused { since: Instant, list_age_hours: u32 },
    Revoked { since: Instant, list_age_hours: u32 },
    Unknown { why: UnknownWhy },
    Expired { on: Date },
    Forged { why: ForgedWhy },
}

/// Judges a card. `key` is the outcome of [`super::UnitKeys::check`] (ignored when the text could not be read).
pub fn verdict(
    token: &Result<Token, Malformed>,
    key: KeyCheck,
    list: Option<&StatusList>,
    now: Instant,
    params: VerdictParams,
) -> Verdict {
    let unknown = |why| Verdict::Unknown { why };
    let claims = match token {
        Err(why) => {
            let why = ForgedWhy::Malformed(*why);
            return Verdict::Forged { why };
        }
        Ok(token) => &token.claims,
    };
    match key {
        KeyCheck::Good => {}
        KeyCheck::Bad => {
            let why = ForgedWhy::Signature;
            return Verdict::Forged { why };
        }
        KeyCheck::UnknownKey => return unknown(UnknownWhy::KeyUnknown),
    }
    let list = list.filter(|list| Claims::issuer_of(list.server) == claims.issuer);
    let listed = list.and_then(|list| list.get(claims.card));
    let list_age_hours = list.map_or(0, |list| list.age_hours(now));
    if let Some(Listed {
        status: Status::Revoked,
        since,
    }) = listed
    {
        return Verdict::Revoked {
            since,
            list_age_hours,
        };
    }
    if now.0 >= claims.expires_at.saturating_mul(1000) {
        let on = claims.expires_on();
        return Verdict::Expired { on };
    }
    let Some(list) = list else {
        return unknown(UnknownWhy::NoList);
    };
    if now.plus_hours(CLOCK_SLACK_HOURS) < list.made_at {
        return unknown(UnknownWhy::ClockBehind);
    }
    let limit = list.made_at.plus_hours(params.stale_after_hours.into());
    if now > limit {
        let stale_after_hours = params.stale_after_hours;
        let age_hours = list_age_hours;
        return unknown(UnknownWhy::ListTooOld {
            age_hours,
            stale_after_hours,
        });
    }
    if let Some(Listed { since, .. }) = listed {
        return Verdict::Paused {
            since,
            list_age_hours,
        };
    }
    if claims.issued() > list.made_at {
        return unknown(UnknownWhy::CardNewerThanList { list_age_hours });
    }
    Verdict::Valid { list_age_hours }
}

impl Verdict {
    /// Whether the name on the card may be shown: only when the signature was checked and good.
    pub fn shows_name(&self) -> bool {
        !matches!(
            self,
            Self::Forged { .. }
                | Self::Unknown {
                    why: UnknownWhy::KeyUnknown
                }
        )
    }

    /// The stable word for programs (`congdoan card verify --json`, the phone's bindings).
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Valid { .. } => "valid",
            Self::Paused { .. } => "paused",
            Self::Revoked { .. } => "revoked",
            Self::Unknown { .. } => "unknown",
            Self::Expired { .. } => "expired",
            Self::Forged { .. } => "forged",
        }
    }

    /// Two to four words.
    pub fn title(&self) -> Words {
        let (vi, en) = match self {
            Self::Valid { .. } => ("Thẻ hợp lệ", "Valid card"),
            Self::Paused { .. } => ("Thẻ đã tạm dừng", "Card paused"),
            Self::Revoked { .. } => ("Thẻ đã thu hồi", "Card revoked"),
            Self::Unknown { .. } => ("Chưa rõ tình trạng", "Status unknown"),
            Self::Expired { .. } => ("Thẻ hết hạn", "Card expired"),
            Self::Forged { .. } => ("Thẻ giả hoặc hỏng", "Forged or damaged"),
        };
        Words {
            vi: vi.into(),
            en: en.into(),
        }
    }

    /// One sentence under the title.
    pub fn reason(&self) -> Words {
        let (vi, en) = match self {
            Self::Valid { list_age_hours } => (
                format!("Danh sách thu hồi {}", ago(*list_age_hours)),
                format!("Revocation list {} old", age(*list_age_hours)),
            ),
            Self::Paused {
                since,
                list_age_hours,
            } => (
                format!(
                    "Không dùng để nhận ưu đãi. Từ ngày {}. Danh sách {}",
                    vi(since.date()),
                    ago(*list_age_hours)
                ),
                format!(
                    "Not for offers. Since {}. List {} old",
                    since.date(),
                    age(*list_age_hours)
                ),
            ),
            Self::Revoked {
                since,
                list_age_hours,
            } => (
                format!(
                    "Thu hồi ngày {}. Danh sách {}",
                    vi(since.date()),
                    ago(*list_age_hours)
                ),
                format!("Revoked on {}. List {} old", since.date(), age(*list_age_hours)),
            ),
            Self::Expired { on } => (format!("Hết hạn {}", vi(*on)), format!("Expired on {on}")),
            Self::Unknown { why } => why.sentence(),
            Self::Forged { why } => match why {
                ForgedWhy::Signature => (
                    "Chữ ký không khớp: nội dung đã bị sửa, hoặc không do công đoàn ký".into(),
                    "The signature does not match: changed, or not signed by the union".into(),
                ),
                ForgedWhy::Malformed(Malformed::Prefix) => (
                    "Đây không phải mã thẻ đoàn viên".into(),
                    "This is not a membership card".into(),
                ),
                ForgedWhy::Malformed(_) => (
                    "Mã bị hỏng hoặc thiếu. Hãy lau camera và quét lại một lần".into(),
                    "Damaged or incomplete. Wipe the camera and scan once more".into(),
                ),
            },
        };
        Words { vi, en }
    }
}

impl UnknownWhy {
    fn sentence(&self) -> (String, String) {
        match self {
            Self::NoList => (
                "Chữ ký đúng, nhưng máy chưa có danh sách thu hồi. Hãy tải danh sách".into(),
                "Good signature, but there is no revocation list here. Download it".into(),
            ),
            Self::ListTooOld {
                age_hours,
                stale_after_hours,
            } => (
                format!(
                    "Chữ ký đúng, nhưng danh sách trên máy đã {}, cho phép không quá {}",
                    span(*age_hours),
                    span(*stale_after_hours)
                ),
                format!(
                    "Good signature, but the list here is {} old; at most {} is allowed",
                    age(*age_hours),
                    age(*stale_after_hours)
                ),
            ),
            Self::KeyUnknown => (
                "Máy chưa biết khóa đã ký thẻ này. Hãy tải danh sách mới rồi kiểm lại".into(),
                "The key of this card is not known here. Download the newest list and check again".into(),
            ),
            Self::CardNewerThanList { list_age_hours } => (
                format!(
                    "Chữ ký đúng, nhưng thẻ mới hơn danh sách trên máy ({}). Hãy tải danh sách mới",
                    ago(*list_age_hours)
                ),
                format!(
                    "Good signature, but the card is newer than the list here ({} old). Download the newest",
                    age(*list_age_hours)
                ),
            ),
            Self::ClockBehind => (
                "Đồng hồ máy chậm hơn danh sách trên máy quá một ngày. Hãy chỉnh giờ rồi kiểm lại".into(),
                "This device's clock is more than a day behind its list. Set it and check again".into(),
            ),
        }
    }
}

fn span(hours: u32) -> String {
    if hours < 48 {
        format!("{hours} giờ")
    } else {
        format!("{} ngày", hours / 24)
    }
}

fn ago(hours: u32) -> String {
    if hours == 0 {
        "chưa đầy 1 giờ trước".into()
    } else {
        format!("{} trước", span(hours))
    }
}

fn age(hours: u32) -> String {
    match hours {
        0 => "less than an hour".into(),
        1 => "1 hour".into(),
        2..48 => format!("{hours} hours"),
        _ => format!("{} days", hours / 24),
    }
}

#[cfg(test)]
mod tests;
