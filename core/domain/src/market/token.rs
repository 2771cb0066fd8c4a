//! The voucher as a QR code shows it: `CDV1:` and base45 (RFC 9285) of CBOR.

use super::RedeemVoucher;

/// What every voucher text begins with.
pub const PREFIX: &str = "CDV1:";
/// A longer text is not read.
const MAX_TEXT: usize = 1_200;

/// Not a voucher's text, or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadVoucher {
    #[error("Đây không phải phiếu ưu đãi.")]
    NotAVoucher,
    #[error("Mã phiếu bị hỏng hoặc thiếu. Hãy lau camera và quét lại một lần.")]
    Damaged,
}

pub fn to_text(voucher: &RedeemVoucher) -> String {
    let mut bytes = vec![];
    ciborium::into_writer(voucher, &mut bytes).expect("writing CBOR to memory cannot fail");
    format!("{PREFIX}{}", base45::encode(bytes))
}

/// # Errors
/// What is wrong with the text.
pub fn parse(text: &str) -> Result<RedeemVoucher, BadVoucher> {
    let body = text.trim().strip_prefix(PREFIX).ok_or(BadVoucher::NotAVoucher)?;
    if body.len() > MAX_TEXT {
        return Err(BadVoucher::Damaged);
    }
    let bytes = base45::decode(body).map_err(|_| BadVoucher::Damaged)?;
    ciborium::from_reader(bytes.as_slice()).map_err(|_| BadVoucher::Damaged)
}
