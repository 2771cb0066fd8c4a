//! Any command, about the world's own ids.

use crate::draw::Draw;
use crate::world::{SERVER, key};
use congdoan_domain::card::ReissueCard;
use congdoan_domain::device::{Device, EndDevice, EnrolDevice, KeyAlg};
use congdoan_domain::facts::FactsExt;
use congdoan_domain::grant::{ConfirmGrant, EndGrant, ProposeGrant};
use congdoan_domain::invitation::{Invite, RevokeInvitation};
use congdoan_domain::market::{self, *};
use congdoan_domain::member::{AdmitMember, ChangeStatus, EditMember, MemberStatus, ProfileField};
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::survey::{AnswerSurvey, CloseSurvey, DeleteSurvey, PublishSurvey, SaveSurvey};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::*;
use uuid::Uuid;

/// A signature as a good device makes it, or one of another device.
fn spend(
    facts: &MapFacts,
    offer: OfferId,
    person: PersonId,
    device: DeviceId,
    n: u8,
    at: Instant,
) -> Vec<u8> {
    let provider = facts
        .get::<Offer>(offer)
        .map_or(UnitId(Uuid::nil()), |offer| offer.provider);
    let payload = market::spend_payload(VoucherId::of(offer, person, n), offer, provider, at);
    let message = message(Purpose::VoucherSpend, SERVER, Some(device), &payload);
    key(person).sign(&message).as_ref().to_vec()
}

fn save(draw: &mut Draw, unit: UnitId) -> SaveSurvey {
    SaveSurvey {
        id: draw.id(0x400, 9),
        unit,
        title: draw.text(),
        intro: draw.text(),
        questions: draw.questions(),
        closes_on: draw.date(),
    }
}

pub fn command(draw: &mut Draw, actor: Actor, facts: &MapFacts) -> Command {
    let (person, unit, at) = (draw.person(), draw.unit(), draw.instant());
    match draw.byte() % 24 {
        0 => CreateUnit {
            id: draw.id(0x200, 9),
            parent: draw.maybe(Draw::unit),
            name: draw.text(),
            short_name: draw.text(),
            kind: UnitKind::Branch,
        }
        .into(),
        1 => AdmitMember {
            id: draw.id(0x100, 9),
            unit,
            profile: draw.profile(),
            joined: draw.maybe(Draw::date),
        }
        .into(),
        2 => {
            let fields = vec![
                ProfileField::Name(draw.text()),
                ProfileField::Birth(draw.maybe(Draw::date)),
            ];
            EditMember {
                id: person,
                fields,
                seen: vec![ProfileField::Birth(draw.maybe(Draw::date))],
            }
            .into()
        }
        3 => ChangeStatus {
            id: person,
            to: draw.one(&MemberStatus::ALL),
            reason: draw.maybe(Draw::text),
            on: draw.maybe(Draw::date),
        }
        .into(),
        4 => {
            let (name, role, to) = (draw.text(), draw.role(), draw.maybe(Draw::instant));
            ProposeGrant {
                person,
                name,
                unit,
                role,
                from: at,
                to,
            }
            .into()
        }
        5 => ConfirmGrant { grant: draw.grant() }.into(),
        6 => EndGrant { grant: draw.grant() }.into(),
        7 => Invite {
            invitation: draw.id(0x600, 9),
            invitee: draw.invitee(),
        }
        .into(),
        8 => RevokeInvitation {
            invitation: draw.invitation(),
        }
        .into(),
        9 => EnrolDevice {
            invitation: draw.invitation(),
            device: draw.id(0x300, 9),
            name: draw.text(),
            alg: KeyAlg::Ed25519,
            public_key: vec![],
            holds: vec![draw.grant()],
        }
        .into(),
        10 => EndDevice {
            device: draw.device(),
        }
        .into(),
        11 => save(draw, unit).into(),
        12 => DeleteSurvey { id: draw.survey() }.into(),
        13 => {
            let draft = draw.maybe(|draw| save(draw, unit));
            let id = draft.as_ref().map_or_else(|| draw.survey(), |draft| draft.id);
            PublishSurvey { id, draft }.into()
        }
        14 => CloseSurvey { id: draw.survey() }.into(),
        15 => AnswerSurvey {
            survey: draw.survey(),
            values: draw.values(),
        }
        .into(),
        16 => ReissueCard { person }.into(),
        17 => SaveOffer {
            id: draw.id(0x500, 9),
            provider: unit,
            for_unit: draw.unit(),
            server: SERVER,
            terms: draw.terms(),
        }
        .into(),
        18 => SubmitOffer {
            id: draw.offer(),
            draft: None,
        }
        .into(),
        19 => ApproveOffer { id: draw.offer() }.into(),
        20 => RefuseOffer {
            id: draw.offer(),
            reason: draw.text(),
        }
        .into(),
        21 => EndOffer { id: draw.offer() }.into(),
        22 => {
            let (offer, n) = (draw.offer(), draw.byte() % 2);
            let (person, device) = actor
                .person()
                .zip(actor.device())
                .unwrap_or((person, DeviceId(Uuid::nil())));
            let signature = spend(facts, offer, person, device, n, at);
            TakeVoucher {
                offer,
                n,
                taken_at: at,
                signature,
            }
            .into()
        }
        _ => {
            let (offer, n, device) = (draw.offer(), draw.byte() % 2, draw.device());
            let owner = facts.get::<Device>(device).map(|device| device.person);
            let person = owner.filter(|_| draw.byte() < 200).unwrap_or(person);
            let signature = spend(facts, offer, person, device, n, at);
            RedeemVoucher {
                offer,
                person,
                device,
                n,
                taken_at: at,
                signature,
            }
            .into()
        }
    }
}
