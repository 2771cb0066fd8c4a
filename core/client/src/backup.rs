//! Homes stay out of system backups (design 4b): a copy of a device's key is a second device. A restored computer enrols
//! again, and what was sent comes back from the server.

use congdoan_store::private;
use std::path::Path;

/// Read by tar, borg, restic and others when they are told to pass over caches (<https://bford.info/cachedir/>).
const TAG: &str = "CACHEDIR.TAG";
/// The first line is what makes it a tag.
const SIGNATURE: &str = "Signature: 8a477f597d28d172789f06886806bc55
# Made by Công Đoàn Số. This is the profile of one person on one device, and no cache:
# backups should pass over it, nothing should delete it. See https://bford.info/cachedir/
";
/// For programs that take the name of any file as a sign.
const NO_BACKUP: &str = ".nobackup";

/// Marks a home for backup programs to pass over. It is a request: whoever ignores it copies what the vault guards.
pub(crate) fn pass_over(dir: &Path) {
    for (name, content) in [(TAG, SIGNATURE), (NO_BACKUP, "")] {
        let path = dir.join(name);
        if !path.exists() {
            // A disk that takes no mark takes no home either, and says so elsewhere.
            let _ = private::write(&path, content.as_bytes());
        }
    }
}

/// Takes the marks away from a folder that never became a home.
pub(crate) fn unmark(dir: &Path) {
    for name in [TAG, NO_BACKUP] {
        let _ = std::fs::remove_file(dir.join(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn tar_told_to_pass_over_caches_leaves_a_home_out() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home");
        private::create_dir(&home).unwrap();
        std::fs::write(home.join("vault.cbor"), b"sealed").unwrap();
        std::fs::write(dir.path().join("other"), b"kept").unwrap();
        let kept = |option: &str| {
            let ran = Command::new("tar")
                .args([option, "-cvf", "/dev/null", "-C"])
                .arg(dir.path())
                .arg(".")
                .output();
            ran.ok()
                .map(|ran| String::from_utf8_lossy(&ran.stdout).into_owned())
        };
        let Some(before) = kept("--exclude-caches-all").filter(|said| said.contains("other")) else {
            eprintln!("skipped: no GNU tar here");
            return;
        };
        assert!(before.contains("vault.cbor"));
        pass_over(&home);
        pass_over(&home);
        let after = kept("--exclude-caches-all").unwrap();
        assert!(
            after.contains("other") && !after.contains("vault.cbor"),
            "{after}"
        );
        assert!(!kept("--exclude-tag=.nobackup").unwrap().contains("vault.cbor"));
    }
}
