//! What the operator does to units, grants and invitations from the command line: the server's own commands, through the
//! same rules. The operator stands for the second person here.

use crate::clock::random_id;
use crate::init::{Founding, InitError};
use crate::reader::all;
use crate::store::{ReadTx, StoreError};
use congdoan_domain::grant::{Grant, ProposeGrant, Role};
use congdoan_domain::invitation::Invitee;
use congdoan_domain::unit::{CreateUnit, Unit, UnitKind};
use congdoan_domain::{GrantId, Instant, PersonId, UnitId};
use serde::de::DeserializeOwned;

/// A word of the rules (`branch`, `chair` …) as typed by the operator.
///
/// # Errors
/// The word, in a sentence.
pub fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| format!("không có loại “{text}”"))
}

/// The tree of units, a line each, with the grants that are active at `at` under their unit.
///
/// # Errors
/// The store cannot be read.
pub fn tree(read: &dyn ReadTx, at: Instant) -> Result<Vec<String>, StoreError> {
    let (mut units, grants): (Vec<Unit>, Vec<Grant>) = (all(read)?, all(read)?);
    let name_of: std::collections::BTreeMap<UnitId, String> = units
        .iter()
        .map(|unit| (unit.id, unit.short_name.clone()))
        .collect();
    let way = |unit: &Unit| -> Vec<String> {
        let up = unit
            .path
            .iter()
            .map(|id| name_of.get(id).cloned().unwrap_or_default());
        up.chain([unit.short_name.clone()]).collect()
    };
    units.sort_by_cached_key(way);
    let mut lines = Vec::new();
    for unit in &units {
        let indent = "  ".repeat(unit.path.len());
        lines.push(format!("{indent}{} {} ({})", unit.id, unit.name, unit.kind.vi()));
        for grant in grants.iter().filter(|g| g.unit == unit.id && g.active_at(at)) {
            lines.push(format!(
                "{indent}  · {} {}: {}",
                grant.role.as_str(),
                grant.id,
                grant.name
            ));
        }
    }
    Ok(lines)
}

/// Founds a unit or admits a provider; gives its id.
///
/// # Errors
/// The rules refuse it.
pub fn add_unit(
    founding: &Founding,
    parent: UnitId,
    name: &str,
    short_name: &str,
    kind: UnitKind,
    at: Instant,
) -> Result<UnitId, InitError> {
    let id = UnitId(random_id());
    let unit = CreateUnit {
        id,
        parent: Some(parent),
        name: name.to_owned(),
        short_name: short_name.to_owned(),
        kind,
    };
    founding.command(at, unit)?;
    Ok(id)
}

/// Gives a person a role and invites them; gives the line to hand over. `person`: a member who has an id already.
///
/// # Errors
/// The rules refuse it.
pub fn grant(
    founding: &Founding,
    unit: UnitId,
    person: Option<PersonId>,
    name: &str,
    role: Role,
    at: Instant,
) -> Result<String, InitError> {
    let person = person.unwrap_or_else(|| PersonId(random_id()));
    let proposal = ProposeGrant {
        person,
        name: name.to_owned(),
        unit,
        role,
        from: at,
        to: None,
    };
    let desk = Invitee::Desk(GrantId::of(person, unit, role.as_str()));
    founding.transaction(|tx| {
        founding.run(tx, at, proposal.clone())?;
        founding.invite(tx, desk, at)
    })
}

/// A new invitation for somebody who is known: the last one ran out, or the device was lost.
///
/// # Errors
/// The rules refuse it.
pub fn invite(founding: &Founding, invitee: Invitee, at: Instant) -> Result<String, InitError> {
    founding.transaction(|tx| founding.invite(tx, invitee, at))
}
