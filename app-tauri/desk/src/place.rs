//! The homes of this PC, each once: a folder that somebody copied holds the same device a second time.

use crate::label::Label;
use congdoan_client::Home;
use congdoan_client::domain::Instant;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};

/// A home and where it lies.
pub(crate) struct Place {
    pub dir: PathBuf,
    pub home: Home,
    /// Names of the folders that hold a copy of it.
    pub copies: Vec<String>,
}

fn name(dir: &Path) -> String {
    dir.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Each device once, in the order given. Of several folders the one that was used last is the home; of those that say
/// the same, the one with the shortest name: who copies a folder lengthens it. Two in use at once would send under one
/// name what neither knows of the other.
pub(crate) fn without_copies(found: Vec<(PathBuf, Home)>) -> Vec<Place> {
    let mut places: Vec<Place> = vec![];
    for (dir, home) in found {
        let Some(known) = places.iter_mut().find(|place| place.home.device == home.device) else {
            places.push(Place {
                dir,
                home,
                copies: vec![],
            });
            continue;
        };
        let (copy, used) = match rank(&dir) > rank(&known.dir) {
            true => (std::mem::replace(&mut known.dir, dir), Some(home)),
            false => (dir, None),
        };
        known.copies.push(name(&copy));
        known.home = used.unwrap_or_else(|| known.home.clone());
    }
    places
}

fn rank(dir: &Path) -> (Option<Instant>, Reverse<usize>, Reverse<String>) {
    let name = name(dir);
    (
        Label::read(dir).last_used_at,
        Reverse(name.chars().count()),
        Reverse(name),
    )
}
