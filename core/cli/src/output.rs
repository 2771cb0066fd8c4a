//! What a command says: lines for people, JSON for scripts.

use congdoan_client::{ApiError, Retry};
use serde_json::{Value, json};

/// The answer of one command in both forms.
pub struct Answer {
    pub json: Value,
    pub text: String,
}

impl Answer {
    pub fn new(json: Value, text: impl Into<String>) -> Self {
        Self {
            json,
            text: text.into(),
        }
    }

    /// A command that was saved: durable here, on its way by itself.
    pub fn saved(command: impl std::fmt::Display, more: Value, what: &str) -> Self {
        let mut json = json!({"command": command.to_string(), "state": "waiting"});
        if let (Some(into), Value::Object(from)) = (json.as_object_mut(), more) {
            into.extend(from);
        }
        Self::new(json, format!("Đã lưu trên máy · Chờ gửi: {what}"))
    }
}

pub fn print(answer: &Answer, json: bool) {
    if json {
        println!("{}", answer.json);
    } else {
        println!("{}", answer.text);
    }
}

pub fn complain(error: &ApiError, json: bool, english: bool) {
    if json {
        println!("{}", json!({"error": error}));
    } else if english {
        eprintln!("{} ({})", error.message_en, error.code);
    } else {
        eprintln!("{} ({})", error.message, error.code);
    }
}

pub fn not_here() -> ApiError {
    ApiError::new(
        "not_in_exec",
        Retry::Never,
        "Lệnh này không dùng được bên trong exec.",
        "This command cannot be used inside exec.",
    )
}

pub fn bad(what: &str, value: &str) -> ApiError {
    ApiError::new(
        "bad_argument",
        Retry::Never,
        &format!("“{value}” không phải {what}. Chưa làm gì cả; hãy xem lại."),
        &format!("“{value}” is not a valid {what}. Nothing was done."),
    )
}

/// Reads an id argument.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| bad("mã", text))
}
