//! How a call of the page is carried: its arguments from JSON, its answer to JSON.

use crate::desk::Desk;
use congdoan_client::{ApiError, Retry};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The arguments of a call.
///
/// # Errors
/// They do not fit: a fault of the page, not of the person.
fn args<T: DeserializeOwned>(value: Value) -> Result<T, ApiError> {
    serde_json::from_value(value).map_err(|error| {
        ApiError::new(
            "desk.bad_arguments",
            Retry::Never,
            "Trang gửi xuống một yêu cầu máy không hiểu. Chưa lưu gì thêm. Anh/chị mở lại trang rồi thử lại.",
            "The page sent something that cannot be read. Nothing was saved.",
        )
        .arg("detail", error)
    })
}

/// Carries a call from JSON to JSON.
///
/// # Errors
/// Those of the call, and arguments that do not fit.
pub(crate) fn answer<A: DeserializeOwned, R: Serialize>(
    call: fn(&Desk, A) -> Result<R, ApiError>,
    desk: &Desk,
    value: Value,
) -> Result<Value, ApiError> {
    let answer = call(desk, args(value)?)?;
    serde_json::to_value(answer).map_err(|error| {
        ApiError::new(
            "desk.internal",
            Retry::Never,
            "Máy không ghi được câu trả lời cho trang. Những gì đã lưu vẫn còn nguyên. Anh/chị mở lại trang rồi thử lại.",
            "The answer could not be written. Everything saved is kept.",
        )
        .arg("detail", error)
    })
}
