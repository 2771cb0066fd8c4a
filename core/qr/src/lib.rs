//! Text to a QR code and back: what a screen, a printer or a terminal shows, and what a picture file holds.
//!
//! Knows no card and no voucher: it carries text. Both the desk and the command line use it; a phone scans with its
//! own camera.

mod draw;
pub mod picture;

pub use draw::{png, svg, terminal};
