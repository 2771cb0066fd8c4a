//! Only invented data is shown in a browser.

use congdoan_desk::client::{Home, homes};
use std::path::{Path, PathBuf};

/// The folder of people for a home, or for a folder of homes.
///
/// # Errors
/// A home there is not marked as sample.
pub fn people_of(dir: &Path) -> Result<PathBuf, String> {
    let refused = || {
        "Hồ sơ này không phải dữ liệu mẫu nên không mở trong trình duyệt. Chưa đụng đến gì. Hãy dùng ứng dụng trên máy."
            .to_owned()
    };
    // The folder above a relative path is known only once the path is whole.
    let dir = &std::path::absolute(dir).map_err(|error| error.to_string())?;
    if let Ok(home) = Home::read(dir) {
        let above = dir.parent().map(Path::to_owned);
        return above.filter(|_| home.sample).ok_or_else(refused);
    }
    if homes(dir).iter().any(|(_, home)| !home.sample) {
        return Err(refused());
    }
    Ok(dir.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(dir: &Path, sample: bool) {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        std::fs::create_dir_all(dir).unwrap();
        let text = format!(
            r#"{{"format":1,"name":"A","server":"{id}","server_name":"B","address":"http://127.0.0.1:1","tls":"plain",
            "root":"00","person":"{id}","unit":"{id}","device":"{id}","device_name":"C","pin":false,"sample":{sample}}}"#
        );
        std::fs::write(dir.join("home.json"), text).unwrap();
    }

    #[test]
    fn a_home_that_is_not_marked_as_sample_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        home(&dir.path().join("a"), true);
        assert!(people_of(dir.path()).is_ok());
        assert!(people_of(&dir.path().join("a")).is_ok());
        // Found by a reviewer: "hung", beside the program, had no folder above it and showed nobody.
        assert!(people_of(Path::new("hung")).unwrap().is_absolute());
        home(&dir.path().join("b"), false);
        assert!(people_of(dir.path()).is_err());
        assert!(people_of(&dir.path().join("b")).is_err());
    }
}
