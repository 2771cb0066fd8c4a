//! SQLite: outbox, received rows, replay, and the rooms' screens.
//!
//! [`engine`] knows rows and commands as words and bytes. Each room beside it keeps its own tables (if it needs
//! any) and one query a screen, which returns a view model.

pub mod card;
pub mod device;
pub mod engine;
mod error;
pub mod grant;
pub mod invitation;
pub mod market;
pub mod member;
pub mod packs;
pub mod private;
mod projection;
pub mod survey;
pub mod unit;

pub use engine::{
    Applied, CommandState, CursorState, DatabaseKey, Incoming, OutboxEntry, Outgoing, Project, Projection,
    Store, Withdrawn,
};
pub use error::StoreError;
pub use projection::ROOMS;
pub use rusqlite::Connection as Db;
