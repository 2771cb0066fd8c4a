use super::names::Dice;
use super::people::{HUNG, member};
use super::units::HUNG_THINH;
use crate::init::{Founding, InitError};
use congdoan_domain::survey::{AnswerSurvey, AnswerValue, PublishSurvey, Question, QuestionKind, SaveSurvey};
use congdoan_domain::{Actor, DeviceId, Instant, SurveyId};
use std::collections::BTreeMap;
use uuid::Uuid;

const fn survey(n: u128) -> SurveyId {
    SurveyId(Uuid::from_u128(0x5a3e_0000_0000_4000_a000_0000_0000_0000 + n))
}

fn options(list: &[&str]) -> Vec<String> {
    list.iter().map(|o| (*o).to_owned()).collect()
}

fn questions() -> Vec<Question> {
    vec![
        Question {
            id: 1,
            text: "Bữa ăn giữa ca có đủ no không?".into(),
            required: true,
            kind: QuestionKind::Single {
                options: options(&["Đủ", "Có hôm thiếu", "Thường thiếu"]),
            },
        },
        Question {
            id: 2,
            text: "Anh/chị muốn đổi điều gì ở bữa ăn?".into(),
            required: false,
            kind: QuestionKind::Multiple {
                options: options(&[
                    "Nhiều rau hơn",
                    "Nhiều thịt cá hơn",
                    "Bớt mặn",
                    "Đổi món thường hơn",
                ]),
            },
        },
        Question {
            id: 3,
            text: "Chấm điểm chung cho nhà ăn".into(),
            required: true,
            kind: QuestionKind::Scale {
                from: 1,
                to: 5,
                low: "rất kém".into(),
                high: "rất tốt".into(),
            },
        },
        Question {
            id: 4,
            text: "Anh/chị muốn nói thêm điều gì?".into(),
            required: false,
            kind: QuestionKind::Text { max: 500 },
        },
    ]
}

const WORDS: [&str; 4] = [
    "Cơm hay bị khô vào ca chiều.",
    "Canh ngon hơn tháng trước.",
    "Mong có thêm trái cây.",
    "Xếp hàng lâu quá.",
];

pub fn write(founding: &Founding, now: Instant) -> Result<(), InitError> {
    let day = |n: i64| now.plus_hours(24 * n);
    let mut tx = founding.store.begin_alone()?;
    let hung = Actor::Person {
        person: HUNG,
        device: DeviceId(Uuid::from_u128(1)),
    };
    for (id, title, closes, published) in [
        (survey(1), "Bữa ăn giữa ca tháng 11", day(9), Some(day(-6))),
        (survey(2), "Nguyện vọng nghỉ Tết", day(20), None),
    ] {
        let intro = "Khảo sát có ghi tên. Ban chấp hành đọc câu trả lời để làm việc với công ty.".to_owned();
        let at = published.unwrap_or(day(-1));
        let draft = SaveSurvey {
            id,
            unit: HUNG_THINH,
            title: title.into(),
            intro,
            questions: questions(),
            closes_on: closes.date(),
        };
        founding.run_as(tx.as_mut(), hung, at, draft)?;
        if published.is_some() {
            founding.run_as(tx.as_mut(), hung, at, PublishSurvey { id, draft: None })?;
        }
    }
    let mut dice = Dice::new(77);
    let mut answered = 0;
    for n in 0..120 {
        if answered == 41 {
            break;
        }
        let person = member(0, n);
        let mut values = BTreeMap::from([
            (1, AnswerValue::Single(dice.below(3) as u16)),
            (
                2,
                AnswerValue::Multiple(if dice.below(2) == 0 { vec![0, 2] } else { vec![1] }),
            ),
            (3, AnswerValue::Scale(1 + dice.below(5) as u8)),
        ]);
        if dice.below(4) == 0 {
            values.insert(4, AnswerValue::Text(dice.pick(&WORDS).to_owned()));
        }
        let actor = Actor::Person {
            person,
            device: DeviceId(Uuid::from_u128(2)),
        };
        // Members who are paused or gone are refused, as they should be.
        if founding
            .run_as(
                tx.as_mut(),
                actor,
                day(-2),
                AnswerSurvey {
                    survey: survey(1),
                    values,
                },
            )
            .is_ok()
        {
            answered += 1;
        }
    }
    Ok(tx.commit()?)
}
