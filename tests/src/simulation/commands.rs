//! What the people of the simulation do: mostly sensible, sometimes not allowed.

use super::model::Model;
use super::rng::Rng;
use super::world::{BRANCH, OTHER, PEOPLE, PROVINCE, TAM};
use congdoan_domain::device::EndDevice;
use congdoan_domain::grant::{ConfirmGrant, EndGrant, ProposeGrant, Role};
use congdoan_domain::invitation::{Invite, Invitee, RevokeInvitation};
use congdoan_domain::member::{AdmitMember, ChangeStatus, EditMember, MemberStatus, Profile, ProfileField};
use congdoan_domain::survey::{
    AnswerSurvey, AnswerValue, CloseSurvey, DeleteSurvey, PublishSurvey, Question, QuestionKind, SaveSurvey,
    SurveyState,
};
use congdoan_domain::{Command, DeviceId, Instant, InvitationId, PersonId, Row, SurveyId, UnitId};
use uuid::Uuid;

const WORDS: [&str; 6] = ["Chuyền 10", "Chuyền 11", "Tổ cắt", "Kho", "Đóng gói", "Văn phòng"];

fn question(rng: &mut Rng, id: u16) -> Question {
    let options = || vec!["Có".to_owned(), "Không".to_owned(), "Chưa rõ".to_owned()];
    let kind = match rng.below(4) {
        0 => QuestionKind::Single { options: options() },
        1 => QuestionKind::Multiple { options: options() },
        2 => QuestionKind::Scale {
            from: 1,
            to: 5,
            low: "kém".into(),
            high: "tốt".into(),
        },
        _ => QuestionKind::Text { max: 200 },
    };
    Question {
        id,
        text: format!("Câu hỏi {id}?"),
        required: rng.chance(40),
        kind,
    }
}

fn value(rng: &mut Rng, question: &Question) -> AnswerValue {
    match &question.kind {
        QuestionKind::Single { .. } => AnswerValue::Single(rng.below(4) as u16), // 3 is one too many
        QuestionKind::Multiple { .. } => AnswerValue::Multiple((0..rng.below(4) as u16).collect()),
        QuestionKind::Scale { .. } => AnswerValue::Scale(rng.below(6) as u8),
        QuestionKind::Text { .. } => AnswerValue::Text(format!("ý kiến {}", rng.below(50))),
    }
}

fn some<T: Copy>(rng: &mut Rng, found: &[T]) -> Option<T> {
    if found.is_empty() {
        None
    } else {
        Some(*rng.pick(found))
    }
}

/// A command that `person` may want to give, knowing what exists.
pub fn random(rng: &mut Rng, model: &Model, person: PersonId, id: u128, now: Instant) -> Option<Command> {
    let surveys: Vec<(SurveyId, UnitId)> = ids(model, |row| match row {
        Row::Survey(survey) => Some((survey.id, survey.unit)),
        _ => None,
    });
    let members: Vec<PersonId> = ids(model, |row| match row {
        Row::Member(member) => Some(member.id),
        _ => None,
    });
    let unit = *rng.pick(&[BRANCH, BRANCH, OTHER]);
    let new = Uuid::from_u128(id | 0x5_0000_0000);
    Some(match rng.below(34) {
        0..8 => {
            let (survey, _) = some(rng, &surveys)?;
            let Some(Row::Survey(found)) = model
                .rows()
                .find(|row| matches!(row, Row::Survey(s) if s.id == survey))
                .cloned()
            else {
                return None;
            };
            let values = found
                .questions
                .iter()
                .filter(|_| true)
                .map(|q| (q.id, value(rng, q)))
                .collect();
            AnswerSurvey { survey, values }.into()
        }
        8..11 => {
            let (id, unit) = if rng.chance(25) {
                some(rng, &surveys)?
            } else {
                (SurveyId(new), unit)
            };
            let questions = (1..=1 + rng.below(3) as u16).map(|n| question(rng, n)).collect();
            let closes_on = now.plus_hours(24 * rng.below(6) as i64 - 12).date();
            let title = format!("Khảo sát {}", rng.below(100));
            SaveSurvey {
                id,
                unit,
                title,
                intro: String::new(),
                questions,
                closes_on,
            }
            .into()
        }
        11..13 => PublishSurvey {
            id: some(rng, &surveys)?.0,
            draft: None,
        }
        .into(),
        13 => CloseSurvey {
            id: some(rng, &surveys)?.0,
        }
        .into(),
        14 => DeleteSurvey {
            id: some(rng, &surveys)?.0,
        }
        .into(),
        15..17 => {
            let name = format!("Lê Văn {}", rng.below(40));
            let mut profile = Profile::named(name);
            if rng.chance(20) {
                profile.phone = Some("12".into());
            }
            AdmitMember {
                id: PersonId(new),
                unit,
                profile,
                joined: None,
            }
            .into()
        }
        17..20 => {
            let field = if rng.chance(50) {
                ProfileField::Department(Some((*rng.pick(&WORDS)).to_owned()))
            } else {
                ProfileField::Number(Some(format!("79 {}", rng.below(1_000))))
            };
            EditMember {
                id: some(rng, &members)?,
                fields: vec![field],
                seen: vec![],
            }
            .into()
        }
        20 => {
            // Mostly Tâm: he is expelled and comes back.
            let id = if rng.chance(70) { TAM } else { some(rng, &members)? };
            let to = *rng.pick(&[
                MemberStatus::Expelled,
                MemberStatus::Active,
                MemberStatus::Paused,
                MemberStatus::Active,
            ]);
            ChangeStatus {
                id,
                to,
                reason: Some("theo nghị quyết".into()),
                on: None,
            }
            .into()
        }
        21 => {
            let (someone, name, _) = *rng.pick(&PEOPLE);
            let to = rng.chance(30).then(|| now.plus_hours(rng.below(48) as i64));
            ProposeGrant {
                person: someone,
                name: name.into(),
                unit,
                role: Role::Officer,
                from: now,
                to,
            }
            .into()
        }
        22 => {
            let grants = ids(model, |row| {
                if let Row::Grant(grant) = row {
                    Some(grant.id)
                } else {
                    None
                }
            });
            ConfirmGrant {
                grant: some(rng, &grants)?,
            }
            .into()
        }
        23 => {
            // Mai's own desk stays, so that someone can always give grants back.
            let grants = ids(model, |row| match row {
                Row::Grant(grant) if grant.unit != PROVINCE => Some(grant.id),
                _ => None,
            });
            EndGrant {
                grant: some(rng, &grants)?,
            }
            .into()
        }
        24 => {
            let invitations = ids(model, |row| {
                if let Row::Invitation(i) = row {
                    Some(i.id)
                } else {
                    None
                }
            });
            if rng.chance(60) {
                Invite {
                    invitation: InvitationId(new),
                    invitee: Invitee::Member(some(rng, &members)?),
                }
                .into()
            } else {
                RevokeInvitation {
                    invitation: some(rng, &invitations)?,
                }
                .into()
            }
        }
        // Drafts come and go: what leaves a scope leaves a tombstone there.
        25..33 => DeleteSurvey {
            id: some(
                rng,
                &ids(model, |row| match row {
                    Row::Survey(survey) if survey.state == SurveyState::Draft => Some(survey.id),
                    _ => None,
                }),
            )?,
        }
        .into(),
        _ if rng.chance(15) => {
            let second = DeviceId(Uuid::from_u128(0x3_0003));
            let _ = person;
            EndDevice { device: second }.into()
        }
        _ => return None,
    })
}

fn ids<T>(model: &Model, pick: impl Fn(&Row) -> Option<T>) -> Vec<T> {
    model.rows().filter_map(pick).collect()
}
