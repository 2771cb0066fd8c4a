use serde::{Deserialize, Serialize};

/// What a person says to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerValue {
    /// Index of the option.
    Single(u16),
    /// Indexes of the options, ascending, without repeats.
    Multiple(Vec<u16>),
    /// A point of the scale.
    Scale(u8),
    Text(String),
}

impl AnswerValue {
    /// The value as it is stored: an officer reads it, in a terminal too.
    pub(super) fn written(&self) -> Self {
        match self {
            Self::Text(text) => Self::Text(crate::text::clean(text)),
            other => other.clone(),
        }
    }

    /// A value that says nothing is no answer.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Multiple(indexes) => indexes.is_empty(),
            Self::Text(text) => text.trim().is_empty(),
            Self::Single(_) | Self::Scale(_) => false,
        }
    }
}
