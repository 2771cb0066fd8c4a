//! The invitations of a unit, and of one invitee.

use super::project;
use crate::StoreError;
use crate::engine::view;
use congdoan_domain::invitation::{Invitation, Invitee};
use congdoan_domain::{InvitationId, UnitId};
use rusqlite::Connection;
use uuid::Uuid;

/// # Errors
/// The file cannot be read.
pub fn invitation(db: &Connection, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
    view::get(db, id)
}

/// Every invitation this device may see.
///
/// # Errors
/// The file cannot be read.
pub fn all(db: &Connection) -> Result<Vec<Invitation>, StoreError> {
    view::all(db)
}

/// The invitations of a unit, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn of_unit(db: &Connection, unit: UnitId) -> Result<Vec<Invitation>, StoreError> {
    found(db, "SELECT id FROM invitation_list WHERE unit = ?1", unit.0)
}

/// The invitations of one member, or for one grant, newest first.
///
/// # Errors
/// The file cannot be read.
pub fn of_invitee(db: &Connection, invitee: Invitee) -> Result<Vec<Invitation>, StoreError> {
    found(
        db,
        "SELECT id FROM invitation_list WHERE invitee = ?1",
        project::key(invitee),
    )
}

fn found(db: &Connection, query: &str, of: Uuid) -> Result<Vec<Invitation>, StoreError> {
    let ids = db
        .prepare_cached(query)?
        .query_map([of.as_bytes()], |row| Ok(Uuid::from_bytes(row.get(0)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut found: Vec<Invitation> = vec![];
    for id in ids {
        found.extend(view::get::<Invitation>(db, id)?);
    }
    found.sort_by_key(|invitation| std::cmp::Reverse(invitation.made_at));
    Ok(found)
}
