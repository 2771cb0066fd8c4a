//! QR codes at the command line: read from an argument or a picture, drawn to a file or the terminal.

use crate::language::say;
use crate::output::bad;
use clap::Args;
use congdoan_client::{ApiError, Retry};
use congdoan_qr::picture;
use std::path::{Path, PathBuf};

/// A larger file is not opened.
const MOST_BYTES: u64 = 64 << 20;

/// Một trong hai.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Code {
    /// Chữ trong mã QR
    pub text: Option<String>,
    /// Ảnh PNG hay JPEG có mã QR
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
}

/// Where a code is drawn.
#[derive(Args)]
pub struct Drawing {
    /// Ghi mã QR vào tệp .svg hay .png, hoặc vẽ ra màn hình: terminal
    #[arg(long = "qr", id = "qr", value_name = "FILE|terminal")]
    pub to: Option<String>,
}

/// The text that was given. Of several codes in a picture, the one that begins with `prefix`.
///
/// # Errors
/// The file cannot be read, or shows no code.
pub fn text(code: &Code, prefix: &str) -> Result<String, ApiError> {
    let Some(file) = &code.picture else {
        return Ok(code.text.clone().unwrap_or_default());
    };
    let name = file.display().to_string();
    let unread = |_| bad("tệp đọc được", "a file that can be read", &name);
    if std::fs::metadata(file).map_err(unread)?.len() > MOST_BYTES {
        return Err(bad("ảnh dưới 64 MB", "a picture below 64 MB", &name));
    }
    let bytes = std::fs::read(file).map_err(unread)?;
    if file
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("svg"))
    {
        return Err(bad(
            "ảnh PNG hay JPEG; tệp .svg thì vẽ lại bằng --qr TÊN.png",
            "a PNG or JPEG picture; draw an .svg again with --qr NAME.png",
            &name,
        ));
    }
    picture::read(&bytes, |text| text.starts_with(prefix)).map_err(|why| {
        let (vi, en) = why.words();
        ApiError::new(why.code(), Retry::Now, &vi, en)
    })
}

impl Drawing {
    /// Whether a code can be drawn there, before the command that makes it is saved.
    ///
    /// # Errors
    /// It is no place for a drawing.
    pub fn check(&self) -> Result<(), ApiError> {
        let Some(to) = self.to.as_deref().filter(|to| *to != "terminal") else {
            return Ok(());
        };
        let place = Path::new(to);
        let end = place.extension().and_then(|end| end.to_str());
        let folder = place.parent().filter(|folder| *folder != Path::new(""));
        if matches!(end, Some("svg" | "png")) && folder.is_none_or(Path::is_dir) {
            return Ok(());
        }
        Err(bad(
            "tệp .svg hay .png trong một thư mục có sẵn, cũng không phải chữ terminal",
            "an .svg or .png file in a folder that exists, nor the word terminal",
            to,
        ))
    }

    /// Draws a code, and says in a line what became of it.
    ///
    /// # Errors
    /// There is no code to draw, or the file cannot be written; what was saved before stays.
    pub fn draw(&self, text: Option<&str>) -> Result<String, ApiError> {
        let Some(to) = self.to.as_deref() else {
            return Ok(text.unwrap_or_default().to_owned());
        };
        let text = text.ok_or_else(ApiError::not_found)?;
        let undrawn = || {
            ApiError::new(
                "not_drawn",
                Retry::Later,
                &format!(
                    "Chưa vẽ được mã QR vào {to}. Những gì đã lưu trên máy vẫn còn; hãy chọn chỗ khác để vẽ."
                ),
                &format!(
                    "The QR code could not be drawn to {to}. What was saved here is kept; choose another place."
                ),
            )
        };
        if to == "terminal" {
            return congdoan_qr::terminal(text).ok_or_else(undrawn);
        }
        let png = Path::new(to).extension().is_some_and(|end| end == "png");
        let drawn = if png {
            congdoan_qr::png(text)
        } else {
            congdoan_qr::svg(text).map(String::into_bytes)
        };
        std::fs::write(to, drawn.ok_or_else(undrawn)?).map_err(|_| undrawn())?;
        Ok(say(
            format!("Đã ghi mã QR vào {to}."),
            format!("The QR code was written to {to}."),
        ))
    }
}
