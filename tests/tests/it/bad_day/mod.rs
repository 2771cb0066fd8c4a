//! Bad input and bad days: each a clear error, and nothing lost. The whole list, with a test for each, is the table
//! of `docs/bad-days.md`.

mod card;
mod clock;
mod disk;
mod invitation;
mod law_file;
mod newer;
mod pack;
mod voucher;
