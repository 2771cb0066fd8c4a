//! Citations: "điểm b khoản 1 Điều 29 Luật Công đoàn số 50/2024/QH15", in texts and in what people type.
//!
//! [`numbers`] finds document numbers, [`Names`] knows what the library's documents are called, [`cite`] reads whole
//! citations with lists, ranges and relative forms. Whether a cited unit exists is the library's to say
//! (`Library::resolve`): parsing promises nothing.

mod chain;
mod mention;
mod names;
mod number;
mod unit;

pub use chain::{Citation, Target, cite};
pub(crate) use mention::kind;
pub use mention::{Mention, Relative};
pub use names::Names;
pub use number::{DocumentNumber, NumberKind, numbers};
pub use unit::{Group, Unit, groups};
