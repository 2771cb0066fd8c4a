//! The membership card (thẻ đoàn viên): who is a member of which union, told to a shop without a network.
//!
//! A card is a signed token (CWT in COSE_Sign1, as QR text) that says name, member number and unit, and no birth date: a
//! shop learns only what it needs. Nobody asks for a card: it *follows* the member ([`follow`]). Admission or a change of
//! name, number or unit yields the next serial and revokes the one before; pausing pauses it and resuming makes the very
//! same token good again, without a new signature; leaving, expulsion and retirement revoke it (retired people are no
//! longer priced as members; should a statute keep them, change [`follow`] alone). [`ReissueCard`] replaces one that is
//! lost or near its end. A decision yields the claims with `signed: None`; the server signs after it with the unit's key.
//!
//! A verifier needs the token, the unit keys and the status list (public pack "card-status"); [`verdict`] judges them.

mod follow;
mod key;
mod model;
mod reissue;
mod status_list;
pub mod token;
mod unit_keys;
mod verdict;

pub(crate) use follow::follow;
pub use key::{KeyCheck, Kid, kid};
pub use model::{Card, CardHead, CardState, VALID_YEARS};
pub use reissue::ReissueCard;
pub use status_list::{BadSegment, Listed, Status, StatusList};
pub use token::{Claims, Malformed, Token};
pub use unit_keys::{UnitKey, UnitKeys};
pub use verdict::{ForgedWhy, STALE_AFTER_HOURS, UnknownWhy, Verdict, VerdictParams, verdict};

/// `(code, Vietnamese, English)` of this room's refusals.
pub(crate) const MESSAGES: &[(&str, &str, &str)] = &[(
    "card_not_active",
    "người này đang ở trạng thái “{status}” nên không cấp thẻ được.",
    "this person's status is “{status}”, so no card can be issued.",
)];
