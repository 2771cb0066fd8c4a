//! Offline packs: what is here, what is newer, downloading in the background, pausing, proving.

use crate::desk::Desk;
use crate::face::{self, Face};
use crate::said::Said;
use congdoan_client::domain::Instant;
use congdoan_client::domain::time::Date as CivilDate;
use congdoan_client::packs::{NAMES, PackView};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PackState {
    Absent,
    /// With an `error`: there is no network, and it goes on by itself.
    Downloading,
    Paused,
    Verifying,
    Ready,
    /// There is a newer one; the one here works on.
    Update,
    /// A part is damaged or gone; the rest works on. Downloading fetches just that part.
    Broken,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct Pack {
    pub name: String,
    pub title: Said,
    pub second: Option<Said>,
    pub state: PackState,
    pub version: Option<u64>,
    #[ts(type = "CivilDate | null")]
    pub made_on: Option<CivilDate>,
    /// On the disk; of an absent pack what a download takes; null: not known until the server is reached.
    pub size_bytes: Option<u64>,
    /// Of the download under way or paused: what came, and what is to come in all.
    pub have_bytes: u64,
    pub fetch_bytes: Option<u64>,
    /// The server's clock when it was asked for a newer version last.
    #[ts(type = "Instant | null")]
    pub checked_at: Option<Instant>,
    /// Checked on this device just now; null: nobody signed what is here.
    pub signed_by: Option<String>,
    pub is_sample: bool,
    pub error: Option<Face>,
}

#[derive(Deserialize, TS)]
pub struct OfPack {
    name: String,
}

fn title(name: &str) -> Said {
    match name {
        congdoan_client::law::PACK => Said::new("Thư viện luật", "Law library"),
        congdoan_client::card::PACK => Said::new("Danh sách tình trạng thẻ", "List of card states"),
        _ => Said::new("Gói khác", "Another pack"),
    }
}

/// What it holds, in words; null when it is not here.
fn second(client: &Client, name: &str) -> Option<Said> {
    if name != congdoan_client::law::PACK {
        return None;
    }
    let library = client.law().ok()?;
    let documents = library.documents();
    let articles: usize = documents.iter().map(|d| d.articles.len()).sum();
    let (articles, documents) = (grouped(articles), grouped(documents.len()));
    Some(Said::new(
        format!("{articles} điều của {documents} văn bản"),
        format!("{articles} articles of {documents} documents"),
    ))
}

fn is_sample(client: &Client, name: &str) -> bool {
    if name != congdoan_client::law::PACK {
        return client.home().sample;
    }
    client
        .law()
        .is_ok_and(|library| library.documents().iter().all(crate::law::is_sample))
}

/// `1.593`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Whose key signed the pack in use.
pub(crate) fn signer(client: &Client, pack: &PackView) -> Option<String> {
    pack.signed.then(|| client.home().server_name.clone())
}

/// A pack in the page's words.
///
/// # Errors
/// The folder cannot be read.
pub(crate) fn view(client: &Client, name: &str) -> Result<Pack, ApiError> {
    let pack = client.pack(name)?;
    let installed = pack.installed.as_ref();
    let broken = installed.is_some_and(|installed| installed.missing > 0);
    let state = match &pack.running {
        Some(running) if running.proving => PackState::Verifying,
        Some(_) => PackState::Downloading,
        None if pack.staged.is_some() => PackState::Paused,
        None if broken => PackState::Broken,
        None if pack.update().is_some() => PackState::Update,
        None if installed.is_some() => PackState::Ready,
        None => PackState::Absent,
    };
    let progress = pack.running.as_ref().map(|running| running.progress);
    let (have_bytes, fetch_bytes) = match (progress, &pack.staged, &pack.offered) {
        (Some(progress), ..) if progress.total > 0 => (progress.have, Some(progress.total)),
        (_, Some(staged), _) => (staged.have, Some(staged.total)),
        (_, None, Some(offered)) => (0, Some(offered.total)),
        (_, None, None) => (0, None),
    };
    let waiting = pack.running.as_ref().and_then(|running| running.waiting.as_ref());
    Ok(Pack {
        name: name.to_owned(),
        title: title(name),
        second: second(client, name),
        state,
        version: installed.map(|installed| installed.manifest.version),
        made_on: installed.map(|installed| installed.manifest.made_at.date()),
        size_bytes: match installed {
            Some(installed) => Some(installed.bytes),
            None => fetch_bytes,
        },
        have_bytes,
        fetch_bytes,
        checked_at: pack.checked_at,
        signed_by: signer(client, &pack),
        is_sample: is_sample(client, name),
        error: waiting
            .or(pack.failed.as_ref())
            .map(|error| face::of("sync", error)),
    })
}

/// All packs, and the bytes they take on the disk.
///
/// # Errors
/// The folder cannot be read.
pub(crate) fn all(client: &Client) -> Result<(Vec<Pack>, u64), ApiError> {
    let packs = NAMES
        .iter()
        .map(|name| view(client, name))
        .collect::<Result<Vec<_>, _>>()?;
    let here = packs.iter().filter(|pack| pack.version.is_some());
    let bytes = here.filter_map(|pack| pack.size_bytes).sum();
    Ok((packs, bytes))
}

/// Downloads in the background, or fetches what is damaged; goes on by itself after a lost network and after a lock.
pub fn pack_download(desk: &Desk, asked: OfPack) -> Result<(), ApiError> {
    desk.client()?.start_download(&asked.name)
}

/// What came is kept; `sync_pack_download` goes on from there.
pub fn pack_pause(desk: &Desk, asked: OfPack) -> Result<(), ApiError> {
    desk.client()?.pause_download(&asked.name)
}

/// Reads every byte of the pack; what is damaged is deleted, so that a download fetches just that again.
pub fn pack_verify(desk: &Desk, asked: OfPack) -> Result<Pack, ApiError> {
    let client: Arc<Client> = desk.client()?;
    client.verify_pack(&asked.name, |_| true)?;
    view(&client, &asked.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_points() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_593), "1.593");
        assert_eq!(grouped(62_323), "62.323");
        assert_eq!(grouped(1_000_000), "1.000.000");
    }
}
