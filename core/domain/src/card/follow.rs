//! What a change of a member means for the member's card.

use super::{Card, CardHead, CardState, VALID_YEARS, token};
use crate::facts::FactsExt;
use crate::member::{Member, MemberStatus};
use crate::unit::Unit;
use crate::{CardId, Change, Date, Facts, Instant};

/// The changes of card rows that go with `member` as it will be written.
///
/// While a member is paused, a change of name, number or unit revokes the card; the next one comes with resuming, so
/// that no signed card with new details lies about before the person is a member again.
pub(crate) fn follow(member: &Member, unit: &Unit, at: Instant, facts: &dyn Facts) -> Vec<Change> {
    let (current, next) = current_and_next(member, unit, at, facts);
    let same = current.as_ref().is_some_and(|card| same_words(card, &next));
    match member.status {
        // Someone on the way to another branch is a member until that branch has taken them in.
        MemberStatus::Active | MemberStatus::Transferring => match current {
            Some(card) if same && card.expires_on >= at.date() => put_state(card, CardState::Active, at),
            current => replace(current, next, at),
        },
        MemberStatus::Paused => match current {
            Some(card) if same => put_state(card, CardState::Paused, at),
            current => revoke(current, at),
        },
        MemberStatus::Applicant | MemberStatus::Left | MemberStatus::Retired | MemberStatus::Expelled => {
            revoke(current, at)
        }
    }
}

/// A new card in the place of the current one, whatever its words and dates.
pub(super) fn reissue(member: &Member, unit: &Unit, at: Instant, facts: &dyn Facts) -> Vec<Change> {
    let (current, next) = current_and_next(member, unit, at, facts);
    replace(current, next, at)
}

/// The card that counts now, if any, and the one that would replace it.
fn current_and_next(member: &Member, unit: &Unit, at: Instant, facts: &dyn Facts) -> (Option<Card>, Card) {
    let head: Option<CardHead> = facts.get(member.id);
    let current = head
        .as_ref()
        .and_then(|head| facts.get::<Card>(head.card))
        .filter(|card| card.state != CardState::Revoked);
    let serial = head.map_or(1, |head| head.serial.saturating_add(1));
    let next = Card {
        id: CardId::of(member.id, serial),
        person: member.id,
        unit: member.unit,
        unit_name: printed_name(member, unit),
        name: member.profile.name.clone(),
        number: member.profile.number.clone(),
        serial,
        issued_at: at,
        expires_on: years_after(at.date()),
        state: CardState::Active,
        state_since: at,
        signed: None,
    };
    (current, next)
}

/// Two years later less a day: a card of 24/11/2026 is good to the end of 23/11/2028.
fn years_after(date: Date) -> Date {
    // One step after the other: a span in jiff has one sign.
    date.saturating_add(jiff::Span::new().years(VALID_YEARS))
        .saturating_sub(jiff::Span::new().days(1))
}

fn printed_name(member: &Member, unit: &Unit) -> String {
    let number = member.profile.number.as_deref().unwrap_or_default();
    let bytes = member.profile.name.len() + number.len() + unit.name.len();
    if bytes <= token::QR_TEXT_BYTES {
        unit.name.clone()
    } else {
        unit.short_name.clone()
    }
}

fn same_words(a: &Card, b: &Card) -> bool {
    (&a.name, &a.number, a.unit, &a.unit_name) == (&b.name, &b.number, b.unit, &b.unit_name)
}

fn put_state(card: Card, state: CardState, at: Instant) -> Vec<Change> {
    if card.state == state {
        return vec![];
    }
    vec![Change::put(Card {
        state,
        state_since: at,
        ..card
    })]
}

fn revoke(current: Option<Card>, at: Instant) -> Vec<Change> {
    current.map_or(vec![], |card| put_state(card, CardState::Revoked, at))
}

fn replace(current: Option<Card>, next: Card, at: Instant) -> Vec<Change> {
    let head = CardHead {
        id: next.person,
        unit: next.unit,
        serial: next.serial,
        card: next.id,
    };
    let mut changes = revoke(current, at);
    changes.push(Change::put(head));
    changes.push(Change::put(next));
    changes
}

#[cfg(test)]
mod tests;
