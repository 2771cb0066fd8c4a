//! How a home writes down its server: hexadecimal digests and the kind of TLS trust.

use congdoan_wire::invitation::TlsTrust;

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    text.parse::<congdoan_wire::pack::SegmentHash>()
        .ok()
        .map(|hash| hash.0)
}

pub(crate) fn tls_of(word: &str) -> Option<TlsTrust> {
    match word {
        "ca" => Some(TlsTrust::PublicCa),
        "plain" => Some(TlsTrust::Plain),
        pin => unhex(pin).map(TlsTrust::Pin),
    }
}
