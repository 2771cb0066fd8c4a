//! What a released version left behind, kept so that every later program can be shown to open it: homes with waiting
//! commands, a server's data, and what passed on the line.
//!
//! ```text
//! tests/fixtures/vN/  freeze.json      what must be found in it
//!                     server/          the data folder that `serve` needs, at the moment the line was recorded
//!                     homes/NAME/      a home each; the keys of the encrypted files lie beside them
//!                     wire/NAME/       session.json, and NN.request, NN.answer as they passed
//! ```
//! Files ending in `.zst` are packed. Everything in it is invented, keys too.

mod contents;
mod life;
mod playback;
mod ports;
mod unpack;
mod write;

pub use contents::{Inventory, Waiting, of_home, of_server};
pub use playback::{Playback, Recording, Step};
pub use ports::{SEED, fixed};
pub use unpack::{Frozen, versions};
pub use write::write;
