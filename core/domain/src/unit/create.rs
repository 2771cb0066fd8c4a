use super::{Unit, UnitKind};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::{Change, Envelope, Facts, Instant, Rejection, UnitId, field, grant};
use serde::{Deserialize, Serialize};

/// Founds a unit, or admits a provider, under `parent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateUnit {
    pub id: UnitId,
    pub parent: Option<UnitId>,
    pub name: String,
    pub short_name: String,
    pub kind: UnitKind,
}

impl Rule for CreateUnit {
    const NAME: &'static str = "create_unit";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let mut path = vec![];
        if let Some(parent) = self.parent {
            let parent: Unit = facts
                .get(parent)
                .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
            grant::officer_of(&parent, envelope, at, facts)?;
            path = parent.path;
            path.push(parent.id);
        } else if envelope.actor != crate::Actor::Server {
            return Err(Rejection::new("not_allowed")); // only `init` makes a root
        }
        if facts.get::<Unit>(self.id).is_some() {
            return Err(Rejection::new("already_there").arg("what", "đơn vị"));
        }
        Ok(vec![Change::put(Unit {
            id: self.id,
            name: field::line("Tên đơn vị", &self.name, 200)?,
            short_name: field::line("Tên ngắn", &self.short_name, 80)?,
            kind: self.kind,
            path,
        })])
    }
}
