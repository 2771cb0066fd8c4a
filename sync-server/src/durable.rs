//! Files that are there whole or not at all, also after the power went.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside its place and moves it there. Returns when file and folder are on the disk.
///
/// # Errors
/// The disk could not; the file of before is untouched, or the new one is there whole.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let temporary = path.with_file_name(name);
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&temporary, path)?;
    sync_folder_of(path)
}

/// Brings the names in a file's folder to the disk: a rename alone may be forgotten.
///
/// # Errors
/// The disk could not.
#[cfg(unix)]
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

/// Windows writes the folder with the rename (NTFS keeps a journal of names) and opens no folder as a file.
#[cfg(not(unix))]
pub fn sync_folder_of(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_its_folder_is_brought_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("law.manifest");
        for bytes in [b"one".as_slice(), b"two"] {
            replace(&path, bytes).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let gone = folder.path().join("no such folder/file");
        assert!(replace(&gone, b"x").is_err());
        #[cfg(unix)]
        assert!(sync_folder_of(&gone).is_err(), "the folder is really opened");
    }
}
