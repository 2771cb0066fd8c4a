//! Which scopes a person's devices receive: the other half of placement (law 6).
//!
//! The server calls this with rows of its own database, never with anything from a request.

use crate::grant::Grant;
use crate::member::Member;
use crate::{Instant, PersonId, Scope};
use std::collections::BTreeSet;

/// The scopes of a person, from their member record (if any) and their grants.
///
/// Someone who left or was expelled, and has no grant, receives `public` only: their device is told `gone` for
/// the rest and deletes it.
pub fn scopes(person: PersonId, member: Option<&Member>, grants: &[Grant], at: Instant) -> BTreeSet<Scope> {
    let mut scopes = BTreeSet::from([Scope::Public]);
    if let Some(member) = member.filter(|m| m.status.belongs()) {
        scopes.insert(Scope::Member(person));
        scopes.insert(Scope::Org(member.unit));
        scopes.extend(member.path.iter().map(|unit| Scope::Org(*unit)));
    }
    for grant in grants.iter().filter(|g| g.person == person && g.active_at(at)) {
        scopes.insert(Scope::Member(person));
        scopes.insert(Scope::Org(grant.unit));
        scopes.insert(Scope::Desk(grant.unit));
    }
    scopes
}
