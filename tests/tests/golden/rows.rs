//! Every kind of row, and every state a row may be in.

use crate::book::Golden;
use crate::people::*;
use crate::signed::{card_token, spend};
use congdoan_domain::card::{Card, CardHead, CardState};
use congdoan_domain::device::{Device, DeviceState, KeyAlg, PersonDevices};
use congdoan_domain::grant::{Grant, GrantState, Role};
use congdoan_domain::invitation::{Code, Invitation, InvitationState, Invitee};
use congdoan_domain::market::{
    Bearer, Cost, Offer, OfferCount, OfferState, OfferTerms, Voucher, VoucherState,
};
use congdoan_domain::member::{Member, MemberStatus, Profile, Sex};
use congdoan_domain::survey::{Answer, AnswerValue, Question, QuestionKind, Survey, SurveyState};
use congdoan_domain::unit::{Unit, UnitKind};
use congdoan_domain::{AnswerId, CardId, GrantId, Row, VoucherId};
use std::collections::BTreeMap;

pub fn all() -> Vec<Golden> {
    samples()
        .into_iter()
        .map(|(case, row)| {
            let kind = row.key().kind.as_str();
            Golden::cbor(&format!("row/{kind}{case}"), row.encode(), move |bytes| {
                let read = Row::decode(kind, bytes).map_err(|error| error.to_string())?;
                Ok(read.encode())
            })
        })
        .collect()
}

pub fn questions() -> Vec<Question> {
    let options = || vec!["Có".to_owned(), "Không".to_owned()];
    let kinds = [
        QuestionKind::Single { options: options() },
        QuestionKind::Multiple { options: options() },
        QuestionKind::Scale {
            from: 1,
            to: 5,
            low: "kém".into(),
            high: "tốt".into(),
        },
        QuestionKind::Text { max: 500 },
    ];
    let question = |(number, kind): (usize, QuestionKind)| Question {
        id: number as u16 + 1,
        text: format!("Câu hỏi {}?", number + 1),
        required: number == 0,
        kind,
    };
    kinds.into_iter().enumerate().map(question).collect()
}

pub fn values() -> BTreeMap<u16, AnswerValue> {
    BTreeMap::from([
        (1, AnswerValue::Single(1)),
        (2, AnswerValue::Multiple(vec![0, 1])),
        (3, AnswerValue::Scale(4)),
        (4, AnswerValue::Text("Canh hơi nhạt.".into())),
    ])
}

pub fn terms() -> OfferTerms {
    OfferTerms {
        title: "Khám sức khỏe định kỳ".into(),
        what: "Gói cơ bản, 12 mục".into(),
        price: Some(450_000),
        price_for_members: Some(360_000),
        conditions: "Đặt trước một ngày.".into(),
        cost: Cost {
            extra_fees: Some(20_000),
            deposit: Some(100_000),
            instalments: Some("không lãi, 3 tháng".into()),
            renewal: Some("không tự gia hạn".into()),
            data_asked: Some("họ tên".into()),
        },
        place: "Phòng khám Bình An".into(),
        starts_on: day(2026, 11, 1),
        ends_on: day(2026, 12, 31),
        quantity: Some(200),
        per_member: 2,
        double_use_borne_by: Bearer::Provider,
    }
}

/// The same with nothing but what must be there.
fn bare_terms() -> OfferTerms {
    OfferTerms {
        price: None,
        price_for_members: None,
        conditions: String::new(),
        cost: Cost::default(),
        quantity: None,
        per_member: 1,
        double_use_borne_by: Bearer::Union,
        ..terms()
    }
}

pub fn card(signed: bool) -> Card {
    Card {
        id: CardId::of(LAN, 1),
        person: LAN,
        unit: BRANCH,
        unit_name: "CĐCS May Hưng Thịnh Phát".into(),
        name: "Nguyễn Thị Ngọc Lan".into(),
        number: Some("79 0241 8356".into()),
        serial: 1,
        issued_at: NOW,
        expires_on: day(2028, 11, 23),
        state: CardState::Active,
        state_since: NOW,
        signed: signed.then(card_token),
    }
}

fn member(status: MemberStatus) -> Member {
    Member {
        id: LAN,
        unit: BRANCH,
        path: vec![PROVINCE],
        profile: Profile {
            name: "Nguyễn Thị Ngọc Lan".into(),
            number: Some("79 0241 8356".into()),
            birth: Some(day(1992, 3, 8)),
            sex: Some(Sex::Female),
            phone: Some("+84900000123".into()),
            national_id: Some("079192000123".into()),
            department: Some("Chuyền 12".into()),
            job: Some("May".into()),
        },
        status,
        status_since: day(2026, 11, 23),
        status_reason: Some("theo nghị quyết".into()),
        joined: day(2019, 5, 2),
    }
}

fn samples() -> Vec<(String, Row)> {
    let mut samples: Vec<(String, Row)> = vec![];
    let mut put = |case: &str, row: Row| samples.push((case.to_owned(), row));
    let unit = |kind, path| Unit {
        id: BRANCH,
        name: "Công đoàn cơ sở Công ty TNHH May Hưng Thịnh Phát".into(),
        short_name: "CĐCS May Hưng Thịnh Phát".into(),
        kind,
        path,
    };
    put("", unit(UnitKind::Branch, vec![PROVINCE]).into());
    put(".root", unit(UnitKind::Confederation, vec![]).into());
    for status in MemberStatus::ALL {
        put(&format!(".{}", status.as_str()), member(status).into());
    }
    let bare = Member {
        profile: Profile::named("Vũ Thị Hồng Nhung"),
        status_reason: None,
        ..member(MemberStatus::Active)
    };
    put(".bare", bare.into());
    for (case, state) in [
        (".proposed", GrantState::Proposed),
        (".active", GrantState::Active),
        (".ended", GrantState::Ended),
    ] {
        let grant = Grant {
            id: GrantId::of(HUNG, BRANCH, Role::Chair.as_str()),
            person: HUNG,
            name: "Phạm Quốc Hùng".into(),
            unit: BRANCH,
            role: Role::Chair,
            from: NOW,
            to: (state == GrantState::Ended).then(|| NOW.plus_hours(24)),
            state,
            proposed_by: (state != GrantState::Active).then_some(LAN),
            confirmed_by: None,
            above: if state == GrantState::Proposed {
                vec![PROVINCE]
            } else {
                vec![]
            },
            proposal_vouched_by: vec![],
        };
        if state == GrantState::Proposed {
            let vouched = Grant {
                proposal_vouched_by: vec![HUNG],
                ..grant.clone()
            };
            put(".vouched", vouched.into());
        }
        put(case, grant.into());
    }
    let invitation = Code::new([7; 10]).invitation();
    for (case, state) in [(".active", DeviceState::Active), (".ended", DeviceState::Ended)] {
        let device = Device {
            id: PHONE,
            person: LAN,
            unit: BRANCH,
            name: "Điện thoại của Lan".into(),
            alg: if state == DeviceState::Active {
                KeyAlg::Ed25519
            } else {
                KeyAlg::ES256
            },
            public_key: public(3),
            enrolled_at: NOW,
            invitation,
            state,
            ended_at: (state == DeviceState::Ended).then(|| NOW.plus_hours(1)),
            above: if state == DeviceState::Active {
                vec![PROVINCE]
            } else {
                vec![]
            },
            vouched_by: vec![],
        };
        if state == DeviceState::Active {
            let vouched = Device {
                vouched_by: vec![HUNG],
                ..device.clone()
            };
            put(".vouched", vouched.into());
        }
        put(case, device.into());
    }
    let used = InvitationState::Used {
        device: PHONE,
        at: NOW,
    };
    for (case, state) in [
        (".open", InvitationState::Open),
        (".used", used),
        (".revoked", InvitationState::Revoked),
    ] {
        let row = Invitation {
            id: invitation,
            unit: BRANCH,
            invitee: if state == InvitationState::Open {
                Invitee::Member(LAN)
            } else {
                Invitee::Desk(GrantId::of(HUNG, BRANCH, "chair"))
            },
            name: "Nguyễn Thị Ngọc Lan".into(),
            made_by: (state != InvitationState::Revoked).then_some(HUNG),
            made_at: NOW,
            expires_at: NOW.plus_hours(72),
            state,
            person: None,
            vouched_by: vec![],
        };
        if state == InvitationState::Open {
            let vouched = Invitation {
                person: Some(LAN),
                vouched_by: vec![HUNG],
                ..row.clone()
            };
            put(".vouched", vouched.into());
        }
        put(case, row.into());
    }
    for (case, state) in [
        (".draft", SurveyState::Draft),
        (".open", SurveyState::Open),
        (".closed", SurveyState::Closed),
    ] {
        let survey = Survey {
            id: SURVEY,
            unit: BRANCH,
            title: "Bữa ăn ca tại xưởng".into(),
            intro: String::new(),
            questions: questions(),
            closes_on: day(2026, 11, 30),
            state,
            made_by: Some(HUNG),
            published_at: (state != SurveyState::Draft).then_some(NOW),
            closed_at: (state == SurveyState::Closed).then(|| NOW.plus_hours(24)),
        };
        put(case, survey.into());
    }
    let devices = PersonDevices {
        id: LAN,
        devices: vec![PHONE],
        units: vec![BRANCH, PROVINCE],
    };
    put("", devices.into());
    let answer = Answer {
        id: AnswerId::of(SURVEY, LAN),
        survey: SURVEY,
        unit: BRANCH,
        person: LAN,
        values: values(),
        made_at: NOW,
        accepted_at: NOW.plus_hours(1),
    };
    put("", answer.into());
    put("", card(true).into());
    put(".unsigned", card(false).into());
    for (case, state) in [(".paused", CardState::Paused), (".revoked", CardState::Revoked)] {
        put(
            case,
            Card {
                number: None,
                state,
                ..card(true)
            }
            .into(),
        );
    }
    let head = CardHead {
        id: LAN,
        unit: BRANCH,
        serial: 1,
        card: CardId::of(LAN, 1),
    };
    put("", head.into());
    let refused = OfferState::Refused {
        reason: "giá cao hơn ngoài chợ".into(),
    };
    for (case, state) in [
        (".draft", OfferState::Draft),
        (".submitted", OfferState::Submitted),
        (".approved", OfferState::Approved),
        (".refused", refused),
        (".ended", OfferState::Ended),
    ] {
        let decided = matches!(state, OfferState::Approved | OfferState::Refused { .. });
        let offer = Offer {
            id: OFFER,
            provider: SHOP,
            provider_name: "Phòng khám Bình An".into(),
            for_unit: PROVINCE,
            server: SERVER,
            terms: if decided { terms() } else { bare_terms() },
            decided_by: decided.then_some(HUNG),
            decided_at: decided.then_some(NOW),
            ended_at: (state == OfferState::Ended).then(|| NOW.plus_hours(3)),
            state,
        };
        put(case, offer.into());
    }
    let count = OfferCount {
        id: OFFER,
        provider: SHOP,
        for_unit: PROVINCE,
        taken: 12,
        redeemed: 7,
    };
    put("", count.into());
    let redeemed = VoucherState::Redeemed {
        at: NOW.plus_hours(2),
        by_device: Some(PHONE),
    };
    for (case, state) in [(".taken", VoucherState::Taken), (".redeemed", redeemed)] {
        let voucher = Voucher {
            id: VoucherId::of(OFFER, LAN, 0),
            offer: OFFER,
            provider: SHOP,
            person: LAN,
            device: PHONE,
            n: 0,
            taken_at: NOW,
            expires_on: day(2026, 12, 31),
            signature: spend(),
            state,
        };
        put(case, voucher.into());
    }
    samples
}
