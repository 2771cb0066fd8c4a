//! One line of the file → one record, or the reasons why not.

use serde_json::{Map, Value};

use super::{Fault, LONGEST_LINE, Problem};
use crate::model::ArticleRef;
use crate::structure::Label;
use crate::validity::{Precise, parse_date};

/// A line that can be taken.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub line: usize,
    pub reference: ArticleRef,
    pub number: String,
    pub name: String,
    pub title: String,
    pub text: String,
    pub chapter: String,
    pub source: String,
    pub status: String,
    pub effective: Option<Precise>,
}

/// Fields are looked at one by one, so that a bad line is told all its faults at once.
pub(super) fn read(line: usize, bytes: &[u8], problems: &mut Vec<Problem>) -> Option<Record> {
    let mut fault = |field, fault| problems.push(Problem::new(line, field, fault));
    if bytes.len() > LONGEST_LINE {
        fault("", Fault::TooLong);
        return None;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        fault("", Fault::NotUtf8);
        return None;
    };
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        fault("", Fault::NotJson);
        return None;
    };
    let number = must(&object, "law_id", &mut fault);
    let name = must(&object, "law_name", &mut fault);
    let article = must(&object, "article_id", &mut fault);
    let mut title = may(&object, "title", &mut fault);
    let mut body = match object.get("text") {
        None => {
            fault("text", Fault::Missing);
            String::new()
        }
        Some(_) => may(&object, "text", &mut fault),
    };
    if body.is_empty() && object.get("text").is_some_and(Value::is_string) {
        // Titles do not end with a full stop: this one swallowed the text of its article.
        if title.ends_with('.') && title.len() > 60 {
            fault("text", Fault::TextInTitle);
            body.clone_from(&title);
        } else {
            fault("text", Fault::Empty);
        }
    }
    if title.is_empty() {
        fault("title", Fault::NoTitle);
    }
    for (field, value) in [("law_name", &name), ("title", &title), ("text", &body)] {
        if value.contains('\u{fffd}') {
            fault(field, Fault::Garbled);
        }
    }
    let label = Label::parse(&article);
    if !article.is_empty() && label.is_none() {
        fault("article_id", Fault::BadArticleNumber);
    }
    let typed = may(&object, "effective", &mut fault);
    let effective = parse_date(&typed);
    match (typed.is_empty(), effective) {
        (true, _) => fault("effective", Fault::NoDate),
        (false, None) => fault("effective", Fault::BadDate),
        _ => {}
    }
    let reference = label.map(|label| ArticleRef::new(number.to_lowercase(), label));
    if let (Some(id), Some(reference)) = (object.get("doc_id"), &reference)
        && id.as_str().map(str::to_lowercase) != Some(reference.to_string())
    {
        fault("doc_id", Fault::IdDisagrees);
    }
    let chapter = may(&object, "chapter", &mut fault);
    let source = may(&object, "source", &mut fault);
    let status = may(&object, "status", &mut fault);
    unglue(&mut title);
    Some(Record {
        line,
        reference: reference?,
        number,
        name,
        title,
        text: body,
        chapter,
        source,
        status,
        effective,
    })
}

fn must(
    object: &Map<String, Value>,
    field: &'static str,
    fault: &mut impl FnMut(&'static str, Fault),
) -> String {
    if !object.contains_key(field) {
        fault(field, Fault::Missing);
        return String::new();
    }
    let value = may(object, field, fault);
    if value.is_empty() && object[field].is_string() {
        fault(field, Fault::Empty);
    }
    value
}

/// The field as NFC text with plain line breaks; a whole number is read as its digits (article numbers are sometimes typed so).
fn may(
    object: &Map<String, Value>,
    field: &'static str,
    fault: &mut impl FnMut(&'static str, Fault),
) -> String {
    match object.get(field) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => tidy(text),
        Some(Value::Number(number)) if number.is_u64() && field == "article_id" => number.to_string(),
        Some(_) => {
            fault(field, Fault::NotText);
            String::new()
        }
    }
}

fn tidy(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text
        .nfc()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    plain.trim().to_owned()
}

/// "… bảo hiểm y tế31": the footnote's number sticks to the last word.
fn unglue(title: &mut String) {
    let letters = title.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = title.len() - letters.len();
    if (1..=3).contains(&digits) && letters.chars().next_back().is_some_and(char::is_lowercase) {
        title.truncate(letters.len());
    }
}
