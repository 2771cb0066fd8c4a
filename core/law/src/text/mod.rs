//! Words of a text with their place in it.
//!
//! [`words`] cuts a text into [`Word`]s that remember their byte range in the original, so that a hit can be shown as
//! ranges whatever form (NFC, NFD, old tone placement) the original has. The keys come from the domain's text module.

mod word;

pub use congdoan_domain::text::{fold, has_marks, tone_key};
pub use word::{Word, pairs, words};
