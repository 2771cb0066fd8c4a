//! A small world: rows of every kind, in any state.

use crate::draw::Draw;
use congdoan_domain::card::{Card, CardHead, CardState};
use congdoan_domain::device::{Device, DeviceState, KeyAlg, PersonDevices};
use congdoan_domain::grant::{Grant, GrantState};
use congdoan_domain::invitation::{Invitation, InvitationState};
use congdoan_domain::market::{Offer, OfferCount, OfferState, Voucher, VoucherState};
use congdoan_domain::member::{Member, MemberStatus};
use congdoan_domain::survey::{Survey, SurveyState};
use congdoan_domain::unit::{Unit, UnitKind};
use congdoan_domain::*;
use ring::signature::{Ed25519KeyPair, KeyPair};
use uuid::Uuid;

pub const SERVER: Uuid = Uuid::from_u128(0x700);

pub fn key(person: PersonId) -> Ed25519KeyPair {
    let seed = [person.0.as_bytes().as_slice(), &[0; 16]].concat();
    Ed25519KeyPair::from_seed_unchecked(&seed).unwrap()
}

pub fn world(draw: &mut Draw) -> MapFacts {
    let mut facts = MapFacts::default();
    for n in 0..4 {
        let kinds = [UnitKind::Province, UnitKind::Branch, UnitKind::Provider];
        let unit = Unit {
            id: Uuid::from_u128(0x200 + n).into(),
            name: draw.text(),
            short_name: "CĐCS".into(),
            kind: draw.one(&kinds),
            path: draw.path(),
        };
        if draw.byte() < 240 {
            facts.put(unit);
        }
    }
    for n in 0..3 {
        let person: PersonId = Uuid::from_u128(0x100 + n).into();
        if draw.byte() < 200 {
            facts.put(Member {
                id: person,
                unit: draw.unit(),
                path: draw.path(),
                profile: draw.profile(),
                status: draw.one(&MemberStatus::ALL),
                status_since: draw.date(),
                status_reason: None,
                joined: draw.date(),
            });
        }
        for serial in 1..=2 {
            if draw.yes() {
                let id = CardId::of(person, serial);
                facts.put(Card {
                    id,
                    person,
                    unit: draw.unit(),
                    unit_name: draw.text(),
                    name: draw.text(),
                    number: None,
                    serial,
                    issued_at: draw.instant(),
                    expires_on: draw.date(),
                    state: draw.one(&[CardState::Active, CardState::Paused, CardState::Revoked]),
                    state_since: draw.instant(),
                    signed: None,
                });
                let serial = draw.one(&[serial, u32::MAX]);
                facts.put(CardHead {
                    id: person,
                    unit: draw.unit(),
                    serial,
                    card: id,
                });
            }
        }
    }
    for _ in 0..draw.byte() % 8 {
        let (person, unit, role) = (draw.person(), draw.unit(), draw.role());
        facts.put(Grant {
            id: GrantId::of(person, unit, role.as_str()),
            person,
            name: draw.text(),
            unit,
            role,
            from: draw.one(&[Instant(0), Instant(i64::MAX)]),
            to: draw.maybe(Draw::instant),
            state: draw.one(&[GrantState::Active, GrantState::Proposed, GrantState::Ended]),
            proposed_by: draw.maybe(Draw::person),
            confirmed_by: None,
            above: vec![],
            proposal_vouched_by: draw.maybe(Draw::person).into_iter().collect(),
        });
    }
    for n in 0..3 {
        let person = draw.person();
        facts.put(Device {
            id: Uuid::from_u128(0x300 + n).into(),
            person,
            unit: draw.unit(),
            name: "máy".into(),
            alg: draw.one(&[KeyAlg::Ed25519, KeyAlg::Ed25519, KeyAlg::ES256]),
            public_key: key(person).public_key().as_ref().to_vec(),
            enrolled_at: draw.instant(),
            invitation: draw.invitation(),
            state: draw.one(&[DeviceState::Active, DeviceState::Ended]),
            ended_at: draw.maybe(Draw::instant),
            above: vec![],
            vouched_by: draw.maybe(Draw::person).into_iter().collect(),
        });
        facts.put(PersonDevices {
            id: draw.person(),
            devices: vec![draw.device(), draw.device()],
            units: vec![draw.unit()],
        });
    }
    for n in 0..2 {
        let state = match draw.byte() % 3 {
            0 => InvitationState::Open,
            1 => InvitationState::Revoked,
            _ => InvitationState::Used {
                device: draw.device(),
                at: draw.instant(),
            },
        };
        facts.put(Invitation {
            id: Uuid::from_u128(0x600 + n).into(),
            unit: draw.unit(),
            invitee: draw.invitee(),
            name: draw.text(),
            made_by: None,
            made_at: draw.instant(),
            expires_at: draw.instant(),
            state,
            person: draw.maybe(Draw::person),
            vouched_by: draw.maybe(Draw::person).into_iter().collect(),
        });
        facts.put(Survey {
            id: Uuid::from_u128(0x400 + n).into(),
            unit: draw.unit(),
            title: draw.text(),
            intro: String::new(),
            questions: draw.questions(),
            closes_on: draw.date(),
            state: draw.one(&[SurveyState::Draft, SurveyState::Open, SurveyState::Closed]),
            made_by: None,
            published_at: None,
            closed_at: draw.maybe(Draw::instant),
        });
        market_rows(draw, Uuid::from_u128(0x500 + n).into(), &mut facts);
    }
    facts
}

fn market_rows(draw: &mut Draw, id: OfferId, facts: &mut MapFacts) {
    let (provider, for_unit) = (draw.unit(), draw.unit());
    let states = [
        OfferState::Approved,
        OfferState::Draft,
        OfferState::Submitted,
        OfferState::Refused {
            reason: "giá".into()
        },
        OfferState::Ended,
    ];
    facts.put(Offer {
        id,
        provider,
        provider_name: draw.text(),
        for_unit,
        server: SERVER,
        terms: draw.terms(),
        state: draw.one(&states),
        decided_by: None,
        decided_at: draw.maybe(Draw::instant),
        ended_at: draw.maybe(Draw::instant),
    });
    if draw.yes() {
        let taken = draw.one(&[0, 1, u32::MAX]);
        facts.put(OfferCount {
            id,
            provider,
            for_unit,
            taken,
            redeemed: taken,
        });
    }
    if draw.byte() < 100 {
        let (person, n) = (draw.person(), draw.byte() % 2);
        let redeemed = VoucherState::Redeemed {
            at: draw.one(&[Instant(0), Instant(i64::MAX)]),
            by_device: None,
        };
        facts.put(Voucher {
            id: VoucherId::of(id, person, n),
            offer: id,
            provider,
            person,
            device: draw.device(),
            n,
            taken_at: draw.instant(),
            expires_on: draw.date(),
            signature: vec![],
            state: draw.one(&[VoucherState::Taken, redeemed]),
        });
    }
}
