use super::value::AnswerValue;
use crate::{Rejection, field};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Unique in the survey; kept when questions are reordered.
    pub id: u16,
    pub text: String,
    #[serde(default)]
    pub required: bool,
    pub kind: QuestionKind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    Single {
        options: Vec<String>,
    },
    Multiple {
        options: Vec<String>,
    },
    /// Whole points from `from` to `to`, with words at both ends.
    Scale {
        from: u8,
        to: u8,
        low: String,
        high: String,
    },
    Text {
        max: u16,
    },
}

/// Longest free text, in characters.
const TEXT_MAX: u16 = 2_000;

/// Longest words at an end of a scale, in characters.
const END_MAX: usize = 80;
/// Most options of one question.
const OPTIONS_MAX: usize = 30;

impl Question {
    /// The question as it is stored, in a draft too: it may be unfinished, and holds no more than a finished one may.
    /// Otherwise one officer's draft could be larger than an answer of the server, and nobody at the desk could sync.
    pub(super) fn written(&self, number: usize) -> Result<Self, Rejection> {
        let name = format!("Câu {number}");
        let options = |options: &[String]| {
            if options.len() > OPTIONS_MAX {
                return Err(Rejection::new("survey_bad_question")
                    .arg("number", number)
                    .arg("why", "có quá 30 lựa chọn"));
            }
            let option = |text: &String| field::at_most(&format!("{name}, lựa chọn"), text, 200);
            options.iter().map(option).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            text: field::at_most(&name, &self.text, 500)?,
            kind: match &self.kind {
                QuestionKind::Single { options: all } => QuestionKind::Single {
                    options: options(all)?,
                },
                QuestionKind::Multiple { options: all } => QuestionKind::Multiple {
                    options: options(all)?,
                },
                QuestionKind::Scale { from, to, low, high } => QuestionKind::Scale {
                    from: *from,
                    to: *to,
                    low: field::at_most(&format!("{name}, đầu thang"), low, END_MAX)?,
                    high: field::at_most(&format!("{name}, cuối thang"), high, END_MAX)?,
                },
                QuestionKind::Text { max } => QuestionKind::Text { max: *max },
            },
            ..*self
        })
    }

    /// `number` is what people count: from 1.
    pub(super) fn check(&self, number: usize) -> Result<(), Rejection> {
        let bad = |why: &str| {
            Err(Rejection::new("survey_bad_question")
                .arg("number", number)
                .arg("why", why))
        };
        field::required(&format!("Câu {number}"), &self.text, 500)?;
        match &self.kind {
            QuestionKind::Single { options } | QuestionKind::Multiple { options } => {
                if options.len() < 2 {
                    return bad("cần ít nhất hai lựa chọn");
                }
                if options.len() > OPTIONS_MAX {
                    return bad("có quá 30 lựa chọn");
                }
                for option in options {
                    field::required(&format!("Câu {number}, lựa chọn"), option, 200)?;
                }
                let mut folded: Vec<String> = options.iter().map(|o| o.trim().to_lowercase()).collect();
                folded.sort();
                folded.dedup();
                if folded.len() != options.len() {
                    return bad("có hai lựa chọn giống nhau");
                }
            }
            QuestionKind::Scale { from, to, .. } => {
                if from >= to || to - from > 10 {
                    return bad("thang điểm cần từ 2 đến 11 mức");
                }
            }
            QuestionKind::Text { max } => {
                if *max == 0 || *max > TEXT_MAX {
                    return bad("độ dài câu trả lời cần từ 1 đến 2.000 ký tự");
                }
            }
        }
        Ok(())
    }

    /// Whether a value fits this question.
    pub fn accepts(&self, value: &AnswerValue) -> bool {
        match (&self.kind, value) {
            (QuestionKind::Single { options }, AnswerValue::Single(index)) => {
                usize::from(*index) < options.len()
            }
            (QuestionKind::Multiple { options }, AnswerValue::Multiple(indexes)) => {
                indexes.windows(2).all(|pair| pair[0] < pair[1])
                    && indexes
                        .last()
                        .is_none_or(|last| usize::from(*last) < options.len())
            }
            (QuestionKind::Scale { from, to, .. }, AnswerValue::Scale(point)) => (from..=to).contains(&point),
            (QuestionKind::Text { max }, AnswerValue::Text(text)) => {
                text.chars().count() <= usize::from(*max)
            }
            _ => false,
        }
    }
}
