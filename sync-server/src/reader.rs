//! Who is behind a device, and what they may hold: from this server's rows, at every request.

use crate::commit::decoded;
use crate::feed::Reader;
use crate::store::{ReadTx, StoreError};
use congdoan_domain::device::{Device, DeviceState};
use congdoan_domain::grant::Grant;
use congdoan_domain::member::Member;
use congdoan_domain::{DeviceId, Instant, PersonId, RowBody, Scope, audience};
use uuid::Uuid;

/// A typed row, if it is there.
///
/// # Errors
/// The store cannot be read, or the row cannot: taken as absent, an unreadable device would count as ended and be told
/// to delete what it holds.
pub fn get<T: RowBody>(read: &dyn ReadTx, id: impl Into<Uuid>) -> Result<Option<T>, StoreError> {
    let found = read.row(T::KIND, id.into())?;
    Ok(found
        .map(|row| decoded(&row))
        .transpose()?
        .flatten()
        .and_then(T::from_row))
}

/// Rows read at a time: a large table is never in memory as rows and as bodies at once.
const PAGE: usize = 500;

/// Every living row of a kind, in the order of ids.
///
/// # Errors
/// The store cannot be read, or a row cannot: a list of revoked cards that lacks one would call it good.
pub fn all<T: RowBody>(read: &dyn ReadTx) -> Result<Vec<T>, StoreError> {
    let (mut found, mut after) = (vec![], Uuid::nil());
    loop {
        let rows = read.rows_after(Some((T::KIND, after)), PAGE)?;
        for row in rows.iter().take_while(|row| row.kind == T::KIND) {
            found.extend(decoded(row)?.and_then(T::from_row));
        }
        match rows.last().filter(|last| last.kind == T::KIND) {
            Some(last) => after = last.id,
            None => return Ok(found),
        }
    }
}

/// Every grant of a person, also those that are proposed or over: each is placed with its person.
///
/// # Errors
/// The store cannot be read, or a row cannot.
pub fn grants(read: &dyn ReadTx, person: PersonId) -> Result<Vec<Grant>, StoreError> {
    let rows = read.rows_in_scope(&Scope::Member(person), Grant::KIND)?;
    rows.iter()
        .map(decoded)
        .filter_map(|row| row.map(|row| row.and_then(Grant::from_row)).transpose())
        .collect()
}

/// An active device and its scopes; `None`: unknown or ended.
///
/// # Errors
/// The store cannot be read.
pub fn reader(read: &dyn ReadTx, id: DeviceId, at: Instant) -> Result<Option<(Device, Reader)>, StoreError> {
    let Some(device) = get::<Device>(read, id)?.filter(|d| d.state == DeviceState::Active) else {
        return Ok(None);
    };
    let member: Option<Member> = get(read, device.person)?;
    let grants = grants(read, device.person)?;
    let scopes = audience::scopes(device.person, member.as_ref(), &grants, at);
    Ok(Some((device, Reader { device: id, scopes })))
}
