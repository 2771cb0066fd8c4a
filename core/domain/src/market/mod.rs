//! Member offers (ưu đãi đoàn viên) and vouchers.

/// `(code, Vietnamese, English)` of this room's refusals.
pub(crate) const MESSAGES: &[(&str, &str, &str)] = &[];
