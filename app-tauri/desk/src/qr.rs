//! QR codes for the page.

/// The text as a QR code in SVG, black on its own white ground. `None`: too long for a code.
pub(crate) fn svg(text: &str) -> Option<String> {
    congdoan_qr::svg(text)
}
