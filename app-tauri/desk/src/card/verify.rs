use super::verdict::{Verdict, VerdictKind};
use super::{log, steps};
use crate::desk::Desk;
use crate::picture::CodeGiven;
use crate::shape::NoArguments;
use congdoan_client::card::{Judged, PACK};
use congdoan_client::domain::Instant;
use congdoan_client::domain::card::{STALE_AFTER_HOURS, Verdict as Word, token};
use congdoan_client::{ApiError, Client};
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct VerifyState {
    /// The status list on this device.
    #[ts(type = "Instant | null")]
    pub list_made_at: Option<Instant>,
    pub list_age_hours: Option<u32>,
    pub max_age_hours: u32,
    pub signed_by: Option<String>,
    /// Today's verdicts, newest first, kept on this device until the day ends.
    pub log: Vec<Verdict>,
}

fn age(made_at: Instant, now: Instant) -> u32 {
    u32::try_from((now.0 - made_at.0).max(0) / 3_600_000).unwrap_or(u32::MAX)
}

pub fn verify_state(desk: &Desk, _: NoArguments) -> Result<VerifyState, ApiError> {
    let client = desk.client()?;
    let now = client.server_now();
    let list = client.pack(PACK)?;
    // A list that a pack key of the union did not sign is none.
    let made_at = list
        .installed
        .filter(|_| list.signed)
        .map(|pack| pack.manifest.made_at);
    Ok(VerifyState {
        list_made_at: made_at,
        list_age_hours: made_at.map(|at| age(at, now)),
        max_age_hours: STALE_AFTER_HOURS,
        signed_by: made_at.map(|_| client.home().server_name.clone()),
        log: log::today(&client)?,
    })
}

fn kind(word: &Word) -> VerdictKind {
    match word {
        Word::Valid { .. } => VerdictKind::Valid,
        Word::Paused { .. } => VerdictKind::Paused,
        Word::Revoked { .. } => VerdictKind::Revoked,
        Word::Unknown { .. } => VerdictKind::Unknown,
        Word::Expired { .. } => VerdictKind::Expired,
        Word::Forged { .. } => VerdictKind::Forged,
    }
}

fn said(client: &Client, judged: Judged) -> Verdict {
    let now = client.server_now();
    let steps = steps::of(&judged, now);
    let kind = kind(&judged.verdict);
    let asked = kind != VerdictKind::Forged && judged.card.is_some();
    let card = judged.card;
    Verdict {
        kind,
        at: now,
        reason: judged.verdict.reason().into(),
        steps,
        list_age_hours: judged.list_made_at.filter(|_| asked).map(|at| age(at, now)),
        valid_until: card.as_ref().map(|card| card.expires_on()),
        member_code: card.as_ref().and_then(|card| card.number.clone()),
        unit_name: card.as_ref().map(|card| card.unit_name.clone()),
        signed_by: card.as_ref().map(|card| card.unit_name.clone()),
        name: card.map(|card| card.name),
    }
}

/// Judges a card with no network, and notes the verdict for the day.
pub fn verify(desk: &Desk, asked: CodeGiven) -> Result<Verdict, ApiError> {
    let client = desk.client()?;
    let text = asked.text(token::PREFIX)?;
    let verdict = said(&client, client.verify_card(&text)?);
    log::note(&client, &verdict)?;
    Ok(verdict)
}
