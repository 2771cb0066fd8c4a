//! A code as the page hands it over: typed by a scanner, pasted, or as a picture.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use congdoan_client::{ApiError, Retry};
use congdoan_qr::picture::{self, BadPicture};
use serde::Deserialize;
use ts_rs::TS;

/// Exactly one of the two.
#[derive(Deserialize, TS)]
pub struct CodeGiven {
    #[serde(default)]
    #[ts(optional = nullable)]
    pub text: Option<String>,
    /// A PNG or JPEG file.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub picture_base64: Option<String>,
}

impl CodeGiven {
    /// The text that was given. Of several codes in a picture, the one that begins with `prefix`.
    ///
    /// # Errors
    /// Neither or both were given, or the picture shows no code.
    pub(crate) fn text(self, prefix: &str) -> Result<String, ApiError> {
        match (self.text, self.picture_base64) {
            (Some(text), None) => Ok(text),
            (None, Some(picture)) => {
                let bytes = STANDARD.decode(picture).map_err(|_| bad(BadPicture::Damaged))?;
                picture::read(&bytes, |text| text.starts_with(prefix)).map_err(bad)
            }
            _ => Err(crate::face::missing(
                "text",
                "Chưa có mã nào. Chưa có gì được ghi lại. Anh/chị quét hoặc dán mã, hay chọn một ảnh.",
                "There is no code yet. Nothing was noted. Scan or paste a code, or choose a picture.",
            )),
        }
    }
}

fn bad(picture: BadPicture) -> ApiError {
    let (vi, en) = picture.words();
    ApiError::new(picture.code(), Retry::Now, &vi, en)
}
