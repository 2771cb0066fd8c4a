//! Faults that several steps of a download end with.

use crate::error::{ApiError, Retry};

pub(super) fn damaged() -> ApiError {
    ApiError::new(
        "pack_damaged",
        Retry::Later,
        "Gói tải về bị hỏng giữa đường nên máy không dùng. Gói cũ vẫn dùng được. Hãy tải lại.",
        "The pack was damaged on its way and is not used. The old one still works. Download it again.",
    )
}

pub(super) fn paused() -> ApiError {
    ApiError::new(
        "pack_paused",
        Retry::Now,
        "Đã dừng tải. Phần đã tải vẫn còn; bấm “Tải tiếp” để tải nốt.",
        "Download paused. What came is kept.",
    )
}
