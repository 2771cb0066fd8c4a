//! What no manifest names any more is deleted.

use super::Packs;
use super::files::read_manifest;
use crate::StoreError;
use crate::private::UNFINISHED;
use std::collections::BTreeSet;

impl Packs {
    pub(super) fn sweep(&self) -> Result<(), StoreError> {
        let mut wanted = BTreeSet::new();
        for file in std::fs::read_dir(&self.dir)?.flatten() {
            let path = file.path();
            let in_use = path.extension().is_some_and(|e| e == "manifest" || e == "staged");
            if in_use && let Some(manifest) = read_manifest(&path)? {
                wanted.extend(manifest.segments.iter().map(|s| s.hash.to_string()));
            }
        }
        for folder in ["segments", "parts"] {
            for file in std::fs::read_dir(self.dir.join(folder))?.flatten() {
                let named = file
                    .file_name()
                    .to_str()
                    .is_some_and(|name| wanted.contains(name));
                // Another pack may be on its way.
                let unfinished = file.path().extension().is_some_and(|e| e == UNFINISHED);
                if !named && !unfinished {
                    let _ = std::fs::remove_file(file.path()); // swept again next time
                }
            }
        }
        Ok(())
    }
}
