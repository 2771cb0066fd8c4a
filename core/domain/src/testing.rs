//! A small world for the rules' table tests: a province, a branch under it, a provider, and the personas.

use crate::device::{Device, DeviceState, KeyAlg};
use crate::grant::{Grant, GrantState, Role};
use crate::member::{Member, MemberStatus, Profile};
use crate::unit::{Unit, UnitKind};
use crate::{
    Actor, Change, Command, CommandId, DeviceId, Envelope, GrantId, Instant, InvitationId, MapFacts,
    PersonId, Rejection, UnitId, decide, needs,
};
use ring::signature::{Ed25519KeyPair, KeyPair};
use uuid::Uuid;

/// Monday 23/11/2026, 14:05 in Việt Nam.
pub(crate) const NOW: Instant = Instant(1_795_417_500_000);
pub(crate) const PROVINCE: UnitId = UnitId(Uuid::from_u128(0x10));
pub(crate) const BRANCH: UnitId = UnitId(Uuid::from_u128(0x11));
pub(crate) const OTHER_BRANCH: UnitId = UnitId(Uuid::from_u128(0x12));
pub(crate) const SHOP: UnitId = UnitId(Uuid::from_u128(0x13));
pub(crate) const OTHER_SHOP: UnitId = UnitId(Uuid::from_u128(0x14));
/// Chair of the branch.
pub(crate) const HUNG: PersonId = PersonId(Uuid::from_u128(0x20));
/// Officer of the province.
pub(crate) const MAI: PersonId = PersonId(Uuid::from_u128(0x21));
/// Member of the branch.
pub(crate) const LAN: PersonId = PersonId(Uuid::from_u128(0x22));
/// Staff of the shop.
pub(crate) const HOA: PersonId = PersonId(Uuid::from_u128(0x23));
/// Staff of the other shop.
pub(crate) const SANG: PersonId = PersonId(Uuid::from_u128(0x24));

pub(crate) fn phone_of(person: PersonId) -> DeviceId {
    DeviceId(Uuid::from_u128(person.0.as_u128() + 0x1000))
}

/// The key pair of a person's phone.
pub(crate) fn key_of(person: PersonId) -> Ed25519KeyPair {
    let seed = [person.0.as_bytes().as_slice(), &[0; 16]].concat();
    Ed25519KeyPair::from_seed_unchecked(&seed).unwrap()
}

pub(crate) fn by(person: PersonId) -> Actor {
    Actor::Person {
        person,
        device: phone_of(person),
    }
}

#[derive(Clone)]
pub(crate) struct World {
    pub facts: MapFacts,
    pub now: Instant,
}

impl World {
    pub fn new() -> Self {
        let mut facts = MapFacts::default();
        for (id, name, kind, path) in [
            (PROVINCE, "LĐLĐ tỉnh Đồng An", UnitKind::Province, vec![]),
            (
                BRANCH,
                "CĐCS Công ty TNHH May Hưng Thịnh Phát",
                UnitKind::Branch,
                vec![PROVINCE],
            ),
            (
                OTHER_BRANCH,
                "CĐCS Nhựa Tân Đại Phát",
                UnitKind::Branch,
                vec![PROVINCE],
            ),
            (SHOP, "Nhà thuốc Minh Tâm", UnitKind::Provider, vec![PROVINCE]),
            (
                OTHER_SHOP,
                "Quán cơm Bình Dân",
                UnitKind::Provider,
                vec![PROVINCE],
            ),
        ] {
            facts.put(Unit {
                id,
                name: name.into(),
                short_name: name.into(),
                kind,
                path,
            });
        }
        for (person, unit, role) in [
            (HUNG, BRANCH, Role::Chair),
            (MAI, PROVINCE, Role::Officer),
            (HOA, SHOP, Role::ProviderStaff),
            (SANG, OTHER_SHOP, Role::ProviderStaff),
        ] {
            facts.put(Grant {
                id: GrantId::of(person, unit, role.as_str()),
                person,
                name: "Người thử".into(),
                unit,
                role,
                above: vec![],
                proposal_vouched_by: vec![],
                from: Instant(0),
                to: None,
                state: GrantState::Active,
                proposed_by: None,
                confirmed_by: None,
            });
        }
        let mut world = Self { facts, now: NOW };
        world.facts.put(member(LAN));
        world.facts.put(device(LAN));
        world
    }

    /// Decides as the server does: loading exactly what `needs` asks for.
    pub fn decide_at(
        &self,
        actor: Actor,
        made_at: Instant,
        at: Instant,
        command: impl Into<Command>,
    ) -> Result<Vec<Change>, Rejection> {
        let envelope = Envelope {
            id: CommandId(Uuid::from_u128(1)),
            actor,
            made_at,
            command: command.into(),
        };
        let mut loaded = MapFacts::default();
        for _ in 0..20 {
            let missing = needs(&envelope, at, &loaded);
            if missing.is_empty() {
                return decide(&envelope, at, &loaded);
            }
            for key in missing {
                loaded.0.insert(key, self.facts.0.get(&key).cloned().flatten());
            }
        }
        panic!("needs reaches no fixed point");
    }

    pub fn decide(&self, actor: Actor, command: impl Into<Command>) -> Result<Vec<Change>, Rejection> {
        self.decide_at(actor, self.now, self.now, command)
    }

    /// Decides and writes.
    pub fn run(&mut self, actor: Actor, command: impl Into<Command>) -> Result<usize, Rejection> {
        let changes = self.decide(actor, command)?;
        self.facts.apply(&changes);
        Ok(changes.len())
    }

    /// The code of the refusal; fails when the command was accepted.
    pub fn refusal(&self, actor: Actor, command: impl Into<Command>) -> String {
        self.decide(actor, command).unwrap_err().code
    }
}

pub(crate) fn member(id: PersonId) -> Member {
    Member {
        id,
        unit: BRANCH,
        path: vec![PROVINCE],
        profile: Profile {
            name: "Nguyễn Thị Ngọc Lan".into(),
            number: Some("79 0241 8356".into()),
            birth: None,
            sex: None,
            phone: None,
            national_id: None,
            department: None,
            job: None,
        },
        status: MemberStatus::Active,
        status_since: NOW.date(),
        status_reason: None,
        joined: NOW.date(),
    }
}

pub(crate) fn device(person: PersonId) -> Device {
    Device {
        id: phone_of(person),
        person,
        unit: BRANCH,
        name: "Điện thoại".into(),
        alg: KeyAlg::Ed25519,
        public_key: key_of(person).public_key().as_ref().to_vec(),
        enrolled_at: Instant(0),
        invitation: InvitationId(Uuid::from_u128(0x99)),
        state: DeviceState::Active,
        ended_at: None,
        above: vec![],
        vouched_by: vec![],
    }
}
