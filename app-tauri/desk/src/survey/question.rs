//! Questions and answers between the page's form and the rules'.

use congdoan_client::domain::survey::{AnswerValue, Question as Ruled, QuestionKind as Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Longest free text that the rules take, in characters.
const LONGEST: u16 = 2_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    Single,
    Multiple,
    Scale,
    Text,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct Choice {
    pub id: String,
    pub text: String,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct Scale {
    pub min: u8,
    pub max: u8,
    pub min_label: String,
    pub max_label: String,
}

/// A question as the page writes it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct Question {
    pub id: String,
    pub kind: QuestionKind,
    pub text: String,
    pub required: bool,
    /// Single and multiple only.
    pub options: Vec<Choice>,
    /// Scale only.
    pub scale: Option<Scale>,
}

impl Question {
    /// `id` counts from 1: the page's own ids are any text.
    pub(super) fn ruled(self, id: u16) -> Ruled {
        let options = || self.options.into_iter().map(|choice| choice.text).collect();
        let kind = match (self.kind, self.scale) {
            (QuestionKind::Single, _) => Kind::Single { options: options() },
            (QuestionKind::Multiple, _) => Kind::Multiple { options: options() },
            (QuestionKind::Scale, Some(scale)) => Kind::Scale {
                from: scale.min,
                to: scale.max,
                low: scale.min_label,
                high: scale.max_label,
            },
            (QuestionKind::Scale, None) => Kind::Scale {
                from: 0,
                to: 0,
                low: String::new(),
                high: String::new(),
            },
            (QuestionKind::Text, _) => Kind::Text { max: LONGEST },
        };
        Ruled {
            id,
            text: self.text,
            required: self.required,
            kind,
        }
    }
}

impl From<&Ruled> for Question {
    fn from(question: &Ruled) -> Self {
        let choices = |options: &[String]| {
            let choice = |(index, text): (usize, &String)| Choice {
                id: index.to_string(),
                text: text.clone(),
            };
            options.iter().enumerate().map(choice).collect()
        };
        let (kind, options, scale) = match &question.kind {
            Kind::Single { options } => (QuestionKind::Single, choices(options), None),
            Kind::Multiple { options } => (QuestionKind::Multiple, choices(options), None),
            Kind::Scale { from, to, low, high } => {
                let scale = Scale {
                    min: *from,
                    max: *to,
                    min_label: low.clone(),
                    max_label: high.clone(),
                };
                (QuestionKind::Scale, vec![], Some(scale))
            }
            Kind::Text { .. } => (QuestionKind::Text, vec![], None),
        };
        Self {
            id: question.id.to_string(),
            kind,
            text: question.text.clone(),
            required: question.required,
            options,
            scale,
        }
    }
}

/// An answer as the page writes it: choices by `option_ids`, a scale by `value`, words by `text`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct Answer {
    pub question_id: String,
    pub option_ids: Vec<String>,
    pub value: Option<u8>,
    pub text: Option<String>,
}

/// The answers that say something, by question.
pub(super) fn values(questions: &[Ruled], given: Vec<Answer>) -> BTreeMap<u16, AnswerValue> {
    let mut values = BTreeMap::new();
    for answer in given {
        let Some(question) = questions.iter().find(|q| q.id.to_string() == answer.question_id) else {
            continue;
        };
        let mut options: Vec<u16> = answer
            .option_ids
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        options.sort_unstable();
        options.dedup();
        let value = match question.kind {
            Kind::Single { .. } => options.first().copied().map(AnswerValue::Single),
            Kind::Multiple { .. } => Some(AnswerValue::Multiple(options)),
            Kind::Scale { .. } => answer.value.map(AnswerValue::Scale),
            Kind::Text { .. } => answer.text.map(AnswerValue::Text),
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            values.insert(question.id, value);
        }
    }
    values
}

/// Answers as the page reads them.
pub(crate) fn answers(values: &BTreeMap<u16, AnswerValue>) -> Vec<Answer> {
    let words = |options: &[u16]| options.iter().map(u16::to_string).collect::<Vec<_>>();
    values
        .iter()
        .map(|(id, value)| {
            let (option_ids, value, text) = match value {
                AnswerValue::Single(option) => (words(&[*option]), None, None),
                AnswerValue::Multiple(options) => (words(options), None, None),
                AnswerValue::Scale(point) => (vec![], Some(*point), None),
                AnswerValue::Text(text) => (vec![], None, Some(text.clone())),
            };
            Answer {
                question_id: id.to_string(),
                option_ids,
                value,
                text,
            }
        })
        .collect()
}
