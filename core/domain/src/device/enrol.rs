use super::{Device, DeviceState, KeyAlg, PersonDevices};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::grant::{Grant, GrantState, Role};
use crate::invitation::{Invitation, InvitationState, Invitee};
use crate::member::Member;
use crate::{Actor, Change, DeviceId, Envelope, Facts, GrantId, Instant, InvitationId, Rejection, field};
use serde::{Deserialize, Serialize};

/// Uses up an invitation and enrols a device. Only the server itself sends this, after it has checked the code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrolDevice {
    pub invitation: InvitationId,
    pub device: DeviceId,
    pub name: String,
    pub alg: KeyAlg,
    #[serde(with = "serde_bytes")]
    pub public_key: Vec<u8>,
    /// The person's grants, as the server finds them: a rule reads rows by key and cannot search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<GrantId>,
}

impl Rule for EnrolDevice {
    const NAME: &'static str = "enrol_device";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        if envelope.actor != Actor::Server {
            return Err(Rejection::new("not_allowed"));
        }
        let found: Invitation = facts
            .get(self.invitation)
            .ok_or_else(|| Rejection::new("invitation_unknown"))?;
        found.usable_at(at)?;
        let (person, above) = match &found.invitee {
            Invitee::Member(person) => {
                let member: Member = facts
                    .get(*person)
                    .ok_or_else(|| Rejection::new("invitation_unknown"))?;
                if !member.status.belongs() {
                    return Err(Rejection::new("invitation_revoked"));
                }
                // Officers of their own unit are mostly invited as its members.
                let held = Role::ALL
                    .into_iter()
                    .filter_map(|role| facts.get::<Grant>(GrantId::of(*person, member.unit, role.as_str())));
                let above = held
                    .filter(|grant| grant.active_at(at))
                    .map(|grant| grant.above)
                    .next();
                (*person, above.unwrap_or_default())
            }
            Invitee::Desk(grant) => {
                let grant: Grant = facts
                    .get(*grant)
                    .ok_or_else(|| Rejection::new("invitation_unknown"))?;
                if !grant.active_at(at) {
                    return Err(match grant.state {
                        GrantState::Proposed => Rejection::new("invitation_not_confirmed"),
                        GrantState::Active if at < grant.from => Rejection::new("invitation_too_early")
                            .arg("date", crate::time::vi(grant.from.date())),
                        GrantState::Active | GrantState::Ended => Rejection::new("invitation_grant_ended"),
                    });
                }
                (grant.person, grant.above)
            }
        };
        if facts.get::<Device>(self.device).is_some() {
            return Err(Rejection::new("already_there").arg("what", "máy"));
        }
        // Between inviting and coming, the person may have come on another device.
        super::only_of(person, found.made_by, facts)?;
        if let Some(maker) = found.made_by.filter(|maker| *maker != person) {
            super::in_charge_of(person, &self.holds, maker, at, facts)?;
        }
        let before: Option<PersonDevices> = facts.get(person);
        let mut vouched_by = found.vouched_by.clone();
        let other = found.made_by.filter(|maker| *maker != person);
        if before.is_some() {
            vouched_by.extend(other.filter(|maker| !found.vouched_by.contains(maker)));
        }
        let device = Device {
            id: self.device,
            person,
            unit: found.unit,
            name: field::line("Tên máy", &self.name, 60)?,
            alg: self.alg,
            public_key: self.public_key.clone(),
            enrolled_at: at,
            invitation: found.id,
            state: DeviceState::Active,
            ended_at: None,
            above,
            vouched_by,
        };
        let mut list = before.unwrap_or(PersonDevices {
            id: person,
            devices: vec![],
            units: vec![],
        });
        list.devices = super::working(person, facts)
            .iter()
            .map(|device| device.id)
            .collect();
        list.devices.push(device.id);
        for unit in [device.unit].into_iter().chain(device.above.iter().copied()) {
            if !list.units.contains(&unit) {
                list.units.push(unit);
            }
        }
        let used = Invitation {
            state: InvitationState::Used {
                device: self.device,
                at,
            },
            ..found
        };
        Ok(vec![Change::put(used), Change::put(device), Change::put(list)])
    }
}
