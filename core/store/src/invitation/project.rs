use congdoan_domain::Row;
use congdoan_domain::invitation::Invitee;
use rusqlite::Transaction;
use uuid::Uuid;

pub(crate) const SCHEMA_1: &str = include_str!("invitations_1.sql");

pub(super) fn key(invitee: Invitee) -> Uuid {
    match invitee {
        Invitee::Member(person) => person.0,
        Invitee::Desk(grant) => grant.0,
    }
}

pub(crate) fn project(tx: &Transaction<'_>, id: Uuid, row: Option<&Row>) -> Result<(), rusqlite::Error> {
    let Some(Row::Invitation(invitation)) = row else {
        tx.prepare_cached("DELETE FROM invitation_list WHERE id = ?1")?
            .execute([id.as_bytes()])?;
        return Ok(());
    };
    tx.prepare_cached("INSERT OR REPLACE INTO invitation_list (id, unit, invitee) VALUES (?1, ?2, ?3)")?
        .execute((
            id.as_bytes(),
            invitation.unit.0.as_bytes(),
            key(invitation.invitee).as_bytes(),
        ))?;
    Ok(())
}
