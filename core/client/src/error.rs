//! The one public face of every failure: a stable code, words a person can act on, whether trying again helps.

use congdoan_domain::{Rejection, Words};
use congdoan_store::StoreError;
use congdoan_wire::Failure;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    Now,
    /// When there is a network.
    Online,
    /// After a while.
    Later,
    /// Other input is needed.
    Never,
}

impl Retry {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Online => "online",
            Self::Later => "later",
            Self::Never => "never",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ApiError {
    pub code: String,
    /// Vietnamese: what happened, what is kept, what to do.
    pub message: String,
    /// The same in English.
    pub message_en: String,
    pub args: BTreeMap<String, String>,
    pub retry: Retry,
}

impl ApiError {
    pub fn new(code: &str, retry: Retry, vi: &str, en: &str) -> Self {
        Self {
            code: code.into(),
            message: vi.into(),
            message_en: en.into(),
            args: BTreeMap::new(),
            retry,
        }
    }

    pub fn arg(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.args.insert(name.into(), value.to_string());
        self
    }

    pub fn not_found() -> Self {
        Self::new(
            "not_found",
            Retry::Never,
            "Không còn thấy mục này trên máy. Hãy quay lại danh sách.",
            "This is no longer on this device.",
        )
    }

    /// No person's home lies in a folder.
    pub fn home_missing() -> Self {
        Self::new(
            "home_missing",
            Retry::Never,
            "Thư mục này chưa có hồ sơ của ai. Chưa làm gì cả. Hãy xem lại thư mục, hoặc lập hồ sơ bằng lời mời.",
            "There is no profile in this folder. Nothing was done. Check the folder, or make a profile with an invitation.",
        )
    }

    /// A file that a home needs to open is there and cannot be used; `what` names it.
    pub fn home_damaged(what: &str) -> Self {
        Self::new(
            "home_damaged",
            Retry::Never,
            &format!(
                "Hồ sơ trong thư mục này bị hỏng ở {what} nên chưa mở được. Không tệp nào bị đụng đến; những việc đã gửi vẫn còn ở máy chủ. Hãy giữ nguyên thư mục, chép lại bản lưu của nó nếu có; nếu không, hãy xin lời mời mới và lập hồ sơ ở thư mục khác."
            ),
            &format!(
                "The profile in this folder is damaged ({what}) and cannot be opened. No file was touched, and what was sent is kept at the server. Leave the folder as it is and restore a copy of it if you have one; else ask for a new invitation and make a profile in another folder."
            ),
        )
        .arg("file", what)
    }

    pub fn offline() -> Self {
        Self::new(
            "offline",
            Retry::Online,
            "Máy chủ chưa trả lời. Mọi thứ đã lưu trên máy; hãy thử lại khi có mạng.",
            "The server did not answer. Everything is saved here; try again with a network.",
        )
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl From<Rejection> for ApiError {
    fn from(rejection: Rejection) -> Self {
        let Words { vi, en } = rejection.words();
        Self {
            code: rejection.code,
            message: sentence(&vi),
            message_en: sentence(&en),
            args: rejection.args,
            retry: Retry::Never,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let face = |code: &str, retry, vi: &str, en: &str| Self::new(code, retry, vi, en);
        match error {
            StoreError::Rejected(rejection) => rejection.into(),
            StoreError::Full => face(
                "disk_full",
                Retry::Later,
                "Ổ đĩa đã đầy nên chưa lưu được việc vừa làm. Những việc lưu trước vẫn còn. Hãy xóa bớt tệp rồi thử lại.",
                "The disk is full, so this was not saved. What was saved before is kept. Free some space and try again.",
            ),
            StoreError::InUse => face(
                "home_in_use",
                Retry::Later,
                "Hồ sơ này đang mở ở một cửa sổ khác. Hãy dùng cửa sổ đó, hoặc đóng nó rồi mở lại.",
                "This profile is open in another window. Use that one, or close it first.",
            ),
            // The vault gave the key and vouches for it (a wrong PIN is said there), so the file is what is wrong.
            StoreError::WrongKeyOrDamaged(file) => Self::home_damaged(file),
            StoreError::NewerSchema { file, found, known } => face(
                "app_too_old_for_home",
                Retry::Never,
                "Dữ liệu trên máy thuộc bản ứng dụng mới hơn. Dữ liệu không bị đụng đến. Hãy cài bản mới.",
                "The data here belongs to a newer app. It was not touched. Install the newer version.",
            )
            .arg("file", file)
            .arg("found", found)
            .arg("known", known),
            StoreError::NotFound => Self::not_found(),
            StoreError::InFlight => face(
                "in_flight",
                Retry::Later,
                "Việc này đã bắt đầu gửi nên không rút lại được. Hãy chờ máy chủ trả lời rồi sửa.",
                "This is already on its way and cannot be withdrawn. Wait for the answer, then change it.",
            ),
            StoreError::Damaged(_) | StoreError::Sql(_) | StoreError::Io(_) => face(
                "store_failed",
                Retry::Later,
                "Máy không đọc hoặc ghi được dữ liệu. Việc vừa làm chưa được lưu. Hãy đóng ứng dụng, mở lại; nếu còn gặp, lưu nhật ký và gửi người hỗ trợ.",
                "The data could not be read or written; the last action was not saved. Restart the app; if it stays, send the log.",
            ),
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        let rejection = Rejection {
            code: failure.code.clone(),
            args: failure.args.clone(),
        };
        let (vi, en, retry) = match failure.code.as_str() {
            "slow_down" | "busy" => (
                "Máy chủ đang bận. Máy sẽ tự thử lại.",
                "The server is busy. The app will try again.",
                Retry::Later,
            ),
            "disk_full" => (
                "Ổ đĩa của máy chủ đã đầy. Việc của anh/chị vẫn lưu trên máy này.",
                "The server's disk is full. Your work is kept here.",
                Retry::Later,
            ),
            "app_too_old" => (
                "Ứng dụng này quá cũ so với máy chủ. Việc chờ gửi vẫn còn. Hãy cài bản mới.",
                "This app is too old for the server. What waits is kept. Update the app.",
                Retry::Never,
            ),
            "app_too_new" => (
                "Ứng dụng này mới hơn máy chủ nên chưa nói chuyện được. Mọi thứ trên máy vẫn còn. Hãy báo người giữ máy chủ nâng cấp.",
                "This app is newer than the server. Everything here is kept. Ask the server's operator to update it.",
                Retry::Later,
            ),
            "device_ended" => (
                "Máy này đã bị ngừng quyền truy cập. Hãy xin lời mời mới nếu vẫn cần dùng.",
                "This device's access was ended. Ask for a new invitation.",
                Retry::Never,
            ),
            _ => {
                let error: Self = rejection.into();
                return error;
            }
        };
        Self {
            args: failure.args,
            ..Self::new(&failure.code, retry, vi, en)
        }
    }
}

impl From<crate::ports::TransportError> for ApiError {
    fn from(error: crate::ports::TransportError) -> Self {
        match error {
            crate::ports::TransportError::NotTheServer => Self::new(
                "wrong_certificate",
                Retry::Never,
                "Chứng chỉ của máy chủ không phải chứng chỉ ghi trong lời mời: có thể ai đó chen vào giữa đường. Chưa gửi gì cả; mọi thứ trên máy vẫn còn. Hãy thử ở mạng khác; nếu vẫn vậy, hãy báo người mời.",
                "The server's certificate is not the one of the invitation: somebody may stand in between. Nothing was sent and everything here is kept. Try another network; if it stays, tell the inviter.",
            ),
            crate::ports::TransportError::NotEncrypted => Self::new(
                "not_encrypted",
                Retry::Never,
                "Địa chỉ máy chủ này không mã hóa nên máy không nối tới. Chưa gửi gì cả; mọi thứ trên máy vẫn còn. Hãy xin lời mời có địa chỉ https://.",
                "This server's address is not encrypted, so no connection was made. Nothing was sent and everything here is kept. Ask for an invitation with an https:// address.",
            ),
            _ => Self::offline(),
        }
    }
}
