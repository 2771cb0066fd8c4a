//! Why the lists of this home are empty, told before anybody takes an empty list for the truth.

use crate::client::{Client, lock};
use crate::error::ApiError;
use congdoan_domain::market::clock;
use congdoan_domain::{Instant, Words, time};
use std::sync::atomic::Ordering;

/// Why this home holds nothing of the union's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The first sync has not come to its end.
    FirstLoad,
    /// What had been received was damaged and set aside, then by this device's clock, or is gone; it is read again with a
    /// network.
    SetAside { at: Option<Instant> },
    /// The server says that this person is no member and no officer anywhere: no longer, or not yet.
    NoRole,
}

fn words(vi: impl Into<String>, en: impl Into<String>) -> Words {
    Words {
        vi: vi.into(),
        en: en.into(),
    }
}

impl Lack {
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstLoad => "first_load",
            Self::SetAside { .. } => "set_aside",
            Self::NoRole => "no_role",
        }
    }

    /// What happened, in a sentence.
    pub fn title(self) -> Words {
        match self {
            Self::FirstLoad => words("Đang chờ tải dữ liệu lần đầu.", "Waiting for the first download."),
            Self::SetAside { at: Some(at) } => words(
                format!("Dữ liệu đã nhận bị hỏng, máy cất riêng lúc {}.", clock(at)),
                format!(
                    "What had been received was damaged and set aside at {}.",
                    time::utc(at)
                ),
            ),
            Self::SetAside { at: None } => words(
                "Dữ liệu đã nhận không còn trên máy này.",
                "What had been received is no longer on this device.",
            ),
            Self::NoRole => words(
                "Hiện anh/chị không là đoàn viên hay cán bộ của đơn vị nào.",
                "You are no member and no officer of any unit now.",
            ),
        }
    }

    /// What is kept, and what to do.
    pub fn text(self) -> Words {
        match self {
            Self::FirstLoad => words(
                "Máy này chưa đồng bộ xong lần nào nên các danh sách còn trống. Hồ sơ đã lập xong, việc đã lưu vẫn nằm trên máy. Hãy nối mạng, máy sẽ tự tải.",
                "This device has never finished a sync, so its lists are empty. The profile is made and what was saved is kept here. Connect, and it downloads by itself.",
            ),
            Self::SetAside { .. } => words(
                "Các danh sách còn trống cho đến khi tải lại. Việc chờ gửi, việc bị từ chối và bản nháp vẫn còn nguyên. Hãy nối mạng, máy sẽ tự tải lại.",
                "The lists are empty until it is read again. What waits, what was refused and drafts are all kept. Connect, and it downloads again by itself.",
            ),
            Self::NoRole => words(
                "Máy chủ cho biết như vậy ở lần đồng bộ cuối, nên dữ liệu của đơn vị không còn trên máy này. Việc chưa gửi và việc bị từ chối vẫn còn để xem và chép lại. Nếu có nhầm lẫn, hãy hỏi công đoàn của anh/chị.",
                "The server said so at the last sync, so the unit's data is no longer on this device. What was not sent and what was refused is kept to read and copy. If this is a mistake, ask your union.",
            ),
        }
    }
}

impl Client {
    /// Why the lists are empty; none when they are not, and none when the server let this device in no longer, which
    /// [`Self::may_show`] says.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn lack(&self) -> Result<Option<Lack>, ApiError> {
        if self.ended.load(Ordering::Relaxed) {
            return Ok(None);
        }
        if self.store.last_settled()?.is_none() {
            let at = self.store.set_aside_at();
            let before = at.is_some() || lock(&self.age).settled.is_some();
            return Ok(Some(match before {
                true => Lack::SetAside { at },
                false => Lack::FirstLoad,
            }));
        }
        let me = self.me()?;
        Ok((me.member.is_none() && me.grants.is_empty()).then_some(Lack::NoRole))
    }
}
