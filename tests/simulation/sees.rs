//! Who may see what, written by hand from the requirements, row kind by row kind: never from `placement`.

use super::model::Model;
use congdoan_domain::grant::Grant;
use congdoan_domain::member::Member;
use congdoan_domain::survey::SurveyState;
use congdoan_domain::{Instant, PersonId, Row, RowBody, RowKey, Scope, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// What a person is, at a moment.
pub(super) struct Reader {
    person: PersonId,
    /// Units whose news to their members reach this person.
    told: BTreeSet<UnitId>,
    /// Offices this person works in.
    desks: BTreeSet<UnitId>,
    /// Whether the person belongs to the union in any way, and so has records of their own.
    own: bool,
}

impl Reader {
    pub fn of(model: &Model, person: PersonId, at: Instant) -> Self {
        let mut told = BTreeSet::new();
        let mut desks = BTreeSet::new();
        let mut own = false;
        if let Some(Row::Member(member)) = model.rows.get(&Member::key_of(person))
            && member.status.belongs()
        {
            own = true;
            told.insert(member.unit);
            told.extend(member.path.iter().copied());
        }
        for row in model.rows.values() {
            if let Row::Grant(grant) = row
                && grant.person == person
                && works(grant, at)
            {
                own = true;
                told.insert(grant.unit);
                desks.insert(grant.unit);
            }
        }
        Self {
            person,
            told,
            desks,
            own,
        }
    }

    fn is(&self, person: PersonId) -> bool {
        self.own && self.person == person
    }

    fn works_at(&self, unit: UnitId) -> bool {
        self.desks.contains(&unit)
    }

    /// An error for a kind of row that nobody has written here who may see it.
    fn sees(&self, row: &Row) -> Result<bool, String> {
        Ok(match row {
            // Its members, its own office, and the offices one and two levels up.
            Row::Unit(unit) => {
                let above = unit.path.iter().rev().take(2);
                self.told.contains(&unit.id) || self.works_at(unit.id) || above.into_iter().any(|u| self.works_at(*u))
            }
            // The office and the person.
            Row::Member(member) => self.works_at(member.unit) || self.is(member.id),
            Row::Grant(grant) => self.works_at(grant.unit) || self.is(grant.person),
            Row::Device(device) => self.works_at(device.unit) || self.is(device.person),
            Row::Answer(answer) => self.works_at(answer.unit) || self.is(answer.person),
            Row::Card(card) => self.works_at(card.unit) || self.is(card.person),
            Row::CardHead(head) => self.works_at(head.unit) || self.is(head.id),
            // The office alone.
            Row::Invitation(invitation) => self.works_at(invitation.unit),
            // A draft is the office's; what was published is for all under the unit.
            Row::Survey(survey) => {
                self.works_at(survey.unit) || (survey.state != SurveyState::Draft && self.told.contains(&survey.unit))
            }
            #[allow(unreachable_patterns)]
            other => return Err(format!("nobody wrote down who may see a {}", other.key().kind.as_str())),
        })
    }

    /// The rows this person's devices should hold.
    pub fn rows(&self, model: &Model) -> Result<BTreeMap<RowKey, Vec<u8>>, String> {
        let mut rows = BTreeMap::new();
        for (key, row) in &model.rows {
            if self.sees(row)? {
                rows.insert(*key, row.encode());
            }
        }
        Ok(rows)
    }

    /// The scopes this person's devices may name.
    pub fn scopes(&self) -> BTreeSet<Scope> {
        let mut scopes = BTreeSet::from([Scope::Public]);
        if self.own {
            scopes.insert(Scope::Member(self.person));
        }
        scopes.extend(self.told.iter().map(|unit| Scope::Org(*unit)));
        scopes.extend(self.desks.iter().map(|unit| Scope::Desk(*unit)));
        scopes
    }
}

fn works(grant: &Grant, at: Instant) -> bool {
    use congdoan_domain::grant::GrantState::Active;
    grant.state == Active && grant.from <= at && grant.to.is_none_or(|end| at < end)
}
