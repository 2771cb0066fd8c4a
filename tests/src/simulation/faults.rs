//! What goes wrong on devices and at the server.

use super::device::{Damaged, Device, Image};
use super::rng::Rng;
use super::server::{Server, scopes};
use super::world::{BRANCH, OTHER};
use congdoan_domain::{Command, CommandId, Instant, Scope};
use std::path::Path;

/// SQLCipher's page size.
const PAGE: usize = 4096;

const BUSY: [Scope; 4] = [
    Scope::Desk(BRANCH),
    Scope::Org(BRANCH),
    Scope::Desk(OTHER),
    Scope::Org(OTHER),
];

fn copy_dir(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from)
        .unwrap()
        .flatten()
        .filter(|f| f.path().is_file())
    {
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Keeps a disk image of a device, to be restored later.
pub fn take_image(device: &mut Device, now: Instant) {
    device.close();
    let image = device.dir.with_extension("image");
    copy_dir(&device.dir, &image);
    device.image = Some(Image {
        dir: image,
        ledger: device.ledger.clone(),
        wounded: device.wounded,
    });
    device.open(now);
}

/// The device is as it was when the image was taken; what was made since then and not sent is lost with it.
pub fn restore_image(device: &mut Device, now: Instant) -> bool {
    let Some(image) = device.image.take() else {
        return false;
    };
    device.close();
    copy_dir(&image.dir, &device.dir);
    device.ledger = image.ledger;
    device.wounded = image.wounded;
    device.damaged |= image.wounded;
    device.open(now);
    true
}

/// The power goes between the write to the outbox and the write to the view.
pub fn crash_between_writes(
    device: &mut Device,
    id: CommandId,
    command: Command,
    now: Instant,
) -> Result<bool, Damaged> {
    device.close();
    let (before, wounded) = (device.dir.with_extension("before"), device.wounded);
    copy_dir(&device.dir, &before);
    device.open(now);
    let saved = device.execute(id, command, now)?;
    device.close();
    for name in ["cache.db", "cache.db-wal", "cache.db-shm"] {
        let _ = std::fs::remove_file(device.dir.join(name));
        if before.join(name).exists() {
            std::fs::copy(before.join(name), device.dir.join(name)).unwrap();
        }
    }
    device.wounded = wounded;
    device.damaged |= wounded;
    device.open(now);
    Ok(saved)
}

/// Bytes of the cache turn into something else.
pub fn damage_cache(device: &mut Device, rng: &mut Rng, now: Instant) {
    device.close();
    let path = device.dir.join("cache.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let from = rng.index(bytes.len().min(64));
    for byte in bytes.iter_mut().skip(from).take(400) {
        *byte ^= 0x5a;
    }
    std::fs::write(&path, bytes).unwrap();
    let _ = std::fs::remove_file(device.dir.join("cache.db-wal"));
    device.open(now);
    assert!(
        device.store().moved_aside().is_some(),
        "a damaged cache is moved aside"
    );
    device.damaged = true;
}

/// One page of the cache, never the first, turns into something else; it is noticed when somebody reads it.
pub fn damage_page(device: &mut Device, rng: &mut Rng, now: Instant) -> bool {
    device.close();
    let path = device.dir.join("cache.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let pages = bytes.len() / PAGE;
    let hit = pages > 1;
    if hit {
        let at = (1 + rng.index(pages - 1)) * PAGE + rng.index(PAGE);
        bytes[at] ^= 0x5a;
        std::fs::write(&path, bytes).unwrap();
        device.damaged = true;
        device.wounded = true;
    }
    device.open(now);
    hit
}

/// Purges all that a device, long offline, has not read: only the purge mark can tell it what it missed.
pub fn purge_behind(server: &Server, device: &Device) -> bool {
    let states = device.store().scopes().unwrap_or_default();
    let mut purged = false;
    for state in states {
        let (scope, seq) = (state.cursor.scope, state.cursor.seq);
        if let Some(last) = server.last_tombstone(&scope).filter(|last| *last > seq) {
            purged |= server.purge(scope, last) > 0;
        }
    }
    purged
}

/// Mostly tombstones that a device has not read yet: only the purge mark can tell it what it missed.
pub fn purge(server: &Server, devices: &[Device], rng: &mut Rng) -> bool {
    let unread: Vec<(Scope, u64)> = devices
        .iter()
        .flat_map(|device| device.store().scopes().unwrap_or_default())
        .filter_map(|state| {
            let (scope, seq) = (state.cursor.scope, state.cursor.seq);
            let last = server.last_tombstone(&scope).filter(|last| *last > seq)?;
            Some((scope, last))
        })
        .collect();
    if !unread.is_empty() && rng.chance(80) {
        let (scope, up_to) = *rng.pick(&unread);
        return server.purge(scope, up_to) > 0;
    }
    let all = server.heads();
    if all.is_empty() {
        return false;
    }
    // Mostly where rows come and go.
    let busy: Vec<_> = all
        .iter()
        .filter(|(scope, _)| BUSY.contains(scope))
        .copied()
        .collect();
    let (scope, head) = if rng.chance(80) && !busy.is_empty() {
        *rng.pick(&busy)
    } else {
        *rng.pick(&all)
    };
    let up_to = if rng.chance(60) {
        head.seq
    } else {
        rng.below(head.seq + 1)
    };
    server.purge(scope, up_to) > 0
}

/// One wrong head is all it takes to make every device of its scope doubt what it holds.
pub fn spoil(server: &mut Server, rng: &mut Rng) -> bool {
    let all = scopes(server);
    !all.is_empty() && server.spoil(*rng.pick(&all))
}

pub fn rebuild(server: &mut Server, rng: &mut Rng) {
    let all = scopes(server);
    if !all.is_empty() {
        server.rebuild(*rng.pick(&all));
    }
}
