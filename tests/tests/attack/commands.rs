//! One command of every kind against an office: each would be taken from the person whose work it is.

use super::stranger::fresh;
use congdoan_domain::card::ReissueCard;
use congdoan_domain::device::{EndDevice, EnrolDevice, KeyAlg};
use congdoan_domain::grant::{ConfirmGrant, EndGrant, Grant, GrantState, ProposeGrant, Role};
use congdoan_domain::invitation::{Invitation, InvitationState, Invite, Invitee, RevokeInvitation};
use congdoan_domain::market::{
    ApproveOffer, Bearer, EndOffer, OfferTerms, RedeemVoucher, RefuseOffer, SaveOffer, SubmitOffer,
    TakeVoucher,
};
use congdoan_domain::member::{
    AdmitMember, ChangeStatus, EditMember, Member, MemberStatus, Profile, ProfileField,
};
use congdoan_domain::survey::{
    AnswerSurvey, AnswerValue, CloseSurvey, DeleteSurvey, PublishSurvey, Question, QuestionKind, SaveSurvey,
    Survey, SurveyState,
};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{
    Command, Date, DeviceId, GrantId, Instant, InvitationId, OfferId, PersonId, RowBody, SurveyId, UnitId,
};
use congdoan_server::reader::all;
use congdoan_server::store::{ReadTx, ServerStore, SqliteOptions, SqliteStore};
use congdoan_tests::kit::Office;
use std::collections::BTreeMap;
use uuid::Uuid;

const fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(0x5a3e_0000_0000_4000_8000_0000_0000_0000 + n))
}
pub const PROVINCE: UnitId = unit(1);
/// Hùng's and Lan's.
pub const BRANCH: UnitId = unit(10);
pub const OTHER_BRANCH: UnitId = unit(11);
/// Hoa's.
pub const PHARMACY: UnitId = unit(20);
pub const CANTEEN: UnitId = unit(21);
/// Of the canteen; has no device yet.
pub const SANG: PersonId = PersonId(Uuid::from_u128(0x5a3e_0000_0000_4000_9000_0000_0000_0006));
/// Waits for the province.
pub const OFFER: OfferId = OfferId(Uuid::from_u128(0x5a3e_0000_0000_4000_b000_0000_0000_0002));

/// What an attack is aimed at.
pub struct Target {
    pub unit: UnitId,
    pub provider: UnitId,
    pub offer: OfferId,
    pub member: PersonId,
    /// A working device of somebody else.
    pub device: DeviceId,
    pub draft: SurveyId,
    pub open: SurveyId,
    pub invitation: InvitationId,
    pub grant: GrantId,
    pub today: Date,
}

pub fn with_rows<T>(office: &Office, read: impl FnOnce(&dyn ReadTx) -> T) -> T {
    let store = SqliteStore::open(&office.data().join("server.db"), SqliteOptions::default()).unwrap();
    let snapshot = store.begin_read().unwrap();
    read(snapshot.as_ref())
}

pub fn rows<T: RowBody>(office: &Office) -> Vec<T> {
    with_rows(office, |read| all(read).unwrap())
}

/// Every row there is, but those of devices and of what brought them in: comparing two says whether anything changed.
pub fn state(office: &Office) -> Vec<(String, Uuid, u64, Option<Vec<u8>>)> {
    let rows = with_rows(office, |read| read.rows_after(None, usize::MAX >> 1).unwrap());
    rows.into_iter()
        .map(|row| (row.kind, row.id, row.rev, row.body))
        .collect()
}

/// Work of an office, done by somebody who may: something of each kind to lay hands on.
pub fn prepare(worker: &super::stranger::Stranger, unit: UnitId, device: DeviceId) -> Target {
    let office = worker.office;
    let today = office.clock.now().date();
    let member = rows::<Member>(office)
        .into_iter()
        .rfind(|member| member.unit == unit && member.status == MemberStatus::Active)
        .unwrap()
        .id;
    let (draft, open) = (SurveyId(fresh()), SurveyId(fresh()));
    let invitation = InvitationId(fresh());
    worker.does(survey(draft, unit, "Nháp", today));
    let publish = PublishSurvey {
        id: open,
        draft: Some(survey(open, unit, "Đang mở", today)),
    };
    worker.does(publish);
    worker.does(Invite {
        invitation,
        invitee: Invitee::Member(member),
    });
    worker.does(propose(member, unit, "Người được đề nghị", office.clock.now()));
    let grant = GrantId::of(member, unit, Role::Officer.as_str());
    let found = rows::<Grant>(office)
        .into_iter()
        .find(|found| found.id == grant)
        .unwrap();
    assert_eq!(found.state, GrantState::Proposed);
    let surveys = rows::<Survey>(office);
    assert!(
        surveys
            .iter()
            .any(|found| found.id == open && found.state == SurveyState::Open)
    );
    let invitations = rows::<Invitation>(office);
    assert!(
        invitations
            .iter()
            .any(|found| found.id == invitation && found.state == InvitationState::Open)
    );
    Target {
        unit,
        provider: CANTEEN,
        offer: OFFER,
        member,
        device,
        draft,
        open,
        invitation,
        grant,
        today,
    }
}

pub fn survey(id: SurveyId, unit: UnitId, title: &str, closes_on: Date) -> SaveSurvey {
    SaveSurvey {
        id,
        unit,
        title: title.into(),
        intro: title.into(),
        questions: vec![
            question(1, title, QuestionKind::Text { max: 2_000 }),
            question(
                2,
                title,
                QuestionKind::Single {
                    options: vec![title.into(), format!("{title} hai")],
                },
            ),
            question(
                3,
                title,
                QuestionKind::Multiple {
                    options: vec![title.into(), format!("{title} hai")],
                },
            ),
            question(
                4,
                title,
                QuestionKind::Scale {
                    from: 1,
                    to: 5,
                    low: title.into(),
                    high: title.into(),
                },
            ),
        ],
        closes_on,
    }
}

fn question(id: u16, text: &str, kind: QuestionKind) -> Question {
    Question {
        id,
        text: text.into(),
        required: false,
        kind,
    }
}

pub fn propose(person: PersonId, unit: UnitId, name: &str, from: Instant) -> ProposeGrant {
    ProposeGrant {
        person,
        name: name.into(),
        unit,
        role: Role::Officer,
        from,
        to: None,
    }
}

pub fn terms(text: &str, today: Date) -> OfferTerms {
    OfferTerms {
        title: text.into(),
        what: text.into(),
        price: Some(2_000),
        price_for_members: Some(1_000),
        conditions: text.into(),
        cost: congdoan_domain::market::Cost {
            instalments: Some(text.into()),
            renewal: Some(text.into()),
            data_asked: Some(text.into()),
            ..Default::default()
        },
        place: text.into(),
        starts_on: today,
        ends_on: today,
        quantity: None,
        per_member: 1,
        double_use_borne_by: Bearer::Provider,
    }
}

pub fn every(target: &Target, server: Uuid, now: Instant) -> Vec<Command> {
    let Target {
        unit,
        provider,
        offer,
        member,
        device,
        draft,
        open,
        invitation,
        grant,
        today,
    } = *target;
    let id = SurveyId(fresh());
    let saved = SaveOffer {
        id: OfferId(fresh()),
        provider,
        for_unit: PROVINCE,
        server,
        terms: terms("Lạ", today),
    };
    let text = AnswerValue::Text("lạ".into());
    let commands: Vec<Command> = vec![
        CreateUnit {
            id: UnitId(fresh()),
            parent: Some(unit),
            name: "Tổ chức lạ".into(),
            short_name: "Lạ".into(),
            kind: UnitKind::Provider,
        }
        .into(),
        CreateUnit {
            id: UnitId(fresh()),
            parent: None,
            name: "Gốc lạ".into(),
            short_name: "Lạ".into(),
            kind: UnitKind::Confederation,
        }
        .into(),
        AdmitMember {
            id: PersonId(fresh()),
            unit,
            profile: Profile::named("Người Lạ"),
            joined: None,
        }
        .into(),
        EditMember {
            id: member,
            fields: vec![ProfileField::Name("Tên Khác".into())],
            seen: vec![],
        }
        .into(),
        ChangeStatus {
            id: member,
            to: MemberStatus::Expelled,
            reason: Some("lạ".into()),
            on: None,
        }
        .into(),
        propose(PersonId(fresh()), unit, "Người Lạ", now).into(),
        ConfirmGrant { grant }.into(),
        EndGrant { grant }.into(),
        Invite {
            invitation: InvitationId(fresh()),
            invitee: Invitee::Member(member),
        }
        .into(),
        Invite {
            invitation: InvitationId(fresh()),
            invitee: Invitee::Desk(grant),
        }
        .into(),
        RevokeInvitation { invitation }.into(),
        EnrolDevice {
            invitation,
            device: DeviceId(fresh()),
            name: "máy lạ".into(),
            alg: KeyAlg::Ed25519,
            public_key: vec![1; 32],
            holds: vec![],
        }
        .into(),
        EndDevice { device }.into(),
        survey(id, unit, "Lạ", today).into(),
        survey(draft, unit, "Đè lên nháp", today).into(),
        DeleteSurvey { id: draft }.into(),
        PublishSurvey {
            id: draft,
            draft: None,
        }
        .into(),
        PublishSurvey {
            id,
            draft: Some(survey(id, unit, "Lạ", today)),
        }
        .into(),
        CloseSurvey { id: open }.into(),
        AnswerSurvey {
            survey: draft,
            values: BTreeMap::from([(1, text)]),
        }
        .into(),
        saved.clone().into(),
        SubmitOffer {
            id: saved.id,
            draft: Some(saved),
        }
        .into(),
        SubmitOffer {
            id: offer,
            draft: None,
        }
        .into(),
        ApproveOffer { id: offer }.into(),
        RefuseOffer {
            id: offer,
            reason: "lạ".into(),
        }
        .into(),
        EndOffer { id: offer }.into(),
        TakeVoucher {
            offer,
            n: 0,
            taken_at: now,
            signature: vec![7; 64],
        }
        .into(),
        RedeemVoucher {
            offer,
            person: member,
            device,
            n: 0,
            taken_at: now,
            signature: vec![7; 64],
        }
        .into(),
        ReissueCard { person: member }.into(),
    ];
    let driven: std::collections::BTreeSet<_> = commands.iter().map(Command::name).collect();
    let known: std::collections::BTreeSet<_> = Command::NAMES.iter().copied().collect();
    assert_eq!(driven, known, "a new command is part of the attack too");
    commands
}
