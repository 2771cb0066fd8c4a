//! Questions and answers between the page's form and the rules'.

use congdoan_client::domain::survey::{AnswerValue, Question, QuestionKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Longest free text that the rules take, in characters.
const LONGEST: u16 = 2_000;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Choice {
    id: String,
    text: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Scale {
    min: u8,
    max: u8,
    min_label: String,
    max_label: String,
}

/// A question as the page writes it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Asked {
    id: String,
    kind: String,
    text: String,
    required: bool,
    options: Vec<Choice>,
    scale: Option<Scale>,
}

impl Asked {
    /// `id` counts from 1: the page's own ids are any text.
    pub(crate) fn question(self, id: u16) -> Question {
        let options = || self.options.into_iter().map(|choice| choice.text).collect();
        let kind = match (self.kind.as_str(), self.scale) {
            ("single", _) => QuestionKind::Single { options: options() },
            ("multiple", _) => QuestionKind::Multiple { options: options() },
            ("scale", Some(scale)) => QuestionKind::Scale {
                from: scale.min,
                to: scale.max,
                low: scale.min_label,
                high: scale.max_label,
            },
            _ => QuestionKind::Text { max: LONGEST },
        };
        Question {
            id,
            text: self.text,
            required: self.required,
            kind,
        }
    }
}

impl From<&Question> for Asked {
    fn from(question: &Question) -> Self {
        let choices = |options: &[String]| {
            let choice = |(index, text): (usize, &String)| Choice {
                id: index.to_string(),
                text: text.clone(),
            };
            options.iter().enumerate().map(choice).collect()
        };
        let (kind, options, scale) = match &question.kind {
            QuestionKind::Single { options } => ("single", choices(options), None),
            QuestionKind::Multiple { options } => ("multiple", choices(options), None),
            QuestionKind::Scale { from, to, low, high } => (
                "scale",
                vec![],
                Some(Scale {
                    min: *from,
                    max: *to,
                    min_label: low.clone(),
                    max_label: high.clone(),
                }),
            ),
            QuestionKind::Text { .. } => ("text", vec![], None),
        };
        Self {
            id: question.id.to_string(),
            kind: kind.to_owned(),
            text: question.text.clone(),
            required: question.required,
            options,
            scale,
        }
    }
}

/// An answer as the page writes it.
#[derive(Deserialize)]
pub(crate) struct Given {
    question_id: String,
    option_ids: Vec<String>,
    value: Option<u8>,
    text: Option<String>,
}

/// The answers that say something, by question.
pub(crate) fn values(questions: &[Question], given: Vec<Given>) -> BTreeMap<u16, AnswerValue> {
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
            QuestionKind::Single { .. } => options.first().copied().map(AnswerValue::Single),
            QuestionKind::Multiple { .. } => Some(AnswerValue::Multiple(options)),
            QuestionKind::Scale { .. } => answer.value.map(AnswerValue::Scale),
            QuestionKind::Text { .. } => answer.text.map(AnswerValue::Text),
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            values.insert(question.id, value);
        }
    }
    values
}

/// Answers as the page reads them.
pub(crate) fn answers(values: &BTreeMap<u16, AnswerValue>) -> Vec<Value> {
    let words = |options: &[u16]| options.iter().map(u16::to_string).collect::<Vec<_>>();
    values
        .iter()
        .map(|(id, value)| {
            let (options, point, text) = match value {
                AnswerValue::Single(option) => (words(&[*option]), None, None),
                AnswerValue::Multiple(options) => (words(options), None, None),
                AnswerValue::Scale(point) => (vec![], Some(*point), None),
                AnswerValue::Text(text) => (vec![], None, Some(text)),
            };
            json!({"question_id": id.to_string(), "option_ids": options, "value": point, "text": text})
        })
        .collect()
}
