//! A working day in which every text that can be written is the attacker's, and the check that no text was forgotten.

use super::commands::{BRANCH, PHARMACY, PROVINCE, propose, rows, survey, terms};
use super::stranger::{Stranger, fresh};
use ciborium::Value;
use congdoan_domain::market::{RefuseOffer, SaveOffer, SubmitOffer};
use congdoan_domain::member::{
    AdmitMember, ChangeStatus, EditMember, Member, MemberStatus, Profile, ProfileField,
};
use congdoan_domain::survey::{AnswerSurvey, AnswerValue, PublishSurvey};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Command, OfferId, PersonId, SurveyId, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The people who write.
pub struct Cast<'o> {
    pub mai: Stranger<'o>,
    pub hung: Stranger<'o>,
    pub lan: Stranger<'o>,
    pub hoa: Stranger<'o>,
}

impl<'o> Cast<'o> {
    pub fn of(office: &'o congdoan_tests::kit::Office) -> Self {
        Self {
            mai: Stranger::enter(office, "mai", 1),
            hung: Stranger::enter(office, "hung", 2),
            lan: Stranger::enter(office, "lan", 3),
            hoa: Stranger::enter(office, "hoa", 4),
        }
    }

    /// Who does what, and the word of the refusal that is right (`None`: it is taken).
    pub fn day(&self, text: &str) -> Vec<(&Stranger<'o>, Command, Option<&'static str>)> {
        let office = self.hung.office;
        let (now, today) = (office.clock.now(), office.clock.now().date());
        let some = || Some(text.to_owned());
        let (person, other) = (PersonId(fresh()), PersonId(fresh()));
        let (draft, open) = (SurveyId(fresh()), SurveyId(fresh()));
        let (offer, whole) = (OfferId(fresh()), OfferId(fresh()));
        let profile = Profile {
            number: some(),
            department: some(),
            job: some(),
            ..Profile::named(text)
        };
        let strange = Profile {
            phone: some(),
            national_id: some(),
            ..profile.clone()
        };
        let unit = CreateUnit {
            id: UnitId(fresh()),
            parent: Some(PROVINCE),
            name: text.into(),
            short_name: text.into(),
            kind: UnitKind::Branch,
        };
        let saved = |id| SaveOffer {
            id,
            provider: PHARMACY,
            for_unit: PROVINCE,
            server: self.hoa.server,
            terms: terms(text, today),
        };
        let fields = |phones: bool| {
            let mut fields = vec![
                ProfileField::Name(text.into()),
                ProfileField::Number(some()),
                ProfileField::Department(some()),
                ProfileField::Job(some()),
            ];
            if phones {
                fields.extend([ProfileField::Phone(some()), ProfileField::NationalId(some())]);
            }
            fields
        };
        let edit = |phones, seen| EditMember {
            id: person,
            fields: fields(phones),
            seen,
        };
        let published = PublishSurvey {
            id: open,
            draft: Some(survey(open, BRANCH, text, today)),
        };
        let answer = AnswerSurvey {
            survey: open,
            values: BTreeMap::from([(1, AnswerValue::Text(text.into()))]),
        };
        let expel = ChangeStatus {
            id: person,
            to: MemberStatus::Paused,
            reason: some(),
            on: None,
        };
        let admit = |id, profile| AdmitMember {
            id,
            unit: BRANCH,
            profile,
            joined: None,
        };
        vec![
            (&self.mai, unit.into(), None),
            (&self.hung, admit(person, profile).into(), None),
            (&self.hung, admit(other, strange).into(), Some("bad_phone")),
            (&self.hung, edit(false, vec![]).into(), None),
            (&self.hung, edit(true, fields(true)).into(), Some("bad_phone")),
            (&self.hung, expel.into(), None),
            (&self.hung, propose(other, BRANCH, text, now).into(), None),
            (&self.hung, survey(draft, BRANCH, text, today).into(), None),
            (&self.hung, published.into(), None),
            (&self.lan, answer.into(), None),
            (&self.hoa, saved(offer).into(), None),
            (
                &self.hoa,
                SubmitOffer {
                    id: offer,
                    draft: None,
                }
                .into(),
                None,
            ),
            (
                &self.hoa,
                SubmitOffer {
                    id: whole,
                    draft: Some(saved(whole)),
                }
                .into(),
                None,
            ),
            (
                &self.mai,
                RefuseOffer {
                    id: offer,
                    reason: text.into(),
                }
                .into(),
                None,
            ),
        ]
    }

    /// The names of the branch's members, to be compared before and after.
    pub fn members(&self) -> BTreeSet<(PersonId, String)> {
        let all: Vec<Member> = rows(self.hung.office);
        all.into_iter()
            .map(|member| (member.id, member.profile.name))
            .collect()
    }
}

/// The texts in a value, each with the path that leads to it; places in lists and numbers as keys are all one.
pub fn texts(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Text(text) => found.push((path.to_owned(), text.clone())),
        Value::Array(items) => items
            .iter()
            .for_each(|item| texts(item, &format!("{path}[]"), found)),
        Value::Tag(_, inner) => texts(inner, path, found),
        Value::Map(entries) => {
            for (key, item) in entries {
                let key = key.as_text().unwrap_or("#");
                texts(item, &format!("{path}.{key}"), found);
            }
        }
        _ => {}
    }
}

fn replaced(value: &Value, from: &str, to: &str) -> Value {
    match value {
        Value::Text(text) if text == from => Value::Text(to.to_owned()),
        Value::Array(items) => Value::Array(items.iter().map(|item| replaced(item, from, to)).collect()),
        Value::Tag(tag, inner) => Value::Tag(*tag, Box::new(replaced(inner, from, to))),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, item)| (key.clone(), replaced(item, from, to)));
            Value::Map(entries.collect())
        }
        other => other.clone(),
    }
}

pub fn value_of(command: &Command) -> Value {
    ciborium::from_reader(command.encode().as_slice()).unwrap()
}

/// Where the frozen commands have free text: another word there is still a command. Dates and words of a list are not.
pub fn free_texts() -> BTreeSet<(String, String)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/command");
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(golden).unwrap().flatten() {
        let path = file.path();
        if path.extension().is_none_or(|end| end != "hex") {
            continue;
        }
        let name = path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .split('.')
            .next()
            .unwrap()
            .to_owned();
        let hex: String = std::fs::read_to_string(&path)
            .unwrap()
            .split_whitespace()
            .collect();
        let value: Value =
            ciborium::from_reader(congdoan_wire::hex::decode(&hex).unwrap().as_slice()).unwrap();
        let mut leaves = vec![];
        texts(&value, "", &mut leaves);
        for (path, text) in leaves {
            let mut bytes = vec![];
            ciborium::into_writer(&replaced(&value, &text, "x'x"), &mut bytes).unwrap();
            if Command::decode(&name, &bytes).is_ok() {
                found.insert((name.clone(), path));
            }
        }
    }
    found
}
