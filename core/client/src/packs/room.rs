//! Room on the disk, asked before a download and not after it failed.

use crate::error::{ApiError, Retry};
use congdoan_store::packs::Packs;
use congdoan_wire::pack::Manifest;
use std::path::Path;

/// Left free, so that the person's own work can always be saved.
const KEPT_FREE: u64 = 4 << 20;

pub(super) fn free(dir: &Path) -> Option<u64> {
    fs4::available_space(dir).ok()
}

/// # Errors
/// The disk has no room for the manifest's segments.
pub(super) fn check(packs: &Packs, manifest: &Manifest) -> Result<(), ApiError> {
    let need = packs.room_for(manifest);
    match free(packs.dir()) {
        Some(free) => enough(need, free),
        None => Ok(()),
    }
}

fn enough(need: u64, free: u64) -> Result<(), ApiError> {
    if need == 0 || need.saturating_add(KEPT_FREE) <= free {
        return Ok(());
    }
    let mb = |bytes: u64| format!("{:.1}", bytes as f64 / 1e6).replace('.', ",");
    let lacking = mb(need.saturating_add(KEPT_FREE).saturating_sub(free));
    Err(ApiError::new(
        "pack_no_room",
        Retry::Later,
        &format!(
            "Ổ đĩa thiếu {lacking} MB để chứa gói này nên máy chưa tải. Những gì đã có vẫn dùng được. Hãy xóa bớt tệp rồi tải lại."
        ),
        &format!("The disk lacks {lacking} MB for this pack, so nothing was downloaded. Free some space and try again."),
    )
    .arg("need", need)
    .arg("free", free))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_would_be_full_is_said_beforehand_with_what_is_lacking() {
        assert!(enough(0, 0).is_ok(), "nothing to fetch needs no room");
        assert!(enough(1 << 20, KEPT_FREE + (1 << 20)).is_ok());
        let refused = enough(5_000_000, KEPT_FREE).unwrap_err();
        assert_eq!(refused.code, "pack_no_room");
        assert!(refused.message.contains("5,0 MB"), "{}", refused.message);
    }
}
