use super::{Member, ProfileField};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, Envelope, Facts, Instant, PersonId, Rejection, card, grant};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditMember {
    pub id: PersonId,
    pub fields: Vec<ProfileField>,
    /// The changed fields as the form showed them before: whoever corrects what another has corrected meanwhile is
    /// refused and looks again, instead of overwriting it unseen. Empty: overwrite.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<ProfileField>,
}

impl Rule for EditMember {
    const NAME: &'static str = "edit_member";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let found: Member = facts
            .get(self.id)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đoàn viên"))?;
        let unit: Unit = facts
            .get(found.unit)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
        grant::officer_of(&unit, envelope, at, facts)?;
        let mut member = found.clone();
        for field in self.fields.iter().cloned() {
            field.put(&mut member);
        }
        member.profile = member.profile.checked(at)?;
        if member.joined != found.joined {
            super::joined(Some(member.joined), at)?;
        }
        let lost = self.seen.iter().find(|seen| {
            let (now, wanted) = (seen.of(&found), seen.of(&member));
            now != **seen && now != wanted
        });
        if let Some(field) = lost {
            return Err(Rejection::new("changed_meanwhile").arg("field", field.vi()));
        }
        let mut changes = card::follow(&member, &unit, at, facts);
        changes.push(Change::put(member));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    fn phone(number: &str) -> ProfileField {
        ProfileField::Phone(Some(number.into()))
    }

    fn edit(world: &mut World, field: ProfileField, seen: ProfileField) -> Result<usize, Rejection> {
        let (fields, seen) = (vec![field], vec![seen]);
        world.run(
            by(HUNG),
            EditMember {
                id: LAN,
                fields,
                seen,
            },
        )
    }

    #[test]
    fn a_correction_of_what_another_corrected_meanwhile_is_refused() {
        let mut world = World::new();
        let seen = phone("").of(&world.facts.get::<Member>(LAN).unwrap());
        edit(&mut world, phone("0900 000 111"), seen.clone()).unwrap();
        let refused = edit(&mut world, phone("0900 000 222"), seen.clone()).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.args["field"].as_str()),
            ("changed_meanwhile", "Điện thoại")
        );
        // The same correction twice is one, however it was typed, and another field is nobody's business.
        edit(&mut world, phone("+84 900 000 111"), seen).unwrap();
        let job = ProfileField::Job(None);
        edit(&mut world, ProfileField::Job(Some("Cắt".into())), job).unwrap();
        let member: Member = world.facts.get(LAN).unwrap();
        assert_eq!(
            (member.profile.phone.as_deref(), member.profile.job.as_deref()),
            (Some("+84900000111"), Some("Cắt"))
        );
    }

    #[test]
    fn nobody_joined_tomorrow() {
        let mut world = World::new();
        let joined = |day| ProfileField::Joined(crate::Date::constant(2026, 11, day));
        let seen = joined(1).of(&world.facts.get(LAN).unwrap());
        let refused = edit(&mut world, joined(24), seen.clone()).unwrap_err();
        assert_eq!(refused.code, "bad_date");
        edit(&mut world, joined(20), seen).unwrap();
        let member: Member = world.facts.get(LAN).unwrap();
        assert_eq!(joined(1).of(&member), joined(20));
    }
}
