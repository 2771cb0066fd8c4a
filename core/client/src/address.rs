//! How a home writes down its server: the kind of TLS trust, as a word or the pin's hexadecimal digits.

use congdoan_wire::hex;
use congdoan_wire::invitation::TlsTrust;

pub(crate) fn tls_of(word: &str) -> Option<TlsTrust> {
    match word {
        "ca" => Some(TlsTrust::PublicCa),
        "plain" => Some(TlsTrust::Plain),
        pin => hex::decode_32(pin).map(TlsTrust::Pin),
    }
}
