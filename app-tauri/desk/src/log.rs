//! *Lưu nhật ký để gửi*: a text to read before it leaves the house.

use crate::desk::Desk;
use crate::shape::NoArguments;
use congdoan_client::{ApiError, store::StoreError};
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct LogFile {
    pub file_name: String,
    /// Where it was saved. Null in the browser twin: the page offers the text as a download.
    pub path: Option<String>,
    pub text: String,
}

pub fn save(desk: &Desk, _: NoArguments) -> Result<LogFile, ApiError> {
    let client = desk.seat().client()?;
    let text = client.log_text()?;
    let file_name = format!("nhat-ky-cong-doan-so-{}.txt", client.now().date());
    if desk.sample_only() {
        return Ok(LogFile {
            file_name,
            path: None,
            text,
        });
    }
    let folder = dirs::download_dir().filter(|dir| dir.is_dir());
    let path = folder
        .unwrap_or_else(|| desk.folder().to_owned())
        .join(&file_name);
    std::fs::write(&path, &text).map_err(StoreError::from)?;
    Ok(LogFile {
        file_name,
        path: Some(path.display().to_string()),
        text,
    })
}
