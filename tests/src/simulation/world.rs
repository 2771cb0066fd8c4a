//! The invented organisation of a run: a province, a commune, two branches, their people and devices.

use super::device::Device;
use super::server::Server;
use congdoan_domain::device::{EnrolDevice, KeyAlg};
use congdoan_domain::grant::{ProposeGrant, Role};
use congdoan_domain::invitation::{Invite, Invitee};
use congdoan_domain::member::{AdmitMember, Profile};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{DeviceId, GrantId, Instant, InvitationId, PersonId, UnitId};
use std::path::Path;
use uuid::Uuid;

/// Monday 23/11/2026, 14:05 in Việt Nam.
pub const START: Instant = Instant(1_795_417_500_000);

pub const PROVINCE: UnitId = UnitId(Uuid::from_u128(0x10));
pub const COMMUNE: UnitId = UnitId(Uuid::from_u128(0x11));
pub const BRANCH: UnitId = UnitId(Uuid::from_u128(0x12));
pub const OTHER: UnitId = UnitId(Uuid::from_u128(0x13));

const fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x100 + n))
}
pub const HUNG: PersonId = person(0);
pub const MAI: PersonId = person(1);
pub const LAN: PersonId = person(2);
pub const TAM: PersonId = person(3);
pub const CUC: PersonId = person(4);
/// Chair of the other branch, confirms beside Mai.
pub const BINH: PersonId = person(5);

/// People with their branch; the officers are members too.
pub const PEOPLE: [(PersonId, &str, UnitId); 6] = [
    (HUNG, "Phạm Quốc Hùng", BRANCH),
    (MAI, "Lê Thị Mai", OTHER),
    (LAN, "Nguyễn Thị Ngọc Lan", BRANCH),
    (TAM, "Vũ Văn Tâm", BRANCH),
    (CUC, "Đỗ Thị Cúc", OTHER),
    (BINH, "Trần Bình", OTHER),
];

/// The chairs of the two branches.
pub const CHAIRS: [(PersonId, UnitId, &str); 2] =
    [(HUNG, BRANCH, "Phạm Quốc Hùng"), (BINH, OTHER, "Trần Bình")];

/// Name of the device, its person, how wrong its clock is.
const DEVICES: [(&str, PersonId, i64); 7] = [
    ("Hùng", HUNG, 0),
    ("Mai", MAI, 90_000),
    ("Lan", LAN, -86_400_000),
    ("Lan 2", LAN, 0),
    ("Tâm", TAM, 365 * 86_400_000),
    ("Cúc", CUC, -30_000),
    ("Bình", BINH, 0),
];

/// Founds everything through the real commit, as `init` and the first officers would.
pub fn found(server: &mut Server, homes: &Path) -> Vec<Device> {
    let mut id = 0x1_0000;
    let mut next = || {
        id += 1;
        id
    };
    for (unit, parent, name, kind) in [
        (
            PROVINCE,
            None,
            "Liên đoàn Lao động tỉnh Đồng An",
            UnitKind::Province,
        ),
        (COMMUNE, Some(PROVINCE), "Công đoàn xã Tân Hòa", UnitKind::Commune),
        (
            BRANCH,
            Some(COMMUNE),
            "CĐCS May Hưng Thịnh Phát",
            UnitKind::Branch,
        ),
        (OTHER, Some(COMMUNE), "CĐCS Nhựa Tân Đại Phát", UnitKind::Branch),
    ] {
        let command = CreateUnit {
            id: unit,
            parent,
            name: name.into(),
            short_name: name.into(),
            kind,
        };
        server.system(next(), START, command);
    }
    for (id, name, unit) in PEOPLE {
        server.system(
            next(),
            START,
            AdmitMember {
                id,
                unit,
                profile: Profile::named(name),
                joined: None,
            },
        );
    }
    for (person, unit, role) in [
        (HUNG, BRANCH, Role::Chair),
        (MAI, PROVINCE, Role::Officer),
        (BINH, OTHER, Role::Chair),
    ] {
        let name = PEOPLE
            .iter()
            .find(|p| p.0 == person)
            .expect("a persona")
            .1
            .to_owned();
        server.system(
            next(),
            START,
            ProposeGrant {
                person,
                name,
                unit,
                role,
                from: START,
                to: None,
            },
        );
    }
    let _ = GrantId::of(HUNG, BRANCH, "chair");
    let mut devices = vec![];
    for (index, (name, person, skew)) in DEVICES.into_iter().enumerate() {
        let invitation = InvitationId(Uuid::from_u128(0x2_0000 + index as u128));
        let device = DeviceId(Uuid::from_u128(0x3_0000 + index as u128));
        server.system(
            next(),
            START,
            Invite {
                invitation,
                invitee: Invitee::Member(person),
            },
        );
        let enrol = EnrolDevice {
            invitation,
            device,
            name: name.into(),
            alg: KeyAlg::Ed25519,
            public_key: vec![1; 32],
            holds: vec![],
        };
        server.system(next(), START, enrol);
        devices.push(Device::new(
            name,
            &homes.join(format!("{index}")),
            device,
            person,
            skew,
        ));
    }
    devices
}
