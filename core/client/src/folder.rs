//! The folder of a home: which files in it are the program's. A person may name any folder; what else lies there is
//! theirs, and neither enrolling nor leaving touches it.

use crate::error::{ApiError, Retry};
use congdoan_store::{StoreError, private};
use std::path::Path;

/// Everything a home consists of, by the beginning of its name: databases have companions (`-wal`, `.damaged-…`), and a
/// file that is being written ends in `.new`.
const OURS: &[&str] = &[
    "home.json",
    "label.json",
    "vault.cbor",
    "vault.key",
    crate::vault::SPARE,
    "pin.json",
    "pin.lock",
    "enrolment.cbor",
    "in-use.lock",
    "outbox.db",
    "cache.db",
    "log.txt",
    "log.1.txt",
    "CACHEDIR.TAG",
    ".nobackup",
];
/// The one folder in it.
const PACKS: &str = "packs";
/// Begun here and not answered yet: a folder with it belongs to an enrolment.
const ATTEMPT: &str = "enrolment.cbor";

fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    match std::fs::read_dir(dir) {
        Ok(found) => found
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(vec![]),
        Err(error) => Err(error.into()),
    }
}

/// Lets a home be founded where nothing lies, or where an enrolment was begun.
///
/// # Errors
/// `folder_not_empty`: something of somebody lies there, perhaps a home whose `home.json` is lost and whose unsent work
/// new keys would shut away for good.
pub(crate) fn may_found(dir: &Path) -> Result<(), ApiError> {
    let marks = |name: &String| !matches!(name.as_str(), "CACHEDIR.TAG" | ".nobackup");
    let found: Vec<_> = names(dir)?.into_iter().filter(marks).collect();
    if found.is_empty() || found.iter().any(|name| name == ATTEMPT) {
        return Ok(());
    }
    Err(ApiError::new(
        "folder_not_empty",
        Retry::Never,
        "Thư mục này đã có tệp khác nên không lập hồ sơ vào đây. Các tệp đó còn nguyên, lời mời chưa dùng. Anh/chị chọn một thư mục trống hoặc tên thư mục mới.",
        "There are other files in this folder, so no profile was made in it. They are untouched and the invitation is unused. Choose an empty folder or a new name.",
    ))
}

/// Deletes what a home consists of, and the folder if nothing else lies in it.
///
/// # Errors
/// A file cannot be deleted.
pub(crate) fn erase(dir: &Path) -> Result<(), StoreError> {
    for name in names(dir)? {
        let path = dir.join(&name);
        if name == PACKS && path.is_dir() {
            std::fs::remove_dir_all(path)?;
        } else if OURS.iter().any(|ours| name.starts_with(ours)) && !path.is_dir() {
            private::erase(&path)?;
        }
    }
    match std::fs::remove_dir(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::DirectoryNotEmpty => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_deletes_the_home_and_nothing_else_in_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home");
        std::fs::create_dir_all(home.join("packs/segments")).unwrap();
        for name in [
            "home.json",
            "cache.db-wal",
            "cache.db.damaged-1",
            "label.json.new",
            crate::vault::SPARE,
            "packs/law.manifest",
        ] {
            std::fs::write(home.join(name), b"x").unwrap();
        }
        std::fs::write(home.join("bao-cao.ods"), b"mine").unwrap();
        erase(&home).unwrap();
        assert_eq!(names(&home).unwrap(), ["bao-cao.ods"]);
        std::fs::remove_file(home.join("bao-cao.ods")).unwrap();
        erase(&home).unwrap();
        assert!(!home.exists());
    }

    #[test]
    fn a_home_is_founded_in_no_folder_that_holds_something() {
        let dir = tempfile::tempdir().unwrap();
        may_found(&dir.path().join("new")).unwrap();
        may_found(dir.path()).unwrap();
        std::fs::write(dir.path().join("CACHEDIR.TAG"), b"").unwrap();
        may_found(dir.path()).unwrap();
        // A home that lost its first file: new keys would shut away what waits in it.
        std::fs::write(dir.path().join("vault.cbor"), b"sealed").unwrap();
        assert_eq!(may_found(dir.path()).unwrap_err().code, "folder_not_empty");
        // An enrolment that was begun is gone on with.
        std::fs::write(dir.path().join(ATTEMPT), b"sealed").unwrap();
        may_found(dir.path()).unwrap();
    }
}
