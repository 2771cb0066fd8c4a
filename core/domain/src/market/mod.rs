//! Member offers (ưu đãi đoàn viên) and vouchers.

/// `(code, Vietnamese, English)` of this room's refusals.
pub(crate) const MESSAGES: &[(&str, &str, &str)] = &[];

/// Refusals that only mean "this device does not know enough"; the server decides.
pub const UNDECIDABLE_HERE: &[&str] = &["voucher_cannot_check_here"];
