//! Values drawn from bytes, from small pools of ids so that rows and commands meet.

use congdoan_domain::grant::Role;
use congdoan_domain::invitation::Invitee;
use congdoan_domain::market::{Bearer, Cost, OfferTerms};
use congdoan_domain::member::Profile;
use congdoan_domain::survey::{AnswerValue, Question, QuestionKind};
use congdoan_domain::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Draws from bytes; when they run out, everything is the first choice.
pub struct Draw {
    pub bytes: std::vec::IntoIter<u8>,
}

impl Draw {
    pub fn byte(&mut self) -> u8 {
        self.bytes.next().unwrap_or(0)
    }
    pub fn yes(&mut self) -> bool {
        self.byte().is_multiple_of(2)
    }
    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()].clone()
    }
    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| make(self))
    }
    pub fn id<T: From<Uuid>>(&mut self, pool: u128, size: u8) -> T {
        T::from(Uuid::from_u128(pool + u128::from(self.byte() % size)))
    }
    pub fn person(&mut self) -> PersonId {
        self.id(0x100, 3)
    }
    pub fn unit(&mut self) -> UnitId {
        self.id(0x200, 4)
    }
    pub fn device(&mut self) -> DeviceId {
        self.id(0x300, 3)
    }
    pub fn survey(&mut self) -> SurveyId {
        self.id(0x400, 2)
    }
    pub fn offer(&mut self) -> OfferId {
        self.id(0x500, 2)
    }
    pub fn invitation(&mut self) -> InvitationId {
        self.id(0x600, 2)
    }
    pub fn instant(&mut self) -> Instant {
        const TODAY: i64 = 1_795_417_500_000;
        match self.byte() {
            0..=250 => Instant(TODAY + (i64::from(self.byte()) - 128) * 3_600_000),
            251 => Instant(i64::MIN),
            252 => Instant(i64::MAX),
            253 => Instant(0),
            _ => Instant(TODAY + (i64::from(self.byte()) - 128) * 31_536_000_000),
        }
    }
    pub fn date(&mut self) -> Date {
        self.instant().date()
    }
    pub fn text(&mut self) -> String {
        self.one(&[
            "Lan",
            "Nguyễn Thị Hoà",
            "",
            "  ",
            "\u{0}\u{301}",
            "0900000678",
            "001090000123",
            &"ễ".repeat(300),
        ])
        .to_owned()
    }
    pub fn role(&mut self) -> Role {
        self.one(&Role::ALL)
    }
    pub fn grant(&mut self) -> GrantId {
        let (person, unit, role) = (self.person(), self.unit(), self.role());
        GrantId::of(person, unit, role.as_str())
    }
    pub fn path(&mut self) -> Vec<UnitId> {
        (0..self.byte() % 3).map(|_| self.unit()).collect()
    }
    pub fn profile(&mut self) -> Profile {
        Profile {
            name: self.text(),
            number: self.maybe(Self::text),
            birth: self.maybe(Self::date),
            sex: None,
            phone: self.maybe(Self::text),
            national_id: self.maybe(Self::text),
            department: None,
            job: None,
        }
    }
    pub fn invitee(&mut self) -> Invitee {
        if self.yes() {
            Invitee::Member(self.person())
        } else {
            Invitee::Desk(self.grant())
        }
    }
    pub fn question(&mut self) -> Question {
        let options: Vec<String> = (0..self.byte() % 4).map(|n| format!("ý {n}")).collect();
        let kind = match self.byte() % 4 {
            0 => QuestionKind::Text {
                max: u16::from(self.byte()) * 9,
            },
            1 => QuestionKind::Single { options },
            2 => QuestionKind::Multiple { options },
            _ => QuestionKind::Scale {
                from: self.byte(),
                to: self.byte(),
                low: String::new(),
                high: String::new(),
            },
        };
        Question {
            id: (self.byte() % 3).into(),
            text: self.text(),
            required: self.yes(),
            kind,
        }
    }
    pub fn questions(&mut self) -> Vec<Question> {
        (0..self.byte() % 3).map(|_| self.question()).collect()
    }
    pub fn values(&mut self) -> BTreeMap<u16, AnswerValue> {
        (0..self.byte() % 3)
            .map(|id| {
                let value = match self.byte() % 4 {
                    0 => AnswerValue::Text(self.text()),
                    1 => AnswerValue::Single(self.byte().into()),
                    2 => AnswerValue::Multiple(vec![0, (self.byte() % 3).into()]),
                    _ => AnswerValue::Scale(self.byte()),
                };
                (id.into(), value)
            })
            .collect()
    }
    pub fn terms(&mut self) -> OfferTerms {
        OfferTerms {
            title: self.text(),
            what: self.text(),
            price: self.maybe(|d| d.one(&[0, 45_000, -1, i64::MAX, i64::MIN])),
            price_for_members: self.maybe(|d| d.one(&[0, 36_000, i64::MAX, i64::MIN])),
            conditions: self.text(),
            cost: Cost {
                extra_fees: self.maybe(|d| d.one(&[0, 5_000, i64::MAX, i64::MIN])),
                deposit: self.maybe(|d| d.one(&[0, -1])),
                instalments: self.maybe(Self::text),
                renewal: None,
                data_asked: self.maybe(Self::text),
            },
            place: self.text(),
            starts_on: self.date(),
            ends_on: self.date(),
            quantity: self.maybe(|d| u32::from(d.byte() % 3)),
            per_member: self.byte() % 4,
            double_use_borne_by: Bearer::Provider,
        }
    }
}
