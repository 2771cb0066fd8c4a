//! What the program says to a person, in both languages. Rooms say both and never ask which; the carrier sends the one
//! that was chosen, so that a word kept for later (a verdict of this morning) follows the choice too.

use crate::look::Language;
use congdoan_client::ApiError;
use congdoan_client::domain::Words;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use ts_rs::TS;

const VI: &str = "said/vi";
const EN: &str = "said/en";

/// A sentence of the program, in the chosen language.
#[derive(Clone, Default, PartialEq, Eq, Debug, TS)]
#[ts(type = "string")]
pub struct Said {
    pub vi: String,
    pub en: String,
}

impl Said {
    pub(crate) fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            vi: vi.into(),
            en: en.into(),
        }
    }

    /// What is a name or a person's own words: the same in every language.
    pub(crate) fn name(name: impl Into<String>) -> Self {
        let vi = name.into();
        Self { en: vi.clone(), vi }
    }
}

impl From<Words> for Said {
    fn from(Words { vi, en }: Words) -> Self {
        Self { vi, en }
    }
}

impl From<&ApiError> for Said {
    fn from(error: &ApiError) -> Self {
        Self::new(error.message.clone(), error.message_en.clone())
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut both = to.serialize_map(Some(2))?;
        both.serialize_entry(VI, &self.vi)?;
        both.serialize_entry(EN, &self.en)?;
        both.end()
    }
}

/// As a file of this device holds it; the first version kept the Vietnamese alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Both {
        #[serde(rename = "said/vi")]
        vi: String,
        #[serde(rename = "said/en")]
        en: String,
    },
    One(String),
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Kept::deserialize(from)? {
            Kept::Both { vi, en } => Self { vi, en },
            Kept::One(vi) => Self::name(vi),
        })
    }
}

/// Leaves of every sentence in an answer the chosen language alone.
pub(crate) fn choose(answer: &mut Value, language: Language) {
    let wanted = match language {
        Language::Vi => VI,
        Language::En => EN,
    };
    match answer {
        Value::Object(fields) if fields.len() == 2 && fields.contains_key(VI) && fields.contains_key(EN) => {
            *answer = fields.remove(wanted).expect("both are there");
        }
        Value::Object(fields) => fields.values_mut().for_each(|field| choose(field, language)),
        Value::Array(items) => items.iter_mut().for_each(|item| choose(item, language)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_language_leaves_and_both_are_kept() {
        let said = Said::new("Đã lưu", "Saved");
        let kept = json!({"rows": [{"title": said, "name": "Lan"}], "none": null});
        for (language, word) in [(Language::Vi, "Đã lưu"), (Language::En, "Saved")] {
            let mut sent = kept.clone();
            choose(&mut sent, language);
            assert_eq!(
                sent,
                json!({"rows": [{"title": word, "name": "Lan"}], "none": null})
            );
        }
        let read: Said = serde_json::from_value(kept["rows"][0]["title"].clone()).unwrap();
        assert_eq!(read, said);
        let old: Said = serde_json::from_value(json!("Chủ tịch")).unwrap();
        assert_eq!((old.vi.as_str(), old.en.as_str()), ("Chủ tịch", "Chủ tịch"));
    }
}
