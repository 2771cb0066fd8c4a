use super::redeem::{Redemption, RedemptionState, of_command};
use crate::desk::Desk;
use crate::outbox;
use congdoan_client::domain::market::{Offer, Voucher, VoucherState};
use congdoan_client::domain::{Command, Instant, VoucherId};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

#[derive(Deserialize, TS)]
pub struct RedemptionQuery {
    #[serde(default)]
    #[ts(optional = nullable)]
    state: Option<RedemptionState>,
    offset: usize,
    limit: usize,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct RedemptionCount {
    pub state: RedemptionState,
    pub count: usize,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct RedemptionPage {
    /// Newest first.
    pub rows: Vec<Redemption>,
    pub offset: usize,
    pub total: usize,
    pub counts: Vec<RedemptionCount>,
}

/// One of the three kinds of lines, before it is worded.
enum Line {
    Done(Voucher, Instant),
    Command(OutboxEntry),
}

impl Line {
    fn state(&self) -> RedemptionState {
        match self {
            Self::Done(..) => RedemptionState::Accepted,
            Self::Command(entry) if entry.state == CommandState::Refused => RedemptionState::Refused,
            Self::Command(_) => RedemptionState::Pending,
        }
    }

    fn at(&self) -> Instant {
        match self {
            Self::Done(_, at) => *at,
            Self::Command(entry) => entry.settled_at.unwrap_or(entry.made_at),
        }
    }
}

fn lines(client: &Client) -> Result<Vec<Line>, ApiError> {
    let mut lines: Vec<Line> = client
        .provider_vouchers()?
        .into_iter()
        .filter_map(|voucher| match voucher.state {
            VoucherState::Redeemed { at, .. } => Some(Line::Done(voucher, at)),
            VoucherState::Taken => None,
        })
        .collect();
    let redeems = |entry: &OutboxEntry| matches!(entry.command(), Some(Command::RedeemVoucher(_)));
    let entries = outbox::unsettled(client)?;
    lines.extend(entries.into_iter().filter(redeems).map(Line::Command));
    lines.sort_by_key(|line| std::cmp::Reverse(line.at()));
    Ok(lines)
}

/// Which command of this device redeemed a voucher, for a screen that still shows it as pending.
fn redeemed_here(client: &Client) -> Result<BTreeMap<VoucherId, OutboxEntry>, ApiError> {
    let entries = client.store().outbox(CommandState::Accepted, 500)?;
    let by_voucher = entries.into_iter().filter_map(|entry| match entry.command() {
        Some(Command::RedeemVoucher(body)) => Some((VoucherId::of(body.offer, body.person, body.n), entry)),
        _ => None,
    });
    Ok(by_voucher.collect())
}

pub fn redemptions(desk: &Desk, asked: RedemptionQuery) -> Result<RedemptionPage, ApiError> {
    let client = desk.client()?;
    let mut lines = lines(&client)?;
    let counts = [
        RedemptionState::Accepted,
        RedemptionState::Pending,
        RedemptionState::Refused,
    ]
    .map(|state| RedemptionCount {
        state,
        count: lines.iter().filter(|line| line.state() == state).count(),
    });
    lines.retain(|line| asked.state.is_none_or(|state| line.state() == state));
    let total = lines.len();
    let here = redeemed_here(&client)?;
    let offers: BTreeMap<_, Offer> = client
        .offers()?
        .into_iter()
        .map(|(offer, _)| (offer.id, offer))
        .collect();
    let mut rows = vec![];
    for line in lines.iter().skip(asked.offset).take(asked.limit) {
        rows.push(match line {
            Line::Done(voucher, at) => Redemption {
                voucher_id: Some(voucher.id.to_string()),
                state: RedemptionState::Accepted,
                at: *at,
                offer_title: offers.get(&voucher.offer).map(|offer| offer.terms.title.clone()),
                reason: None,
                first_at: None,
                first_place: None,
                double_use: None,
                sending: here.get(&voucher.id).map(outbox::sending),
            },
            Line::Command(entry) => match entry.command() {
                Some(Command::RedeemVoucher(body)) => of_command(&client, entry, &body)?,
                _ => continue,
            },
        });
    }
    Ok(RedemptionPage {
        rows,
        offset: asked.offset,
        total,
        counts: counts.into_iter().filter(|counted| counted.count > 0).collect(),
    })
}
