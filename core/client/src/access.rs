//! Whether what this home holds may be shown and worked with (design 4b): not when the server let this device in no
//! longer, nor a desk's copy that is too old. [`Client::read`] and [`Client::execute`] ask here, whatever shell calls.

use crate::age::{SEEN, keep_settled};
use crate::client::{Client, ENDED, lock};
use crate::error::{ApiError, Retry};
use crate::member::Me;
use crate::ports::TransportError;
use congdoan_domain::Instant;
use congdoan_domain::grant::GrantState;
use congdoan_sync::{Outage, Status};
use congdoan_wire::Failure;
use std::sync::atomic::Ordering;

/// A desk copy locks after this many days without a sync (design 4b).
pub const STALE_DAYS: u16 = 30;
/// The latest time is written when it is this much later, in milliseconds: not at every read.
const SEEN_STEP: i64 = 3_600_000;

impl Client {
    /// Whether the lists of this home lock when it was not synced for [`STALE_DAYS`]: those of an office or a provider
    /// do; a member's own card, answers and vouchers do not.
    pub fn locks_when_stale(&self, me: &Me) -> bool {
        !me.grants.is_empty()
    }

    /// Whether this home may be read and worked with now. What waits to be sent may always be seen.
    ///
    /// # Errors
    /// `device_ended`, `desk_stale`.
    pub fn may_show(&self) -> Result<(), ApiError> {
        if self.ended.load(Ordering::Relaxed) {
            return Err(ended());
        }
        self.check_fresh()
    }

    /// A desk copy that was not synced for [`STALE_DAYS`] locks (design 4b).
    ///
    /// # Errors
    /// `desk_stale`.
    pub fn check_fresh(&self) -> Result<(), ApiError> {
        let limit = i64::from(STALE_DAYS) * 86_400_000;
        let latest = self.latest();
        let old = lock(&self.age)
            .settled
            .is_some_and(|at| latest.0.saturating_sub(at.0) > limit);
        if old && self.has_a_desk()? {
            return Err(ApiError::new(
                "desk_stale",
                Retry::Online,
                "Máy này đã hơn 30 ngày chưa đồng bộ nên danh sách tạm khóa. Dữ liệu và việc chờ gửi vẫn còn. Hãy nối mạng để mở lại.",
                "This device has not synced for over 30 days, so its lists are locked. Everything is kept. Connect to unlock.",
            ));
        }
        Ok(())
    }

    /// The latest time this home has seen.
    fn latest(&self) -> Instant {
        let now = self.server_now();
        let mut age = lock(&self.age);
        age.seen = age.seen.max(now);
        if age.seen.0.saturating_sub(age.kept.0) >= SEEN_STEP {
            age.kept = age.seen;
            // Should the disk fail, the next hour tries again.
            let _ = self.store.set_setting(SEEN, &age.seen.0.to_be_bytes());
        }
        age.seen
    }

    /// A grant of this person is here, whatever today's clock says of its days.
    fn has_a_desk(&self) -> Result<bool, ApiError> {
        let person = self.home.person;
        let grants = self.peek(congdoan_store::grant::all)?;
        Ok(grants
            .iter()
            .any(|grant| grant.person == person && grant.state != GrantState::Proposed))
    }

    /// This device has everything, by the server's clock: what its own clock said before counts no more.
    pub(crate) fn settled_at(&self, server_time: Instant) {
        keep_settled(&self.store, server_time);
        let mut age = lock(&self.age);
        age.settled = Some(server_time);
        age.seen = server_time;
        if age.kept > server_time {
            age.kept = server_time;
            let _ = self.store.set_setting(SEEN, &server_time.0.to_be_bytes());
        }
    }

    /// Keeps, over restarts and without a network too, that the server lets this device in no longer, and deletes what it
    /// received. The person's own unsent words stay.
    pub(crate) fn remember_ended(&self) {
        let ended = *lock(&self.engine).status() == Status::Stopped(Outage::DeviceEnded);
        if ended && !self.ended.swap(true, Ordering::Relaxed) {
            // Should the disk fail, the server says it again at the next talk.
            let _ = self.store.set_setting(ENDED, &[1]);
            if let Err(error) = self.store.forget_received() {
                tracing::warn!(%error, "what an ended device held is deleted at the next start");
            }
        }
    }

    /// The server let this device in, and its answer was taken in: nothing less takes the end back. A busy server has
    /// not looked at who asks.
    pub(crate) fn let_in(&self) {
        if self.ended.swap(false, Ordering::Relaxed) {
            let _ = self.store.set_setting(ENDED, &[0]); // should the disk fail, the next answer says it again
        }
    }
}

fn ended() -> ApiError {
    ApiError::new(
        "device_ended",
        Retry::Never,
        "Máy này đã bị ngừng quyền truy cập nên dữ liệu đã nhận không còn trên máy. Những việc anh/chị chưa gửi vẫn còn để xem và chép lại. Hãy xin lời mời mới nếu vẫn cần dùng.",
        "This device's access was ended, and what it had received is deleted. What you have not sent is kept here to read and copy. Ask for a new invitation if you still need it.",
    )
}

/// Why nothing is exchanged, in words. None: there is no network, which the status line says by itself.
pub(crate) fn why(outage: &Outage) -> Option<ApiError> {
    Some(match outage {
        Outage::Unreachable => return None,
        Outage::NotTheServer => TransportError::NotTheServer.into(),
        Outage::DeviceEnded => ended(),
        Outage::TooOld => Failure::new("app_too_old").into(),
        Outage::Busy { retry_after } => {
            let mut failure = Failure::new("busy");
            failure.retry_after = *retry_after;
            failure.into()
        }
        Outage::Refused { code, .. } if matches!(code.as_str(), "app_too_new" | "disk_full") => {
            Failure::new(code).into()
        }
        Outage::Refused { code, .. } => misunderstood().arg("code", code),
        Outage::Session | Outage::Fault(_) => misunderstood(),
        Outage::Differs => ApiError::new(
            "sync_differs",
            Retry::Later,
            "Danh sách của máy chủ không khớp mã kiểm của chính nó, đọc lại từ đầu vẫn vậy, nên trên máy này có thể còn thiếu. Việc của anh/chị vẫn lưu trên máy và vẫn được gửi. Máy sẽ tự đọc lại; hãy báo người giữ máy chủ chạy congdoan-server doctor.",
            "The server's lists do not fit its own checksum, also after reading them all again, so something may be missing here. Your work is kept here and is sent. The app will read again by itself; ask the server's operator to run congdoan-server doctor.",
        ),
        Outage::DiskFull => ApiError::new(
            "disk_full",
            Retry::Later,
            "Ổ đĩa của máy này đã đầy nên chưa nhận được dữ liệu mới. Những việc đã lưu vẫn còn trên máy. Hãy xóa bớt tệp; máy sẽ tự đồng bộ lại.",
            "This device's disk is full, so nothing new is taken in. What was saved is kept here. Free some space; the app syncs again by itself.",
        ),
        Outage::Files(_) => ApiError::new(
            "store_failed",
            Retry::Later,
            "Máy không đọc hoặc ghi được dữ liệu của hồ sơ này nên chưa đồng bộ được. Những việc đã lưu vẫn còn trên máy. Hãy đóng ứng dụng rồi mở lại; nếu còn gặp, lưu nhật ký và gửi người hỗ trợ.",
            "This profile's data could not be read or written, so it is not in sync. What was saved is kept here. Restart the app; if it stays, send the log.",
        ),
    })
}

fn misunderstood() -> ApiError {
    ApiError::new(
        "sync_stopped",
        Retry::Later,
        "Máy chủ trả lời không như mong đợi nên chưa đồng bộ được. Việc của anh/chị vẫn lưu trên máy và máy sẽ tự thử lại. Nếu còn gặp, hãy lưu nhật ký và gửi người hỗ trợ.",
        "The server's answer was not as expected, so nothing is exchanged. Your work is kept here and the app tries again by itself. If it stays, send the log.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_nothing_is_exchanged_is_told_as_it_is() {
        let refused = |code: &str| Outage::Refused {
            code: code.into(),
            retry_after: None,
        };
        for (outage, code) in [
            (Outage::NotTheServer, "wrong_certificate"),
            (Outage::DeviceEnded, "device_ended"),
            (Outage::TooOld, "app_too_old"),
            (Outage::Busy { retry_after: Some(9) }, "busy"),
            (refused("app_too_new"), "app_too_new"),
            (refused("disk_full"), "disk_full"),
            (refused("too_large"), "sync_stopped"),
            (Outage::Session, "sync_stopped"),
            (Outage::Fault("page 3".into()), "sync_stopped"),
            (Outage::Differs, "sync_differs"),
            (Outage::DiskFull, "disk_full"),
            (Outage::Files("page 3".into()), "store_failed"),
        ] {
            let said = why(&outage).unwrap();
            assert_eq!(said.code, code, "{outage:?}");
            assert!(!said.message.contains("page 3"), "the detail may quote a row");
        }
        assert_eq!(
            why(&Outage::Unreachable),
            None,
            "the network is said by the network"
        );
        assert_ne!(
            why(&refused("disk_full")).unwrap().message,
            why(&Outage::DiskFull).unwrap().message,
            "whose disk is full"
        );
    }
}
