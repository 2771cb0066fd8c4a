//! The face of a failure.

use crate::said::Said;
use congdoan_client::{ApiError, Retry};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Codes of the core that the page knows under a name of their own.
const NAMED: &[(&str, &str)] = &[
    ("home_in_use", "session.home_busy"),
    ("waiting", "session.waiting"),
    ("in_flight", "sync.in_flight"),
];

/// A failure as the page gets it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "ApiError")]
pub struct Face {
    /// Stable, room first: `session.pin_wrong`, `member.name_missing`, `sync.in_flight`, `desk.internal` …
    pub code: String,
    /// What happened · what is kept · what to do.
    pub message: Said,
    /// Facts for the page. `field` names the form field that is wrong, `left` tries left.
    pub args: BTreeMap<String, String>,
    /// `now`: try again; `online`: when there is a network; `later`: after a while; `never`: other input is needed.
    #[ts(type = "'now' | 'online' | 'later' | 'never'")]
    pub retry: Retry,
}

/// The failure of a call: the code names its room first.
pub(crate) fn of(call: &str, error: &ApiError) -> Face {
    let room = call.split('_').next().unwrap_or("desk");
    let code = match NAMED.iter().find(|(core, _)| *core == error.code) {
        Some((_, named)) => (*named).to_owned(),
        None if error.code.contains('.') => error.code.clone(),
        None => format!("{room}.{}", error.code),
    };
    Face {
        code,
        message: Said::from(error),
        args: error.args.clone(),
        retry: error.retry,
    }
}

pub(crate) fn unknown(name: &str) -> ApiError {
    ApiError::new(
        "desk.unknown_call",
        Retry::Never,
        "Bản này chưa có phần vừa chọn. Những gì đã lưu vẫn còn nguyên. Anh/chị dùng các phần khác như thường.",
        "This version does not have that part yet. Everything saved is kept.",
    )
    .arg("call", name.chars().take(60).collect::<String>())
}

pub(crate) fn locked() -> ApiError {
    ApiError::new(
        "session.locked",
        Retry::Never,
        "Máy đang khóa. Dữ liệu vẫn còn nguyên trên máy. Anh/chị chọn tên mình và nhập mã PIN để mở.",
        "The device is locked. Choose your name and enter the PIN.",
    )
}

pub(crate) fn missing(field: &str, vi: &str, en: &str) -> ApiError {
    ApiError::new("missing", Retry::Never, vi, en).arg("field", field)
}
