use super::double_use_of;
use crate::desk::Desk;
use crate::outbox;
use crate::picture::CodeGiven;
use crate::said::Said;
use crate::shape::Sending;
use congdoan_client::domain::market::{RedeemVoucher, VoucherState, token};
use congdoan_client::domain::{Command, Instant, VoucherId};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// accepted: "Đã đổi", by the server · pending: "Chờ đối chiếu" · refused: with the reason and time of the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RedemptionState {
    Accepted,
    Pending,
    Refused,
}

/// A redemption at this provider. It names no holder: a provider learns the voucher's code and no person.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Redemption {
    pub voucher_id: Option<String>,
    pub state: RedemptionState,
    #[ts(type = "Instant")]
    pub at: Instant,
    pub offer_title: Option<String>,
    pub reason: Option<Said>,
    /// Refused because it was redeemed before: when and where that was.
    #[ts(type = "Instant | null")]
    pub first_at: Option<Instant>,
    pub first_place: Option<String>,
    /// Who bears it if this turns out a double use; on pending.
    pub double_use: Option<Said>,
    pub sending: Option<Sending>,
}

/// A redemption that was saved here and waits, or that the server refused.
pub(super) fn of_command(
    client: &Client,
    entry: &OutboxEntry,
    body: &RedeemVoucher,
) -> Result<Redemption, ApiError> {
    let id = VoucherId::of(body.offer, body.person, body.n);
    let sending = outbox::sending(entry);
    let refused = entry.state == CommandState::Refused;
    let again = entry
        .refusal
        .as_ref()
        .is_some_and(|refusal| refusal.code == "voucher_used");
    let state = match entry.state {
        CommandState::Waiting => RedemptionState::Pending,
        CommandState::Refused => RedemptionState::Refused,
        CommandState::Accepted => RedemptionState::Accepted,
    };
    about(client, id, body, (state, sending.at, refused && again)).map(|mut seen| {
        seen.reason.clone_from(&sending.reason);
        seen.sending = Some(sending);
        seen
    })
}

fn about(
    client: &Client,
    id: VoucherId,
    body: &RedeemVoucher,
    (state, at, again): (RedemptionState, Instant, bool),
) -> Result<Redemption, ApiError> {
    let (offer, voucher) = client.read(|db| {
        use congdoan_client::store::market;
        Ok((market::offer(db, body.offer)?, market::voucher(db, id)?))
    })?;
    let offer = offer.map(|(offer, _)| offer);
    let first = match voucher.filter(|_| again).map(|voucher| voucher.state) {
        Some(VoucherState::Redeemed { at, .. }) => Some(at),
        _ => None,
    };
    Ok(Redemption {
        voucher_id: Some(id.to_string()),
        state,
        at,
        reason: None,
        first_at: first,
        first_place: first.and(offer.as_ref()).map(|offer| offer.provider_name.clone()),
        double_use: (state == RedemptionState::Pending)
            .then(|| offer.as_ref().map(double_use_of))
            .flatten(),
        offer_title: offer.map(|offer| offer.terms.title),
        sending: None,
    })
}

/// Refusals that are about the voucher shown: the counter reads them as a result, not as a fault of the program.
fn is_verdict(code: &str) -> bool {
    code.starts_with("voucher_") || code.starts_with("offer_")
}

/// Redeems a voucher that is shown here. Without a receipt it is "Chờ đối chiếu", whatever the network.
pub fn redeem(desk: &Desk, asked: CodeGiven) -> Result<Redemption, ApiError> {
    let client = desk.client()?;
    let text = asked.text(token::PREFIX)?;
    match client.redeem_voucher(&text) {
        Ok(redeeming) => {
            let entry = client.store().outbox_entry(redeeming.command)?;
            let entry = entry.ok_or_else(ApiError::not_found)?;
            match entry.command() {
                Some(Command::RedeemVoucher(body)) => of_command(&client, &entry, &body),
                _ => Err(ApiError::not_found()),
            }
        }
        Err(error) if is_verdict(&error.code) => {
            let body = token::parse(&text).map_err(|_| ApiError::not_found())?;
            let id = VoucherId::of(body.offer, body.person, body.n);
            let again = error.code == "voucher_used";
            let seen = about(
                &client,
                id,
                &body,
                (RedemptionState::Refused, client.server_now(), again),
            )?;
            Ok(Redemption {
                // Another provider's voucher: what it is for is no business of this counter.
                offer_title: seen.offer_title.filter(|_| error.code != "voucher_elsewhere"),
                reason: Some(Said::from(&error)),
                ..seen
            })
        }
        Err(error) => Err(error),
    }
}
