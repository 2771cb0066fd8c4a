//! The files of a home: only their owner reads them, and a file that is written is there whole or not at all.
//!
//! Windows keeps a profile's folders to their owner by itself; the modes below are for everyone else.

use std::fs::{File, OpenOptions};
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Ending of what is not written to its end yet.
pub const UNFINISHED: &str = "new";

/// One writer at a time: two threads may keep the same file at the same moment.
static WRITING: Mutex<()> = Mutex::new(());

/// Makes a folder that only its owner enters; one that is there already is shut, as far as the system allows.
///
/// # Errors
/// The folder cannot be made.
pub fn create_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)?;
    shut(dir, 0o700);
    Ok(())
}

/// Makes sure that a file is there and only its owner's, before another library writes into it.
///
/// # Errors
/// The file cannot be made.
pub fn touch(path: &Path) -> std::io::Result<()> {
    options().append(true).create(true).open(path)?;
    shut(path, 0o600);
    Ok(())
}

/// For opening a file that is its owner's alone if it is made by this.
pub fn options() -> OpenOptions {
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Homes of earlier programs were open to the whole machine. A folder of somebody else's stays as it is, and so does one
/// that many write in (`/tmp`).
fn shut(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        const STICKY: u32 = 0o1000;
        if std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & STICKY != 0) {
            return;
        }
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
}

/// Writes a file.
///
/// # Errors
/// The disk is full: then the file is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let temporary = path.with_added_extension(UNFINISHED);
    // Made anew: a file that is there keeps its mode.
    let _ = std::fs::remove_file(&temporary);
    let mut file = options()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    rename(&temporary, path)
}

/// Puts a file in the place of another. When it returns, a power cut finds the new one.
///
/// # Errors
/// As of the system.
pub fn rename(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::rename(from, to)?;
    match to.parent() {
        Some(dir) => sync_dir(dir),
        None => Ok(()),
    }
}

/// A new name is on the disk only with its folder. Windows has no such call: NTFS keeps names in its own journal.
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let dir = if dir.as_os_str().is_empty() {
            Path::new(".")
        } else {
            dir
        };
        File::open(dir)?.sync_all()
    }
    #[cfg(not(unix))]
    {
        let _ = dir;
        Ok(())
    }
}

/// Writes zeros over a file and deletes it. A flash disk may keep an old copy, which is why what lies in such a file is
/// encrypted too.
///
/// # Errors
/// The file cannot be written or deleted. It not being there is no error.
pub fn erase(path: &Path) -> std::io::Result<()> {
    let overwrite = || -> std::io::Result<()> {
        let mut file = File::options().write(true).open(path)?;
        let mut left = file.metadata()?.len();
        file.rewind()?;
        let zeros = vec![0; 1 << 16];
        while left > 0 {
            let now = left.min(zeros.len() as u64);
            file.write_all(&zeros[..usize::try_from(now).unwrap_or(0)])?;
            left -= now;
        }
        file.sync_all()
    };
    match overwrite().and_then(|()| std::fs::remove_file(path)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_its_owners_alone_and_what_was_open_is_shut() {
        let dir = std::env::temp_dir().join(format!("congdoan-private-{}", std::process::id()));
        create_dir(&dir.join("a/b")).unwrap();
        assert_eq!((mode(&dir), mode(&dir.join("a/b"))), (0o700, 0o700));
        let file = dir.join("a/file");
        write(&file, b"one").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        write(&file, b"two").unwrap();
        assert_eq!(
            (mode(&file), std::fs::read(&file).unwrap()),
            (0o600, b"two".to_vec())
        );
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        touch(&file).unwrap();
        assert_eq!(
            (mode(&file), std::fs::read(&file).unwrap()),
            (0o600, b"two".to_vec())
        );
        let many = dir.join("many");
        std::fs::create_dir(&many).unwrap();
        std::fs::set_permissions(&many, std::fs::Permissions::from_mode(0o1777)).unwrap();
        create_dir(&many).unwrap();
        assert_eq!(mode(&many), 0o777, "a folder that many write in");
        std::fs::hard_link(&file, dir.join("other")).unwrap();
        erase(&file).unwrap();
        erase(&file).unwrap();
        assert!(!file.exists());
        assert_eq!(
            std::fs::read(dir.join("other")).unwrap(),
            [0; 3],
            "written over before it went"
        );
        std::fs::remove_dir_all(dir).unwrap();
    }
}
