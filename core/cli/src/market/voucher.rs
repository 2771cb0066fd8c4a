//! Vouchers: taken by a member, redeemed at a counter.

use super::double_use;
use crate::code::{self, Code, Drawing};
use crate::language::say;
use crate::outbox::reason;
use crate::output::{Answer, Mends, day};
use congdoan_client::domain::market::token::PREFIX;
use congdoan_client::domain::market::{Voucher, VoucherState};
use congdoan_client::domain::{Command, OfferId, VoucherId};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub fn take(client: &Client, offer: OfferId, drawing: &Drawing, mends: &Mends) -> Result<Answer, ApiError> {
    drawing.check()?;
    let (voucher, command) = client.take_voucher_mending(offer, mends.of(client)?)?;
    let mine = client.my_vouchers()?;
    let text = mine.iter().find(|v| v.id == voucher).map(Client::voucher_text);
    // The text always: a file with the code may get lost, and offline it is nowhere else to be seen.
    let mut drawn = text.clone().unwrap_or_default();
    if drawing.to.is_some() {
        drawn = format!("{drawn}\n{}", drawing.draw(text.as_deref())?);
    }
    let mut answer = Answer::saved(
        command,
        json!({"id": voucher, "text": text, "qr": drawing.to}),
        say("lấy phiếu", "a voucher"),
    );
    answer.text = format!("{}\n{drawn}", answer.text);
    Ok(answer)
}

fn row(voucher: &Voucher, state: &Value) -> Value {
    json!({"id": voucher.id, "offer": voucher.offer, "state": state, "expires_on": voucher.expires_on,
           "text": Client::voucher_text(voucher)})
}

fn word(voucher: &Voucher) -> String {
    match voucher.state {
        VoucherState::Taken => {
            let until = say("còn dùng được đến", "good until");
            format!("{until} {}", day(voucher.expires_on))
        }
        VoucherState::Redeemed { .. } => say("Đã đổi", "Redeemed").to_owned(),
    }
}

const NONE: (&str, &str) = ("Chưa có phiếu nào.", "There are no vouchers.");

pub fn mine(client: &Client) -> Result<Answer, ApiError> {
    let vouchers = client.my_vouchers()?;
    let rows: Vec<_> = vouchers.iter().map(|v| row(v, &json!(v.state))).collect();
    let lines: Vec<_> = vouchers
        .iter()
        .map(|v| format!("{} {}\n  {}", v.id, word(v), Client::voucher_text(v)))
        .collect();
    Ok(Answer::lines(json!(rows), &lines, say(NONE.0, NONE.1)))
}

/// The vouchers that were scanned here and wait for the server, or were refused by it.
fn scanned(client: &Client) -> Result<BTreeMap<VoucherId, (OfferId, OutboxEntry)>, ApiError> {
    let mut entries = client.store().outbox(CommandState::Refused, usize::MAX)?;
    entries.extend(client.store().outbox(CommandState::Waiting, usize::MAX)?);
    let by_voucher = entries.into_iter().filter_map(|entry| match entry.command() {
        Some(Command::RedeemVoucher(body)) => {
            let id = VoucherId::of(body.offer, body.person, body.n);
            Some((id, (body.offer, entry)))
        }
        _ => None,
    });
    Ok(by_voucher.collect())
}

/// What became of a scan that has no good receipt: never "redeemed".
fn unsettled(entry: &OutboxEntry) -> (Value, String) {
    match &entry.refusal {
        Some(refusal) => (
            json!({"refused": refusal.code}),
            format!("{}: {}", say("Bị từ chối", "Refused"), reason(refusal)),
        ),
        None => (
            json!("pending"),
            say("Chờ đối chiếu", "Waits to be reconciled").to_owned(),
        ),
    }
}

pub fn at_provider(client: &Client) -> Result<Answer, ApiError> {
    let mut scanned = scanned(client)?;
    let (mut rows, mut lines) = (vec![], vec![]);
    for voucher in client.provider_vouchers()? {
        // A scan that waits shows as redeemed in this desk's own view already; one that was refused here may have been
        // redeemed elsewhere.
        let here = scanned
            .remove(&voucher.id)
            .map(|(_, entry)| entry)
            .filter(|entry| entry.state == CommandState::Waiting || voucher.state == VoucherState::Taken);
        let (state, word) = here
            .as_ref()
            .map_or_else(|| (json!(voucher.state), word(&voucher)), unsettled);
        rows.push(row(&voucher, &state));
        lines.push(format!("{} {word}", voucher.id));
    }
    // Taken after the last sync: the server has not told this desk of them yet.
    for (id, (offer, entry)) in &scanned {
        let (state, word) = unsettled(entry);
        rows.push(json!({"id": id, "offer": offer, "state": state}));
        lines.push(format!("{id} {word}"));
    }
    Ok(Answer::lines(json!(rows), &lines, say(NONE.0, NONE.1)))
}

pub fn redeem(client: &Client, code: &Code) -> Result<Answer, ApiError> {
    let redeeming = client.redeem_voucher(&code::text(code, PREFIX)?)?;
    let title = &redeeming.offer.terms.title;
    let who = double_use(redeeming.offer.terms.double_use_borne_by);
    let pending = say("Chờ đối chiếu", "Waits to be reconciled");
    Ok(Answer::new(
        json!({"command": redeeming.command, "voucher": redeeming.voucher, "state": "pending", "double_use": who}),
        format!("{pending}: {title}. {who}"),
    ))
}
