//! The anatomy of a Vietnamese legal text: part › chapter › section › article › clause (khoản) › point (điểm).
//!
//! A document comes with its headings; an article's text is cut into [`Block`]s by [`blocks`], each with its byte range,
//! so that a citation lands on the clause and a reader sees it marked. Source: Law 64/2025/QH15, art. 7.

mod blocks;
mod heading;
mod label;
mod line;

pub use blocks::{Block, BlockKind, Gap, blocks, gaps, range_of};
pub use heading::{Heading, Level, headings};
pub use label::{Label, POINT_LETTERS, point_order};
pub use line::{Line, line};
