//! The oracle: every row in a map, every outcome in a map, and who may see what, written by hand from the
//! requirements. It must not use placement, audience, feed, commit or any store.

use congdoan_domain::grant::Grant;
use congdoan_domain::member::Member;
use congdoan_domain::survey::SurveyState;
use congdoan_domain::{
    CommandId, Envelope, Facts, Instant, MapFacts, PersonId, Rejection, Row, RowKey, UnitId, decide,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Bodies by kind and id.
pub type Rows = BTreeMap<(String, Uuid), Vec<u8>>;

#[derive(Clone, Default)]
pub struct Model {
    pub facts: MapFacts,
    pub outcomes: BTreeMap<CommandId, Result<(), Rejection>>,
}

/// Decides over facts and writes them.
pub fn run(facts: &mut MapFacts, envelope: &Envelope, at: Instant) -> Result<(), Rejection> {
    let changes = decide(envelope, at, facts)?;
    facts.apply(&changes);
    Ok(())
}

impl Model {
    /// The first execution of a command decides; every later one is the same.
    pub fn execute(&mut self, envelope: &Envelope, at: Instant) -> Result<(), Rejection> {
        if let Some(known) = self.outcomes.get(&envelope.id) {
            return known.clone();
        }
        let outcome = run(&mut self.facts, envelope, at);
        self.outcomes.insert(envelope.id, outcome.clone());
        outcome
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.facts.0.values().flatten()
    }

    pub fn all(&self) -> Rows {
        self.rows().map(entry).collect()
    }

    /// Everything a person's device may hold, and must hold when it is settled.
    pub fn visible(&self, person: PersonId, at: Instant) -> Rows {
        let sight = Sight::of(self, person, at);
        self.rows()
            .filter(|row| sight.sees(self, row))
            .map(entry)
            .collect()
    }
}

fn entry(row: &Row) -> ((String, Uuid), Vec<u8>) {
    let RowKey { kind, id } = row.key();
    ((kind.as_str().to_owned(), id), row.encode())
}

struct Sight {
    person: PersonId,
    /// Has a place in the union at all.
    own: bool,
    /// Units whose members this person is among.
    orgs: Vec<UnitId>,
    /// Offices this person works in.
    desks: Vec<UnitId>,
}

impl Sight {
    fn of(model: &Model, person: PersonId, at: Instant) -> Self {
        let mut sight = Self {
            person,
            own: false,
            orgs: vec![],
            desks: vec![],
        };
        for row in model.rows() {
            match row {
                Row::Member(member) if member.id == person && still_in(member) => {
                    sight.own = true;
                    sight.orgs.push(member.unit);
                    sight.orgs.extend(&member.path);
                }
                Row::Grant(grant) if grant.person == person && works(grant, at) => {
                    sight.own = true;
                    sight.orgs.push(grant.unit);
                    sight.desks.push(grant.unit);
                }
                _ => {}
            }
        }
        sight
    }

    /// Whether this person works one or two levels above a unit.
    fn over(&self, model: &Model, unit: &UnitId) -> bool {
        let tree = model.rows().find_map(|row| match row {
            Row::Unit(found) if found.id == *unit => Some(found.path.clone()),
            _ => None,
        });
        tree.is_some_and(|path| path.iter().rev().take(2).any(|above| self.desks.contains(above)))
    }

    fn sees(&self, model: &Model, row: &Row) -> bool {
        let desk = |unit: &UnitId| self.desks.contains(unit);
        let me = |person: &PersonId| self.own && *person == self.person;
        match row {
            Row::Unit(unit) => {
                let above: Vec<&UnitId> = unit.path.iter().rev().take(2).collect();
                self.orgs.contains(&unit.id) || desk(&unit.id) || above.into_iter().any(desk)
            }
            Row::Member(member) => me(&member.id) || desk(&member.unit),
            Row::Grant(grant) => me(&grant.person) || desk(&grant.unit) || self.over(model, &grant.unit),
            // Which desks look after it was settled when it was enrolled, and does not change with the tree.
            Row::Device(device) => me(&device.person) || desk(&device.unit) || device.above.iter().any(desk),
            Row::Invitation(invitation) => {
                desk(&invitation.unit) || [invitation.made_by, invitation.person].iter().flatten().any(me)
            }
            // Its person, and whoever sees one of their devices or saw one that has ended.
            Row::PersonDevices(list) => me(&list.id) || list.units.iter().any(desk),
            Row::Survey(survey) => {
                desk(&survey.unit) || (survey.state != SurveyState::Draft && self.orgs.contains(&survey.unit))
            }
            Row::Answer(answer) => me(&answer.person) || desk(&answer.unit),
            Row::Card(card) => me(&card.person) || desk(&card.unit),
            Row::CardHead(head) => me(&head.id) || desk(&head.unit),
            #[allow(unreachable_patterns, reason = "rooms that the simulation does not use yet")]
            _ => false,
        }
    }
}

fn still_in(member: &Member) -> bool {
    use congdoan_domain::member::MemberStatus::{Expelled, Left};
    !matches!(member.status, Left | Expelled)
}

fn works(grant: &Grant, at: Instant) -> bool {
    use congdoan_domain::grant::GrantState::Active;
    grant.state == Active && grant.from <= at && grant.to.is_none_or(|end| at < end)
}

impl Facts for Model {
    fn row(&self, key: RowKey) -> Option<Row> {
        self.facts.row(key)
    }
}
