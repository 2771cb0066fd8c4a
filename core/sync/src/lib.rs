//! The sync engine, sans-I/O: it says what to do next and checks what came back. Pure; no room is named here.
//!
//! The driver (in `client`, and in the simulation) does the work between the steps:
//!
//! ```text
//! next(now) ── Wait ──────────────→ sleep until then, or until a wake
//!    ├─ OpenSession ─→ challenge, signature, token ─→ session_opened / failed
//!    └─ Exchange ────→ store.outgoing → request() → network → answered() → store.apply → applied()
//!                                                         └→ failed()
//! ```

mod answer;
mod engine;
mod outage;
mod taken;

pub use answer::{Checked, Fault, check};
pub use engine::{Config, Engine, Step, Wake};
pub use outage::{Outage, Status};
pub use taken::Taken;
