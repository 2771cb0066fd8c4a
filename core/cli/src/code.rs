//! QR codes at the command line: read from an argument or a picture, drawn to a file or the terminal.

use crate::arguments::Code;
use crate::output::bad;
use congdoan_client::{ApiError, Retry};
use congdoan_qr::picture;
use std::path::Path;

/// A larger file is not opened.
const MOST_BYTES: u64 = 64 << 20;

/// The text that was given. Of several codes in a picture, the one that begins with `prefix`.
///
/// # Errors
/// The file cannot be read, or shows no code.
pub fn text(code: &Code, prefix: &str) -> Result<String, ApiError> {
    let Some(file) = &code.picture else {
        return Ok(code.text.clone().unwrap_or_default());
    };
    let name = file.display().to_string();
    let unread = |_| bad("tệp đọc được", &name);
    if std::fs::metadata(file).map_err(unread)?.len() > MOST_BYTES {
        return Err(bad("ảnh dưới 64 MB", &name));
    }
    let bytes = std::fs::read(file).map_err(unread)?;
    picture::read(&bytes, |text| text.starts_with(prefix)).map_err(|why| {
        let (vi, en) = why.words();
        ApiError::new(why.code(), Retry::Now, &vi, en)
    })
}

/// Draws a code where it was asked for, and says in a line what became of it.
///
/// # Errors
/// There is no code to draw, or the file cannot be written.
pub fn draw(text: Option<&str>, to: Option<&str>) -> Result<String, ApiError> {
    let Some(to) = to else {
        return Ok(text.unwrap_or_default().to_owned());
    };
    let text = text.ok_or_else(ApiError::not_found)?;
    let long = || bad("mã vừa một mã QR", &format!("{} ký tự", text.len()));
    if to == "terminal" {
        return congdoan_qr::terminal(text).ok_or_else(long);
    }
    let end = Path::new(to).extension().and_then(|end| end.to_str());
    let drawn = match end {
        Some("svg") => congdoan_qr::svg(text).map(String::into_bytes),
        Some("png") => congdoan_qr::png(text),
        _ => return Err(bad("tệp .svg, .png hay chữ terminal", to)),
    };
    std::fs::write(to, drawn.ok_or_else(long)?).map_err(|_| bad("tệp ghi được", to))?;
    Ok(format!("Đã ghi mã QR vào {to}."))
}
