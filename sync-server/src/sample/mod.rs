//! The invented organisation that `./dev run` shows. Every name and number here is made up.

mod names;
mod offers;
mod people;
mod surveys;
mod units;

use crate::init::{Founding, InitError};
use congdoan_domain::Instant;
use std::path::Path;

fn marker(data: &Path) -> std::path::PathBuf {
    data.join("sample").join("SAMPLE")
}

/// Whether a server's people are invented.
pub fn is_one(data: &Path) -> bool {
    marker(data).exists()
}

/// Says for good that a server's people are invented.
///
/// # Errors
/// The disk cannot be written.
pub(crate) fn mark(data: &Path) -> std::io::Result<()> {
    let marker = marker(data);
    std::fs::create_dir_all(marker.parent().expect("a folder"))?;
    std::fs::write(marker, "Dữ liệu bịa để thử. Không có người thật nào ở đây.\n")
}

/// Fills a fresh server and writes one-line invitations to `DATA/sample/NAME.invitation`.
///
/// # Errors
/// A command was refused, or the disk cannot be written.
pub fn found(
    founding: &Founding,
    data: &Path,
    now: Instant,
    mut progress: impl FnMut(&str),
) -> Result<(), InitError> {
    mark(data)?;
    let folder = data.join("sample");
    progress("Dựng các đơn vị");
    units::found(founding, now)?;
    progress("Ghi khoảng 400 đoàn viên và ký thẻ");
    people::admit(founding, now)?;
    progress("Soạn khảo sát và ghi câu trả lời");
    surveys::write(founding, now)?;
    progress("Đăng ưu đãi");
    offers::write(founding, now)?;
    progress("Viết lời mời");
    people::invite(founding, &folder, now)
}
