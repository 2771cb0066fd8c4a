//! TLS in the server itself: rustls with ring, a certificate from files or one of its own making.
//!
//! A certificate of a public authority needs nothing in the invitations. Any other is pinned: invitations carry the
//! SHA-256 of its public key (the SubjectPublicKeyInfo, as in RFC 7469), so that a renewed certificate with the same key
//! needs no new invitations.

mod certificate;
mod listener;

pub use certificate::{Certificate, TlsError, host, made, make, pin_of_file, pin_of_invitations, set_pin};
pub use listener::TlsListener;
