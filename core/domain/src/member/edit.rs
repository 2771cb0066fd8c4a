use super::{Member, Sex};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Date, Envelope, Facts, Instant, PersonId, Rejection, card, grant};
use serde::{Deserialize, Serialize};

/// One field that a person changed. Only changed fields travel, so that two officers who correct different
/// fields of one record both win.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileField {
    Name(String),
    Number(Option<String>),
    Birth(Option<Date>),
    Sex(Option<Sex>),
    Phone(Option<String>),
    NationalId(Option<String>),
    Department(Option<String>),
    Job(Option<String>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditMember {
    pub id: PersonId,
    pub fields: Vec<ProfileField>,
}

impl Rule for EditMember {
    const NAME: &'static str = "edit_member";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let mut member: Member = facts
            .get(self.id)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đoàn viên"))?;
        let unit: Unit = facts
            .get(member.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        for field in self.fields.iter().cloned() {
            let profile = &mut member.profile;
            match field {
                ProfileField::Name(value) => profile.name = value,
                ProfileField::Number(value) => profile.number = value,
                ProfileField::Birth(value) => profile.birth = value,
                ProfileField::Sex(value) => profile.sex = value,
                ProfileField::Phone(value) => profile.phone = value,
                ProfileField::NationalId(value) => profile.national_id = value,
                ProfileField::Department(value) => profile.department = value,
                ProfileField::Job(value) => profile.job = value,
            }
        }
        member.profile = member.profile.checked(at)?;
        let mut changes = card::follow(&member, &unit, at, facts);
        changes.push(Change::put(member));
        Ok(changes)
    }
}
