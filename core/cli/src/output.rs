//! What a command says: lines for people, JSON for scripts.

use crate::language::{english, say};
use clap::Args;
use congdoan_client::domain::market::clock;
use congdoan_client::domain::{CommandId, Instant, Words, text, time};
use congdoan_client::store::CommandState;
use congdoan_client::{ApiError, Client, Lack, Retry};
use serde_json::{Value, json};
use std::io::{ErrorKind, Write};

/// The answer of one command in both forms.
pub struct Answer {
    pub json: Value,
    pub text: String,
    /// What the program ends with.
    pub exit: u8,
}

impl Answer {
    pub fn new(json: Value, text: impl Into<String>) -> Self {
        Self {
            json,
            text: text.into(),
            exit: 0,
        }
    }

    /// A list a line each, or what to say of an empty one.
    pub fn lines(json: Value, lines: &[String], none: &str) -> Self {
        let text = if lines.is_empty() {
            none.to_owned()
        } else {
            lines.join("\n")
        };
        Self::new(json, text)
    }

    /// A command that was saved: durable here, on its way by itself.
    pub fn saved(command: impl std::fmt::Display, more: Value, what: &str) -> Self {
        let mut json = json!({"command": command.to_string(), "state": "waiting"});
        if let (Some(into), Value::Object(from)) = (json.as_object_mut(), more) {
            into.extend(from);
        }
        let state = say(
            "Đã lưu trên máy · Chờ gửi",
            "Saved on this device · Waiting to be sent",
        );
        Self::new(json, format!("{state}: {what}"))
    }
}

/// The refused command that a new one mends; every command that a person fills in takes it.
#[derive(Args)]
pub struct Mends {
    /// Mã việc bị từ chối mà lệnh này sửa; khi lưu được, việc đó thôi nằm trong danh sách
    #[arg(long, value_name = "COMMAND_ID")]
    mends: Option<String>,
}

impl Mends {
    /// # Errors
    /// It is no id of a command that was refused here.
    pub fn of(&self, client: &Client) -> Result<Option<CommandId>, ApiError> {
        let Some(text) = &self.mends else {
            return Ok(None);
        };
        let command: CommandId = id(text)?;
        match client.store().outbox_entry(command)? {
            Some(entry) if entry.state == CommandState::Refused => Ok(Some(command)),
            _ => Err(bad(
                "mã của một việc bị từ chối",
                "the id of a refused command",
                text,
            )),
        }
    }
}

/// Writes a line to the standard output; false if it could not be written. A reader that went away (`| head`) has read
/// what it wanted: that is no failure.
pub fn line(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            note(say(
                "Lệnh đã chạy, nhưng không ghi được kết quả ra ngoài.",
                "The command ran, but its result could not be written.",
            ));
            false
        }
        _ => true,
    }
}

/// Tells the person something beside the result.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", text::harmless(text)); // nobody may be there to read it
}

pub fn print(answer: &Answer, json: bool) -> bool {
    if json {
        line(&answer.json.to_string())
    } else {
        line(&text::harmless(&answer.text))
    }
}

pub fn complain(error: &ApiError, json: bool) {
    if json {
        line(&json!({"error": error}).to_string());
    } else {
        note(&format!("{} ({})", message(error), error.code));
    }
}

pub fn message(error: &ApiError) -> &str {
    if english() {
        &error.message_en
    } else {
        &error.message
    }
}

/// A sentence of the program in the person's language.
pub fn spoken(words: &Words) -> &str {
    if english() { &words.en } else { &words.vi }
}

/// Why the lists of this home are empty, in whole sentences.
pub fn empty_because(lack: Lack) -> String {
    format!("{} {}", spoken(&lack.title()), spoken(&lack.text()))
}

pub fn not_here() -> ApiError {
    ApiError::new(
        "not_in_exec",
        Retry::Never,
        "Lệnh này không dùng được bên trong exec.",
        "This command cannot be used inside exec.",
    )
}

/// `vi` and `en` name what was expected; the English with its article.
pub fn bad(vi: &str, en: &str, value: &str) -> ApiError {
    ApiError::new(
        "bad_argument",
        Retry::Never,
        &format!("“{value}” không phải {vi}. Lệnh này chưa làm gì; hãy xem lại."),
        &format!("“{value}” is not {en}. This command did nothing; check what was given."),
    )
}

/// As [`bad`] for a JSON file, with where it is wrong.
pub fn bad_json(vi: &str, en: &str, error: &serde_json::Error, file: &str) -> ApiError {
    let (said, place) = (error.to_string(), (error.line(), error.column()));
    let missing = said
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let what = match missing {
        Some(field) => format!("thiếu mục “{field}”"),
        None if error.is_data() => "sai kiểu".to_owned(),
        None => "sai JSON".to_owned(),
    };
    bad(
        &format!("{vi} ({what} ở dòng {} cột {})", place.0, place.1),
        &format!("{en} ({said})"),
        file,
    )
}

/// Reads an id argument.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| bad("mã", "an id", text))
}

/// A time of day in Việt Nam.
pub fn moment(at: Instant) -> String {
    if english() { time::utc(at) } else { clock(at) }
}

/// A day as it is written in the person's language.
pub fn day(date: congdoan_client::domain::Date) -> String {
    if english() {
        date.to_string()
    } else {
        time::vi(date)
    }
}
