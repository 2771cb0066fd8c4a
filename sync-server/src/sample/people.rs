use super::names::{Dice, name};
use super::units::{BRANCHES, CANTEEN, HUNG_THINH, OFFICE, PHARMACY, PROVINCE};
use crate::init::{Founding, InitError};
use congdoan_domain::grant::{ProposeGrant, Role};
use congdoan_domain::invitation::Invitee;
use congdoan_domain::member::{AdmitMember, ChangeStatus, MemberStatus, Profile, Sex};
use congdoan_domain::{Date, GrantId, Instant, PersonId, UnitId};
use std::path::Path;
use uuid::Uuid;

const fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x5a3e_0000_0000_4000_9000_0000_0000_0000 + n))
}

pub const HUNG: PersonId = person(1);
const MAI: PersonId = person(2);
pub const LAN: PersonId = person(3);
const TAM: PersonId = person(4);
const HOA: PersonId = person(5);
const SANG: PersonId = person(6);
/// The province's second officer: grants need two people.
const QUANG: PersonId = person(7);

const LINES: [&str; 8] = [
    "Chuyền 10",
    "Chuyền 11",
    "Chuyền 12",
    "Chuyền 14",
    "Tổ cắt",
    "Kho",
    "Kiểm hàng",
    "Văn phòng",
];
/// The personas that are members: name, branch, female, department, job.
const PERSONAS: [(PersonId, &str, UnitId, bool, &str, &str); 5] = [
    (
        HUNG,
        "Phạm Quốc Hùng",
        HUNG_THINH,
        false,
        "Văn phòng",
        "Kỹ thuật chuyền",
    ),
    (
        LAN,
        "Nguyễn Thị Ngọc Lan",
        HUNG_THINH,
        true,
        "Chuyền 12",
        "Công nhân may",
    ),
    (TAM, "Vũ Minh Tâm", HUNG_THINH, false, "Kho", "Thủ kho"),
    (MAI, "Lê Thị Tuyết Mai", OFFICE, true, "Văn phòng", "Chuyên viên"),
    (
        QUANG,
        "Đặng Minh Quang",
        OFFICE,
        false,
        "Văn phòng",
        "Phó chủ tịch",
    ),
];

/// Member `n` of a branch, counted from 0.
pub fn member(branch: usize, n: u64) -> PersonId {
    person(0x1_0000 * (branch as u128 + 1) + u128::from(n))
}

fn profile(dice: &mut Dice, serial: u64, named: Option<(&str, bool, &str, &str)>) -> Profile {
    let female = named.map_or_else(|| dice.below(100) < 64, |n| n.1);
    let birth = Date::constant(1968, 1, 1).saturating_add(jiff_days(dice.below(365 * 38)));
    Profile {
        name: named.map_or_else(|| name(dice, female), |n| n.0.to_owned()),
        number: Some(format!("79 0241 {serial:04}")),
        birth: Some(birth),
        sex: Some(if female { Sex::Female } else { Sex::Male }),
        phone: Some(format!("0900{serial:06}")),
        national_id: Some(format!(
            "079{}{:02}000{:03}",
            u8::from(female),
            u16::try_from(birth.year()).unwrap_or(1990) % 100,
            serial % 1_000
        )),
        department: Some(named.map_or_else(|| dice.pick(&LINES), |n| n.2).to_owned()),
        job: Some(named.map_or("Công nhân", |n| n.3).to_owned()),
    }
}

fn jiff_days(days: u64) -> std::time::Duration {
    std::time::Duration::from_secs(days * 86_400)
}

pub fn admit(founding: &Founding, now: Instant) -> Result<(), InitError> {
    let mut dice = Dice::new(20_261_124);
    let mut serial = 1_000;
    let mut tx = founding.store.begin_alone()?;
    for (id, name, unit, female, department, job) in PERSONAS {
        serial += 1;
        let profile = profile(&mut dice, serial, Some((name, female, department, job)));
        founding.run(
            tx.as_mut(),
            now.plus_hours(-24 * 300),
            AdmitMember {
                id,
                unit,
                profile,
                joined: None,
            },
        )?;
    }
    for (branch, (unit, size)) in BRANCHES.into_iter().enumerate() {
        let there = PERSONAS.iter().filter(|p| p.2 == unit).count() as u64;
        for n in 0..size - there {
            serial += 1;
            let at = now.plus_hours(-24 * (20 + i64::try_from(dice.below(360)).unwrap_or(0)));
            let id = member(branch, n);
            founding.run(
                tx.as_mut(),
                at,
                AdmitMember {
                    id,
                    unit,
                    profile: profile(&mut dice, serial, None),
                    joined: None,
                },
            )?;
            let to = match dice.below(100) {
                0..4 => MemberStatus::Paused,
                4..6 => MemberStatus::Transferring,
                6..9 => MemberStatus::Left,
                9 => MemberStatus::Retired,
                _ => continue,
            };
            let reason = Some("dữ liệu mẫu".to_owned());
            founding.run(
                tx.as_mut(),
                at.plus_hours(24 * 10),
                ChangeStatus {
                    id,
                    to,
                    reason,
                    on: None,
                },
            )?;
        }
    }
    let expelled = ChangeStatus {
        id: TAM,
        to: MemberStatus::Expelled,
        reason: Some("theo nghị quyết của ban chấp hành (mẫu)".into()),
        on: None,
    };
    founding.run(tx.as_mut(), now.plus_hours(-24 * 5), expelled)?;
    for (person, name, unit, role) in [
        (HUNG, "Phạm Quốc Hùng", HUNG_THINH, Role::Chair),
        (MAI, "Lê Thị Tuyết Mai", PROVINCE, Role::Officer),
        (QUANG, "Đặng Minh Quang", PROVINCE, Role::Officer),
        (HOA, "Trịnh Thị Hoa", PHARMACY, Role::ProviderStaff),
        (SANG, "Huỳnh Văn Sang", CANTEEN, Role::ProviderStaff),
    ] {
        let from = now.plus_hours(-24 * 200);
        founding.run(
            tx.as_mut(),
            from,
            ProposeGrant {
                person,
                name: name.into(),
                unit,
                role,
                from,
                to: None,
            },
        )?;
    }
    Ok(tx.commit()?)
}

/// Four invitations a persona: each works once.
pub fn invite(founding: &Founding, folder: &Path, now: Instant) -> Result<(), InitError> {
    let desk = |person, unit, role: Role| Invitee::Desk(GrantId::of(person, unit, role.as_str()));
    let mut tx = founding.store.begin_alone()?;
    for (file, invitee) in [
        ("hung", Invitee::Member(HUNG)),
        ("lan", Invitee::Member(LAN)),
        ("mai", Invitee::Member(MAI)),
        ("quang", Invitee::Member(QUANG)),
        ("hoa", desk(HOA, PHARMACY, Role::ProviderStaff)),
        ("sang", desk(SANG, CANTEEN, Role::ProviderStaff)),
    ] {
        // For `congdoan-server invite`, once these have run out.
        let again = match invitee {
            Invitee::Member(person) => format!("--member {person}"),
            Invitee::Desk(grant) => format!("--grant {grant}"),
        };
        std::fs::write(folder.join(format!("{file}.invitee")), again + "\n")?;
        for n in 1..=4 {
            let line = founding.invite(tx.as_mut(), invitee, now)?;
            let name = if n == 1 {
                format!("{file}.invitation")
            } else {
                format!("{file}-{n}.invitation")
            };
            std::fs::write(folder.join(name), line + "\n")?;
        }
    }
    Ok(tx.commit()?)
}
