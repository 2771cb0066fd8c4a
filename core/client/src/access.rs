//! Whether what this home holds may be shown and worked with (design 4b): not when the server let this device in no
//! longer, nor a desk's copy that is too old. [`Client::read`] and [`Client::execute`] ask here, whatever shell calls.

use crate::age::{SEEN, keep_settled};
use crate::client::{Client, ENDED, lock};
use crate::error::{ApiError, Retry};
use crate::member::Me;
use congdoan_domain::Instant;
use congdoan_domain::grant::GrantState;
use congdoan_sync::{Outage, Status};
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
        let ended = match lock(&self.engine).status() {
            Status::Stopped(Outage::DeviceEnded) => true,
            Status::Online => false,
            _ => return,
        };
        if self.ended.swap(ended, Ordering::Relaxed) != ended {
            // Should the disk fail, the server says it again at the next talk.
            let _ = self.store.set_setting(ENDED, &[u8::from(ended)]);
            if ended && let Err(error) = self.store.forget_received() {
                tracing::warn!(%error, "what an ended device held is deleted at the next start");
            }
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

/// Why the sync stands still until a person does something.
pub(crate) fn stopped(outage: &Outage) -> ApiError {
    match outage {
        Outage::DeviceEnded => ended(),
        Outage::TooOld => congdoan_wire::Failure::new("app_too_old").into(),
        Outage::Unreachable => ApiError::offline(),
        Outage::Busy { retry_after } => {
            let mut failure = congdoan_wire::Failure::new("busy");
            failure.retry_after = *retry_after;
            failure.into()
        }
        Outage::Session | Outage::Fault(_) => ApiError::new(
            "sync_stopped",
            Retry::Now,
            "Máy chủ trả lời không như mong đợi nên đồng bộ đang dừng. Việc của anh/chị vẫn lưu trên máy. Hãy bấm đồng bộ lại; nếu còn gặp, lưu nhật ký và gửi người hỗ trợ.",
            "The server's answer was not as expected, so the sync has stopped. Your work is kept here. Sync again; if it stays, send the log.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_the_sync_stands_still_is_told_as_it_is() {
        let code = |outage| stopped(&outage).code;
        assert_eq!(code(Outage::DeviceEnded), "device_ended");
        assert_eq!(code(Outage::TooOld), "app_too_old");
        assert_eq!(code(Outage::Unreachable), "offline");
        assert_eq!(code(Outage::Busy { retry_after: Some(9) }), "busy");
        assert_eq!(code(Outage::Session), "sync_stopped");
        let fault = stopped(&Outage::Fault("page 3".into()));
        assert_eq!(fault.code, "sync_stopped");
        assert!(fault.message.contains("vẫn lưu trên máy") && !fault.message.contains("quá cũ"));
    }
}
