//! Every command, and every shape a command may take.

use crate::book::Golden;
use crate::people::*;
use crate::rows::{questions, terms, values};
use crate::signed::spend;
use congdoan_domain::card::ReissueCard;
use congdoan_domain::device::{EndDevice, EnrolDevice, KeyAlg};
use congdoan_domain::grant::{ConfirmGrant, EndGrant, ProposeGrant, Role};
use congdoan_domain::invitation::{Code, Invite, Invitee, RevokeInvitation};
use congdoan_domain::market::{
    ApproveOffer, EndOffer, RedeemVoucher, RefuseOffer, SaveOffer, SubmitOffer, TakeVoucher,
};
use congdoan_domain::member::{
    AdmitMember, ChangeStatus, EditMember, MemberStatus, Profile, ProfileField, Sex,
};
use congdoan_domain::survey::{AnswerSurvey, CloseSurvey, DeleteSurvey, PublishSurvey, SaveSurvey};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Command, GrantId};

pub fn all() -> Vec<Golden> {
    samples()
        .into_iter()
        .map(|(case, command)| {
            let name = command.name();
            Golden::cbor(&format!("command/{name}{case}"), command.encode(), move |bytes| {
                let read = Command::decode(name, bytes).map_err(|error| error.to_string())?;
                Ok(read.encode())
            })
        })
        .collect()
}

pub fn redeem() -> RedeemVoucher {
    RedeemVoucher {
        offer: OFFER,
        person: LAN,
        device: PHONE,
        n: 0,
        taken_at: NOW,
        signature: spend(),
    }
}

fn samples() -> Vec<(String, Command)> {
    let grant = GrantId::of(HUNG, BRANCH, Role::Chair.as_str());
    let invitation = Code::new([7; 10]).invitation();
    let mut samples: Vec<(String, Command)> = vec![];
    let mut put = |case: &str, command: Command| samples.push((case.to_owned(), command));
    for kind in [
        UnitKind::Confederation,
        UnitKind::Province,
        UnitKind::Commune,
        UnitKind::IndustrialZone,
        UnitKind::Branch,
        UnitKind::Provider,
    ] {
        let command = CreateUnit {
            id: BRANCH,
            parent: (kind != UnitKind::Confederation).then_some(PROVINCE),
            name: "Công đoàn cơ sở Công ty TNHH May Hưng Thịnh Phát".into(),
            short_name: "CĐCS May Hưng Thịnh Phát".into(),
            kind,
        };
        put(&format!(".{kind:?}").to_lowercase(), command.into());
    }
    put("", admit(Profile::named("Vũ Thị Hồng Nhung")).into());
    let full = Profile {
        name: "Nguyễn Thị Ngọc Lan".into(),
        number: Some("79 0241 8356".into()),
        birth: Some(day(1992, 3, 8)),
        sex: Some(Sex::Female),
        phone: Some("+84900000123".into()),
        national_id: Some("079192000123".into()),
        department: Some("Chuyền 12".into()),
        job: Some("May".into()),
    };
    let full = AdmitMember {
        joined: Some(day(2019, 5, 2)),
        ..admit(full)
    };
    put(".full", full.into());
    let fields = vec![
        ProfileField::Name("Nguyễn Thị Ngọc Lan".into()),
        ProfileField::Number(None),
        ProfileField::Birth(Some(day(1992, 3, 8))),
        ProfileField::Sex(Some(Sex::Male)),
        ProfileField::Phone(Some("0900 000 123".into())),
        ProfileField::NationalId(None),
        ProfileField::Department(Some("Kho".into())),
        ProfileField::Job(None),
        ProfileField::Joined(day(2019, 5, 2)),
    ];
    let seen = vec![ProfileField::Department(None)];
    for (case, seen) in [("", vec![]), (".seen", seen)] {
        let fields = fields.clone();
        put(
            case,
            EditMember {
                id: LAN,
                fields,
                seen,
            }
            .into(),
        );
    }
    for to in MemberStatus::ALL {
        let reason = (to != MemberStatus::Active).then(|| "theo nghị quyết".to_owned());
        put(
            &format!(".{}", to.as_str()),
            ChangeStatus {
                id: LAN,
                to,
                reason,
                on: reason_day(to),
            }
            .into(),
        );
    }
    for role in Role::ALL {
        let command = ProposeGrant {
            person: HUNG,
            name: "Phạm Quốc Hùng".into(),
            unit: BRANCH,
            role,
            from: NOW,
            to: (role == Role::ProviderStaff).then(|| NOW.plus_hours(24 * 365)),
        };
        put(&format!(".{}", role.as_str()), command.into());
    }
    put("", ConfirmGrant { grant }.into());
    put("", EndGrant { grant }.into());
    let to = |invitee| Invite { invitation, invitee }.into();
    put(".member", to(Invitee::Member(LAN)));
    put(".desk", to(Invitee::Desk(grant)));
    put("", RevokeInvitation { invitation }.into());
    for (case, alg, public_key, holds) in [
        (".ed25519", KeyAlg::Ed25519, public(3), vec![]),
        (".es256", KeyAlg::ES256, vec![4; 65], vec![]),
        (".holder", KeyAlg::Ed25519, public(3), vec![grant]),
    ] {
        let name = "Điện thoại của Lan".to_owned();
        put(
            case,
            EnrolDevice {
                invitation,
                device: PHONE,
                name,
                alg,
                public_key,
                holds,
            }
            .into(),
        );
    }
    put("", EndDevice { device: PHONE }.into());
    let save = SaveSurvey {
        id: SURVEY,
        unit: BRANCH,
        title: "Bữa ăn ca tại xưởng".into(),
        intro: "Trả lời trước ngày 30.".into(),
        questions: questions(),
        closes_on: day(2026, 11, 30),
    };
    put("", save.clone().into());
    put("", DeleteSurvey { id: SURVEY }.into());
    for (case, draft) in [("", None), (".with_draft", Some(save))] {
        put(case, PublishSurvey { id: SURVEY, draft }.into());
    }
    put("", CloseSurvey { id: SURVEY }.into());
    put(
        "",
        AnswerSurvey {
            survey: SURVEY,
            values: values(),
        }
        .into(),
    );
    let save = SaveOffer {
        id: OFFER,
        provider: SHOP,
        for_unit: PROVINCE,
        server: SERVER,
        terms: terms(),
    };
    put("", save.clone().into());
    for (case, draft) in [("", None), (".with_draft", Some(save))] {
        put(case, SubmitOffer { id: OFFER, draft }.into());
    }
    put("", ApproveOffer { id: OFFER }.into());
    put(
        "",
        RefuseOffer {
            id: OFFER,
            reason: "giá cao hơn ngoài chợ".into(),
        }
        .into(),
    );
    put("", EndOffer { id: OFFER }.into());
    put(
        "",
        TakeVoucher {
            offer: OFFER,
            n: 0,
            taken_at: NOW,
            signature: spend(),
        }
        .into(),
    );
    put("", redeem().into());
    put("", ReissueCard { person: LAN }.into());
    samples
}

fn admit(profile: Profile) -> AdmitMember {
    AdmitMember {
        id: LAN,
        unit: BRANCH,
        profile,
        joined: None,
    }
}

/// A status counts from a day of its own where one is said.
fn reason_day(to: MemberStatus) -> Option<congdoan_domain::Date> {
    (to == MemberStatus::Retired).then(|| day(2026, 12, 1))
}
