use super::{Device, DeviceState};
use crate::command::Rule;
use crate::facts::FactsExt;
use crate::unit::Unit;
use crate::{Change, DeviceId, Envelope, Facts, Instant, Rejection, grant};
use serde::{Deserialize, Serialize};

/// Takes a device's access away: its person may, and the officers of its unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndDevice {
    pub device: DeviceId,
}

impl Rule for EndDevice {
    const NAME: &'static str = "end_device";

    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
        let found: Device = facts
            .get(self.device)
            .ok_or_else(|| Rejection::new("not_found").arg("what", "máy"))?;
        if envelope.actor.person() != Some(found.person) {
            let unit: Unit = facts
                .get(found.unit)
                .ok_or_else(|| Rejection::new("not_found").arg("what", "đơn vị"))?;
            grant::officer_of(&unit, envelope, at, facts)?;
        }
        if found.state == DeviceState::Ended {
            return Ok(vec![]); // ended twice is ended
        }
        Ok(vec![Change::put(Device {
            state: DeviceState::Ended,
            ended_at: Some(at),
            ..found
        })])
    }
}
