use crate::init::{Founding, InitError};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Instant, UnitId};
use uuid::Uuid;

pub const fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(0x5a3e_0000_0000_4000_8000_0000_0000_0000 + n))
}

pub const PROVINCE: UnitId = unit(1);
pub const HUNG_THINH: UnitId = unit(10);
pub const PHARMACY: UnitId = unit(20);
pub const CANTEEN: UnitId = unit(21);
/// The province's own office, where its officers are members.
pub const OFFICE: UnitId = unit(14);

/// Id, parent, legal name, short name.
const UNITS: [(UnitId, Option<UnitId>, &str, &str, UnitKind); 11] = [
    (
        PROVINCE,
        None,
        "Liên đoàn Lao động tỉnh Đồng An (mẫu)",
        "LĐLĐ tỉnh Đồng An",
        UnitKind::Province,
    ),
    (
        unit(2),
        Some(PROVINCE),
        "Công đoàn phường Tân Uyên (mẫu)",
        "CĐ phường Tân Uyên",
        UnitKind::Commune,
    ),
    (
        unit(3),
        Some(PROVINCE),
        "Công đoàn xã Hòa Lợi (mẫu)",
        "CĐ xã Hòa Lợi",
        UnitKind::Commune,
    ),
    (
        unit(4),
        Some(PROVINCE),
        "Công đoàn các khu công nghiệp Đồng An (mẫu)",
        "CĐ các KCN Đồng An",
        UnitKind::IndustrialZone,
    ),
    (
        HUNG_THINH,
        Some(unit(2)),
        "Công đoàn cơ sở May Hưng Thịnh Phát",
        "CĐCS May Hưng Thịnh Phát",
        UnitKind::Branch,
    ),
    (
        unit(11),
        Some(unit(2)),
        "Công đoàn cơ sở Nhựa Tân Đại Phát",
        "CĐCS Nhựa Tân Đại Phát",
        UnitKind::Branch,
    ),
    (
        unit(12),
        Some(unit(3)),
        "Công đoàn cơ sở Gỗ Hòa Lợi",
        "CĐCS Gỗ Hòa Lợi",
        UnitKind::Branch,
    ),
    (
        unit(13),
        Some(unit(4)),
        "Công đoàn cơ sở Điện tử Sao Mai",
        "CĐCS Điện tử Sao Mai",
        UnitKind::Branch,
    ),
    (
        OFFICE,
        Some(PROVINCE),
        "Công đoàn cơ sở Cơ quan Liên đoàn Lao động tỉnh",
        "CĐCS Cơ quan LĐLĐ tỉnh",
        UnitKind::Branch,
    ),
    (
        PHARMACY,
        Some(PROVINCE),
        "Nhà thuốc Bình An (mẫu)",
        "Nhà thuốc Bình An",
        UnitKind::Provider,
    ),
    (
        CANTEEN,
        Some(PROVINCE),
        "Quán cơm Sông Bé (mẫu)",
        "Quán cơm Sông Bé",
        UnitKind::Provider,
    ),
];

/// Branches with how many members each has.
pub const BRANCHES: [(UnitId, u64); 5] = [
    (HUNG_THINH, 214),
    (unit(11), 68),
    (unit(12), 47),
    (unit(13), 59),
    (OFFICE, 12),
];

pub fn found(founding: &Founding, now: Instant) -> Result<(), InitError> {
    let at = now.plus_hours(-24 * 400);
    let mut tx = founding.store.begin_alone()?;
    for (id, parent, name, short_name, kind) in UNITS {
        let command = CreateUnit {
            id,
            parent,
            name: name.into(),
            short_name: short_name.into(),
            kind,
        };
        founding.run(tx.as_mut(), at, command)?;
    }
    Ok(tx.commit()?)
}
