use crate::language::say;
use crate::output::Answer;
use clap::Subcommand;
use congdoan_client::store::StoreError;
use congdoan_client::{ApiError, Client};
use serde_json::json;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Log {
    /// Lưu nhật ký để gửi: đọc trước khi gửi
    Save {
        /// Tệp ghi ra; bỏ trống: ngay tại thư mục này
        #[arg(long)]
        to: Option<PathBuf>,
    },
}

pub fn run(client: &Client, command: &Log) -> Result<Answer, ApiError> {
    let Log::Save { to } = command;
    let text = client.log_text()?;
    let file = to
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("nhat-ky-cong-doan-so-{}.txt", client.now().date())));
    std::fs::write(&file, &text).map_err(StoreError::from)?;
    let lines = text.lines().count();
    Ok(Answer::new(
        json!({"file": file, "lines": lines}),
        say(
            format!(
                "Đã lưu {lines} dòng nhật ký vào {}. Không có họ tên, số điện thoại hay nội dung phiếu; hãy đọc trước khi gửi.",
                file.display()
            ),
            format!(
                "{lines} lines of the log were saved to {}. No names, telephone numbers or answers are in it; read it before you send it.",
                file.display()
            ),
        ),
    ))
}
