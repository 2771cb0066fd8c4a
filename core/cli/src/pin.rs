//! The PIN of a home. Neither the present one nor the new one stands on the command line, where others could read it.

use crate::language::say;
use crate::output::Answer;
use clap::Subcommand;
use congdoan_client::{ApiError, Client, Retry};
use serde_json::json;

/// The PIN that a script gives.
const PRESENT: &str = "CONGDOAN_PIN";
/// The one that comes in its place.
const NEW: &str = "CONGDOAN_NEW_PIN";

/// An empty one is none.
fn from(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|pin| !pin.is_empty())
}

/// The PIN that was given to open the home.
pub fn given() -> Option<String> {
    from(PRESENT)
}

#[derive(Subcommand)]
pub enum Pin {
    /// Đặt mã PIN cho hồ sơ chưa có; mã mới ở CONGDOAN_NEW_PIN
    Set,
    /// Đổi mã PIN; mã đang dùng ở CONGDOAN_PIN, mã mới ở CONGDOAN_NEW_PIN
    Change,
    /// Bỏ mã PIN; mã đang dùng ở CONGDOAN_PIN. Từ đó ai mở được thư mục hồ sơ là đọc được
    Remove,
}

fn new() -> Result<String, ApiError> {
    from(NEW).ok_or_else(|| {
        ApiError::new(
            "pin_new_missing",
            Retry::Never,
            &format!("Chưa có mã PIN mới. Chưa có gì thay đổi. Hãy đặt mã mới vào {NEW} rồi chạy lại."),
            &format!("There is no new PIN. Nothing was changed. Put it into {NEW} and run this again."),
        )
    })
}

pub fn run(client: &Client, command: &Pin) -> Result<Answer, ApiError> {
    let current = given().unwrap_or_default();
    let said = match command {
        Pin::Set => {
            client.set_pin(&new()?)?;
            say("Đã đặt mã PIN.", "The PIN is set.")
        }
        Pin::Change => {
            client.change_pin(&current, &new()?)?;
            say(
                "Đã đổi mã PIN. Mã cũ không còn mở được.",
                "The PIN is changed. The old one opens no more.",
            )
        }
        Pin::Remove => {
            client.remove_pin(&current)?;
            say("Đã bỏ mã PIN.", "The PIN is removed.")
        }
    };
    Ok(Answer::new(json!({"pin": client.has_pin()?}), said))
}
